import { podMakers } from '../../pod-security/pod/read-pod.ts';
import type { PolicyRule } from '../../rbac/roles.ts';
import type { Right } from './held-rights.ts';

const rbac = 'rbac.authorization.k8s.io';
const admission = 'admissionregistration.k8s.io';
const write = ['create', 'update', 'patch'];

/** Kubernetes' own groups, where wildcards give more with every minor. */
const isOfKubernetes = (group: string) => group === '*' || !group.includes('.') || group.endsWith('.k8s.io');

/** "read apps/*", "write apps/deployments" */
function wildcardsOf({ verbs = [], resources = [], apiGroups = [] }: PolicyRule): readonly string[] {
  const wide = verbs.includes('*') ? resources : resources.filter((each) => each === '*');
  const isRead = (verb: string) => ['get', 'list', 'watch'].includes(verb);
  const how = [
    ...(verbs.some((verb) => verb === '*' || isRead(verb)) ? ['read'] : []),
    ...(verbs.some((verb) => !isRead(verb)) ? ['write'] : []),
  ];
  return apiGroups
    .filter(isOfKubernetes)
    .flatMap((group) => wide.flatMap((resource) => how.map((each) => `${each} ${group}/${resource}`)));
}

/** Of cluster-admin and its equals. */
export const everything: Right = {
  id: 'everything',
  what: 'every verb on every resource',
  severity: 'high',
  verbs: [],
  on: [],
  matches: ({ verbs = [], apiGroups = [], resources = [], resourceNames = [] }) =>
    [verbs, apiGroups, resources].every((each) => each.includes('*')) && resourceNames.length === 0,
};

/** Rights over what decides rights: they lead to every other one. */
export const takeoverRights: readonly Right[] = [
  {
    id: 'escalate',
    what: 'escalate',
    severity: 'high',
    verbs: ['escalate'],
    on: [`${rbac}/roles`],
    names: /^(cluster-admin|admin|edit|system:.*)$/,
  },
  // Cluster roles are in no namespace. `bind` is another matter: it is asked for in the namespace of the binding.
  {
    id: 'escalate',
    what: 'escalate of cluster roles',
    severity: 'high',
    verbs: ['escalate'],
    on: [`${rbac}/clusterroles`],
    names: /^(cluster-admin|admin|edit|system:.*)$/,
    isOfCluster: true,
  },
  {
    id: 'bind',
    what: 'bind',
    severity: 'high',
    verbs: ['bind'],
    on: [`${rbac}/roles`, `${rbac}/clusterroles`],
    names: /^(cluster-admin|admin|edit|system:.*)$/,
  },
  {
    id: 'impersonate',
    what: 'impersonate users or groups',
    severity: 'high',
    verbs: ['impersonate'],
    on: ['/users', '/groups', 'authentication.k8s.io/uids', 'authentication.k8s.io/userextras'],
    isOfCluster: true,
    names: /^system:/,
  },
  {
    id: 'proxy',
    what: 'nodes/proxy, which runs commands in any pod',
    severity: 'high',
    verbs: ['get', 'create'],
    on: ['/nodes/proxy'],
    isOfCluster: true,
  },
  {
    id: 'change',
    what: 'webhooks that see and change every request',
    severity: 'high',
    verbs: write,
    on: [
      `${admission}/mutatingwebhookconfigurations`,
      `${admission}/validatingwebhookconfigurations`,
      `${admission}/mutatingadmissionpolicies`,
      `${admission}/mutatingadmissionpolicybindings`,
    ],
    isOfCluster: true,
  },
  {
    id: 'approve',
    what: 'approval of client certificates',
    severity: 'high',
    verbs: ['update', 'patch'],
    on: ['certificates.k8s.io/certificatesigningrequests/approval'],
    isOfCluster: true,
  },
  {
    id: 'sign',
    what: 'signing of client certificates',
    severity: 'high',
    verbs: ['approve', 'sign'],
    on: ['certificates.k8s.io/signers'],
    isOfCluster: true,
    names: /^kubernetes\.io\//,
  },
  {
    id: 'create',
    what: 'persistent volumes, which may be paths of the node',
    severity: 'medium',
    verbs: ['create'],
    on: ['/persistentvolumes'],
    isOfCluster: true,
  },
  {
    id: 'label',
    what: 'labels of namespaces, which decide Pod Security',
    severity: 'medium',
    verbs: ['update', 'patch'],
    on: ['/namespaces'],
  },
  {
    id: 'wildcard',
    what: 'wildcards',
    severity: 'low',
    verbs: [],
    on: [],
    matches: (rule) => wildcardsOf(rule).length > 0,
    covers: wildcardsOf,
  },
];

/** Rights to what another account signs in with. */
export const credentialRights: readonly Right[] = [
  { id: 'read', what: 'secrets', severity: 'medium', verbs: ['get', 'list', 'watch'], on: ['/secrets'] },
  {
    id: 'create',
    what: 'service account tokens',
    severity: 'medium',
    verbs: ['create'],
    on: ['/serviceaccounts/token'],
  },
  {
    id: 'impersonate',
    what: 'impersonate service accounts',
    severity: 'medium',
    verbs: ['impersonate'],
    on: ['/serviceaccounts'],
  },
];

/** Rights to run programs with any service account of a namespace, on any volume that Pod Security permits. */
export const podRights: readonly Right[] = [
  {
    id: 'write',
    what: 'pod creation',
    severity: 'medium',
    verbs: write,
    // Each of them makes any pod.
    covers: () => ['pods'],
    on: [
      ...podMakers,
      'argoproj.io/workflows',
      'argoproj.io/cronworkflows',
      'tekton.dev/taskruns',
      'tekton.dev/pipelineruns',
    ],
  },
  { id: 'exec', what: 'pods/exec', severity: 'medium', verbs: ['get', 'create'], on: ['/pods/exec'] },
  { id: 'attach', what: 'pods/attach', severity: 'medium', verbs: ['get', 'create'], on: ['/pods/attach'] },
  {
    id: 'debug',
    what: 'ephemeral containers',
    severity: 'medium',
    verbs: ['update', 'patch'],
    on: ['/pods/ephemeralcontainers'],
  },
  {
    id: 'connect',
    what: 'connections to any port of a pod',
    severity: 'low',
    verbs: ['get', 'create'],
    on: ['/pods/portforward', '/pods/proxy'],
  },
];

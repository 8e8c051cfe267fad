import { podMakers } from '../../pod-security/pod/read-pod.ts';
import type { Right } from './held-rights.ts';

const rbac = 'rbac.authorization.k8s.io';
const admission = 'admissionregistration.k8s.io';
const write = ['create', 'update', 'patch'];

/** Kubernetes' own groups, where wildcards give more with every minor. */
const isOfKubernetes = (group: string) => group === '*' || !group.includes('.') || group.endsWith('.k8s.io');

/** Of cluster-admin and its equals. */
export const everything: Right = {
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
    what: 'escalate',
    severity: 'high',
    verbs: ['escalate'],
    on: [`${rbac}/roles`],
    names: /^(cluster-admin|admin|edit|system:.*)$/,
  },
  // Cluster roles are in no namespace. `bind` is another matter: it is asked for in the namespace of the binding.
  {
    what: 'escalate of cluster roles',
    severity: 'high',
    verbs: ['escalate'],
    on: [`${rbac}/clusterroles`],
    names: /^(cluster-admin|admin|edit|system:.*)$/,
    isOfCluster: true,
  },
  {
    what: 'bind',
    severity: 'high',
    verbs: ['bind'],
    on: [`${rbac}/roles`, `${rbac}/clusterroles`],
    names: /^(cluster-admin|admin|edit|system:.*)$/,
  },
  {
    what: 'impersonate users or groups',
    severity: 'high',
    verbs: ['impersonate'],
    on: ['/users', '/groups', 'authentication.k8s.io/uids', 'authentication.k8s.io/userextras'],
    isOfCluster: true,
    names: /^system:/,
  },
  {
    what: 'nodes/proxy, which runs commands in any pod',
    severity: 'high',
    verbs: ['get', 'create'],
    on: ['/nodes/proxy'],
    isOfCluster: true,
  },
  {
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
    what: 'approval of client certificates',
    severity: 'high',
    verbs: ['update', 'patch'],
    on: ['certificates.k8s.io/certificatesigningrequests/approval'],
    isOfCluster: true,
  },
  {
    what: 'signing of client certificates',
    severity: 'high',
    verbs: ['approve', 'sign'],
    on: ['certificates.k8s.io/signers'],
    isOfCluster: true,
    names: /^kubernetes\.io\//,
  },
  {
    what: 'persistent volumes, which may be paths of the node',
    severity: 'medium',
    verbs: ['create'],
    on: ['/persistentvolumes'],
    isOfCluster: true,
  },
  {
    what: 'labels of namespaces, which decide Pod Security',
    severity: 'medium',
    verbs: ['update', 'patch'],
    on: ['/namespaces'],
  },
  {
    what: 'wildcards',
    severity: 'low',
    verbs: [],
    on: [],
    matches: ({ verbs = [], resources = [], apiGroups = [] }) =>
      (resources.includes('*') || (verbs.includes('*') && resources.length > 0)) &&
      apiGroups.some(isOfKubernetes),
  },
];

/** Rights to what another account signs in with. */
export const credentialRights: readonly Right[] = [
  { what: 'secrets', severity: 'medium', verbs: ['get', 'list', 'watch'], on: ['/secrets'] },
  {
    what: 'service account tokens',
    severity: 'medium',
    verbs: ['create'],
    on: ['/serviceaccounts/token'],
  },
  {
    what: 'impersonate service accounts',
    severity: 'medium',
    verbs: ['impersonate'],
    on: ['/serviceaccounts'],
  },
];

/** Rights to run programs with any service account of a namespace, on any volume that Pod Security permits. */
export const podRights: readonly Right[] = [
  {
    what: 'pod creation',
    severity: 'medium',
    verbs: write,
    on: [
      ...podMakers,
      'argoproj.io/workflows',
      'argoproj.io/cronworkflows',
      'tekton.dev/taskruns',
      'tekton.dev/pipelineruns',
    ],
  },
  { what: 'pods/exec', severity: 'medium', verbs: ['get', 'create'], on: ['/pods/exec'] },
  { what: 'pods/attach', severity: 'medium', verbs: ['get', 'create'], on: ['/pods/attach'] },
  {
    what: 'ephemeral containers',
    severity: 'medium',
    verbs: ['update', 'patch'],
    on: ['/pods/ephemeralcontainers'],
  },
  {
    what: 'connections to any port of a pod',
    severity: 'low',
    verbs: ['get', 'create'],
    on: ['/pods/portforward', '/pods/proxy'],
  },
];

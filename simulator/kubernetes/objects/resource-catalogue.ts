import type { Plural } from './kinds.ts';

export interface Resource {
  readonly plural: Plural;
  /** Its plural in paths, where another group's kind has the same. */
  readonly servedAs?: string;
  readonly singular: string;
  readonly kind: string;
  readonly group: string;
  readonly version: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  /** Names that stand for several kinds: `kubectl get all`. */
  readonly categories?: readonly string[];
  /** False where the real API keeps no generation or resets no status: events. */
  readonly hasStatus: boolean;
}

const core = { group: '', version: 'v1' };
const apps = { group: 'apps', version: 'v1' };
const batch = { group: 'batch', version: 'v1' };
const coordination = { group: 'coordination.k8s.io', version: 'v1' };
const admission = { group: 'admissionregistration.k8s.io', version: 'v1' };
const discovery = { group: 'discovery.k8s.io', version: 'v1' };
const networking = { group: 'networking.k8s.io', version: 'v1' };
const rbac = { group: 'rbac.authorization.k8s.io', version: 'v1' };
const cilium = { group: 'cilium.io', version: 'v2' };
const calico = { group: 'crd.projectcalico.org', version: 'v1' };
const administrators = { group: 'policy.networking.k8s.io', version: 'v1alpha1' };
const policy = { group: 'policy', version: 'v1' };

/** Everything the simulated API server stores and serves; discovery is made from this table. */
export const resources: readonly Resource[] = [
  {
    ...core,
    plural: 'namespaces',
    singular: 'namespace',
    kind: 'Namespace',
    namespaced: false,
    shortNames: ['ns'],
    hasStatus: true,
  },
  {
    ...core,
    plural: 'nodes',
    singular: 'node',
    kind: 'Node',
    namespaced: false,
    shortNames: ['no'],
    hasStatus: true,
  },
  {
    ...core,
    plural: 'pods',
    singular: 'pod',
    kind: 'Pod',
    namespaced: true,
    shortNames: ['po'],
    categories: ['all'],
    hasStatus: true,
  },
  {
    ...core,
    plural: 'persistentvolumes',
    singular: 'persistentvolume',
    kind: 'PersistentVolume',
    namespaced: false,
    shortNames: ['pv'],
    hasStatus: false,
  },
  {
    ...core,
    plural: 'events',
    singular: 'event',
    kind: 'Event',
    namespaced: true,
    shortNames: ['ev'],
    hasStatus: false,
  },
  {
    ...core,
    plural: 'secrets',
    singular: 'secret',
    kind: 'Secret',
    namespaced: true,
    shortNames: [],
    hasStatus: false,
  },
  {
    ...apps,
    plural: 'deployments',
    singular: 'deployment',
    kind: 'Deployment',
    namespaced: true,
    shortNames: ['deploy'],
    categories: ['all'],
    hasStatus: true,
  },
  {
    ...apps,
    plural: 'replicasets',
    singular: 'replicaset',
    kind: 'ReplicaSet',
    namespaced: true,
    shortNames: ['rs'],
    categories: ['all'],
    hasStatus: true,
  },
  {
    ...apps,
    plural: 'daemonsets',
    singular: 'daemonset',
    kind: 'DaemonSet',
    namespaced: true,
    shortNames: ['ds'],
    categories: ['all'],
    hasStatus: true,
  },
  {
    ...apps,
    plural: 'statefulsets',
    singular: 'statefulset',
    kind: 'StatefulSet',
    namespaced: true,
    shortNames: ['sts'],
    categories: ['all'],
    hasStatus: true,
  },
  {
    ...batch,
    plural: 'jobs',
    singular: 'job',
    kind: 'Job',
    namespaced: true,
    shortNames: [],
    categories: ['all'],
    hasStatus: true,
  },
  {
    ...coordination,
    plural: 'leases',
    singular: 'lease',
    kind: 'Lease',
    namespaced: true,
    shortNames: [],
    hasStatus: false,
  },
  {
    ...policy,
    plural: 'poddisruptionbudgets',
    singular: 'poddisruptionbudget',
    kind: 'PodDisruptionBudget',
    namespaced: true,
    shortNames: ['pdb'],
    hasStatus: true,
  },
  {
    ...admission,
    plural: 'validatingwebhookconfigurations',
    singular: 'validatingwebhookconfiguration',
    kind: 'ValidatingWebhookConfiguration',
    namespaced: false,
    shortNames: [],
    categories: ['api-extensions'],
    hasStatus: false,
  },
  {
    ...admission,
    plural: 'mutatingwebhookconfigurations',
    singular: 'mutatingwebhookconfiguration',
    kind: 'MutatingWebhookConfiguration',
    namespaced: false,
    shortNames: [],
    categories: ['api-extensions'],
    hasStatus: false,
  },
  {
    ...admission,
    plural: 'validatingadmissionpolicies',
    singular: 'validatingadmissionpolicy',
    kind: 'ValidatingAdmissionPolicy',
    namespaced: false,
    shortNames: [],
    categories: ['api-extensions'],
    hasStatus: false,
  },
  {
    ...admission,
    plural: 'validatingadmissionpolicybindings',
    singular: 'validatingadmissionpolicybinding',
    kind: 'ValidatingAdmissionPolicyBinding',
    namespaced: false,
    shortNames: [],
    categories: ['api-extensions'],
    hasStatus: false,
  },
  {
    ...discovery,
    plural: 'endpointslices',
    singular: 'endpointslice',
    kind: 'EndpointSlice',
    namespaced: true,
    shortNames: [],
    hasStatus: false,
  },
  {
    ...batch,
    plural: 'cronjobs',
    singular: 'cronjob',
    kind: 'CronJob',
    namespaced: true,
    shortNames: ['cj'],
    hasStatus: false,
  },
  {
    ...core,
    plural: 'services',
    singular: 'service',
    kind: 'Service',
    namespaced: true,
    shortNames: ['svc'],
    hasStatus: false,
  },
  {
    ...core,
    plural: 'serviceaccounts',
    singular: 'serviceaccount',
    kind: 'ServiceAccount',
    namespaced: true,
    shortNames: ['sa'],
    hasStatus: false,
  },
  {
    ...networking,
    plural: 'ingresses',
    singular: 'ingress',
    kind: 'Ingress',
    namespaced: true,
    shortNames: ['ing'],
    hasStatus: false,
  },
  {
    ...networking,
    plural: 'networkpolicies',
    singular: 'networkpolicy',
    kind: 'NetworkPolicy',
    namespaced: true,
    shortNames: ['netpol'],
    hasStatus: false,
  },
  {
    ...cilium,
    plural: 'ciliumnetworkpolicies',
    singular: 'ciliumnetworkpolicy',
    kind: 'CiliumNetworkPolicy',
    namespaced: true,
    shortNames: ['cnp'],
    hasStatus: false,
  },
  {
    ...cilium,
    plural: 'ciliumclusterwidenetworkpolicies',
    singular: 'ciliumclusterwidenetworkpolicy',
    kind: 'CiliumClusterwideNetworkPolicy',
    namespaced: false,
    shortNames: ['ccnp'],
    hasStatus: false,
  },
  {
    ...calico,
    plural: 'caliconetworkpolicies',
    servedAs: 'networkpolicies',
    singular: 'networkpolicy',
    kind: 'NetworkPolicy',
    namespaced: true,
    shortNames: [],
    hasStatus: false,
  },
  {
    ...calico,
    plural: 'globalnetworkpolicies',
    singular: 'globalnetworkpolicy',
    kind: 'GlobalNetworkPolicy',
    namespaced: false,
    shortNames: [],
    hasStatus: false,
  },
  {
    ...calico,
    plural: 'globalnetworksets',
    singular: 'globalnetworkset',
    kind: 'GlobalNetworkSet',
    namespaced: false,
    shortNames: [],
    hasStatus: false,
  },
  {
    ...administrators,
    plural: 'adminnetworkpolicies',
    singular: 'adminnetworkpolicy',
    kind: 'AdminNetworkPolicy',
    namespaced: false,
    shortNames: ['anp'],
    hasStatus: false,
  },
  {
    ...administrators,
    plural: 'baselineadminnetworkpolicies',
    singular: 'baselineadminnetworkpolicy',
    kind: 'BaselineAdminNetworkPolicy',
    namespaced: false,
    shortNames: ['banp'],
    hasStatus: false,
  },
  {
    ...rbac,
    plural: 'clusterroles',
    singular: 'clusterrole',
    kind: 'ClusterRole',
    namespaced: false,
    shortNames: [],
    hasStatus: false,
  },
  {
    ...rbac,
    plural: 'clusterrolebindings',
    singular: 'clusterrolebinding',
    kind: 'ClusterRoleBinding',
    namespaced: false,
    shortNames: [],
    hasStatus: false,
  },
  {
    ...rbac,
    plural: 'roles',
    singular: 'role',
    kind: 'Role',
    namespaced: true,
    shortNames: [],
    hasStatus: false,
  },
  {
    ...rbac,
    plural: 'rolebindings',
    singular: 'rolebinding',
    kind: 'RoleBinding',
    namespaced: true,
    shortNames: [],
    hasStatus: false,
  },
];

/** `v1` or `apps/v1`. */
export function groupVersion(resource: Resource): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}

/** Its plural as paths and messages have it. */
export function pluralOf({ plural, servedAs = plural }: Pick<Resource, 'plural' | 'servedAs'>): string {
  return servedAs;
}

/** The row that a manifest is about: the one of its version, else the first of its kind. */
export function resourceOfManifest(kind: string, apiVersion: unknown): Resource | undefined {
  const ofKind = resources.filter((resource) => resource.kind === kind);
  return ofKind.find((resource) => groupVersion(resource) === apiVersion) ?? ofKind[0];
}

/** The catalogue row of a plural; every plural has one. */
export function resourceOf(plural: Plural): Resource {
  return resources.find((resource) => resource.plural === plural)!;
}

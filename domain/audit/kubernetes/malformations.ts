import type { KubernetesObject } from './api-objects.ts';
import { fitsShape, readShape, type ShapeProblem, textOf } from './read-shape.ts';

/** Kinds of which more than the metadata is read, by group: the names of their shapes. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  '': [
    'Pod',
    'PodTemplate',
    'ReplicationController',
    'Node',
    'Namespace',
    'Service',
    'ServiceAccount',
    'PersistentVolume',
    'PersistentVolumeClaim',
  ],
  apps: ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'],
  extensions: ['Deployment', 'ReplicaSet', 'DaemonSet', 'Job', 'Ingress'],
  batch: ['Job', 'CronJob'],
  policy: ['PodDisruptionBudget'],
  'storage.k8s.io': ['StorageClass'],
  'admissionregistration.k8s.io': ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'],
  'networking.k8s.io': ['NetworkPolicy', 'Ingress'],
  'rbac.authorization.k8s.io': ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'],
};
const calico = ['NetworkPolicy', 'GlobalNetworkPolicy', 'StagedNetworkPolicy', 'StagedGlobalNetworkPolicy'];
const calicoShapes = {
  ...Object.fromEntries(calico.map((kind) => [kind, 'CalicoPolicy'])),
  Tier: 'CalicoTier',
};
const customKinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'cilium.io': {
    CiliumNetworkPolicy: 'CiliumPolicy',
    CiliumClusterwideNetworkPolicy: 'CiliumPolicy',
    CiliumCIDRGroup: 'CiliumCidrGroup',
  },
  'gateway.networking.k8s.io': { Gateway: 'Gateway' },
  'projectcalico.org': calicoShapes,
  'crd.projectcalico.org': calicoShapes,
};
/** The shape of what only the metadata is read of. */
export const anyKind = 'AnyObject';

/** Values of a wrong type in what is read of an object, each with its place: no API server takes such an object. */
export function malformations(object: KubernetesObject): readonly ShapeProblem[] {
  const shape = shapeOf(object);
  if (fitsShape(shape, object)) return [];
  const problems: ShapeProblem[] = [];
  readShape(shape, object, '', (problem) => problems.push(problem));
  return problems;
}

/** The name of the shape that an object of a kind has, as far as it is read. */
export function shapeOf({ apiVersion, kind }: KubernetesObject): string {
  const [group = '', version] = textOf(apiVersion).split('/');
  const name = textOf(kind);
  if (version === undefined) return kinds['']?.includes(name) === true ? name : anyKind;
  if (Object.hasOwn(kinds, group) && kinds[group]?.includes(name) === true) return name;
  const custom = Object.hasOwn(customKinds, group) ? customKinds[group] : undefined;
  return custom !== undefined && Object.hasOwn(custom, name) ? (custom[name] ?? anyKind) : anyKind;
}

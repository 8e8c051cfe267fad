import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { isObject, textOf } from '../kubernetes/read-shape.ts';
import type { PodSpec } from '../pod-security/pod/pod.ts';
import { readPod, standsForPods } from '../pod-security/pod/read-pod.ts';
import type { Namespace, Workload } from './audited-cluster.ts';

/**
 * What makes pods, and pods that nothing here makes: whatever one of them owns is judged through it. Finished pods and jobs, and
 * pods that a node runs of itself, are left out; so is what cannot be read.
 */
export function findWorkloads(
  objects: readonly KubernetesObject[],
  namespaceOf: (name: string) => Namespace,
): readonly Workload[] {
  const makers = objects.filter(standsForPods);
  const known = new Set(makers.map(keyOf));
  return makers
    .filter(
      (each) => !isFinished(each) && !isMirror(each) && !ownersOf(each).some((owner) => known.has(owner)),
    )
    .flatMap((each) => asWorkload(each, namespaceOf));
}

/** Nothing where its pod cannot be read. */
export function asWorkload(
  object: KubernetesObject,
  namespaceOf: (name: string) => Namespace,
): readonly Workload[] {
  const read = readPod(object);
  if (read.outcome !== 'pod') return [];
  const { kind, namespace, name, podLabels, pod } = read.template;
  const home = namespaceOf(namespace ?? 'default');
  return [
    {
      resource: `${kind}/${home.name}/${name ?? generateNameOf(object)}`,
      namespace: home,
      podLabels,
      pod,
      isWindows: isForWindows(pod.spec),
      replicas: replicasOf(object),
    },
  ];
}

const withReplicas = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'];

/** How many pods an object wants; null: it is of a kind that wants no number. */
export function replicasOf({ kind, spec }: KubernetesObject): number | null {
  if (!withReplicas.includes(textOf(kind))) return null;
  return isObject(spec) && typeof spec.replicas === 'number' ? spec.replicas : 1;
}

/** As it says itself, else by the nodes that it wants. */
function isForWindows({ os, nodeSelector = {} }: PodSpec): boolean {
  if (os?.name !== undefined) return os.name === 'windows';
  return (nodeSelector['kubernetes.io/os'] ?? nodeSelector['beta.kubernetes.io/os']) === 'windows';
}

/** "Deployment/shop/web" */
export function keyOf(object: KubernetesObject): string {
  const { name, namespace } = metadataOf(object);
  return [textOf(object.kind), textOf(namespace, 'default'), textOf(name)].join('/');
}

/** The keys of what owns an object. */
export function ownersOf(object: KubernetesObject): readonly string[] {
  const { ownerReferences, namespace } = metadataOf(object);
  const owners = Array.isArray(ownerReferences) ? ownerReferences.filter(isObject) : [];
  return owners.map(({ kind, name }) => [textOf(kind), textOf(namespace, 'default'), textOf(name)].join('/'));
}

/** A pod that a node runs of itself, as the API server shows it. */
export function isMirror(object: KubernetesObject): boolean {
  const { annotations } = metadataOf(object);
  return isObject(annotations) && 'kubernetes.io/config.mirror' in annotations;
}

/** A pod or a job that has ended. */
export function isFinished({ kind, status }: KubernetesObject): boolean {
  if (!isObject(status)) return false;
  if (kind === 'Pod') return status.phase === 'Succeeded' || status.phase === 'Failed';
  if (kind !== 'Job' || !Array.isArray(status.conditions)) return false;
  return status.conditions
    .filter(isObject)
    .some(({ type, status: is }) => (type === 'Complete' || type === 'Failed') && is === 'True');
}

function generateNameOf(object: KubernetesObject): string {
  const { generateName } = metadataOf(object);
  return typeof generateName === 'string' ? `${generateName}*` : '';
}

function metadataOf({ metadata }: KubernetesObject): KubernetesObject {
  return isObject(metadata) ? metadata : {};
}

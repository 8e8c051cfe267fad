import { kindName } from '../../kind-name.ts';
import { ownText } from '../../text/own-text.ts';
import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { isObject, textOf } from '../kubernetes/read-shape.ts';
import type { PodSpec } from '../pod-security/pod/pod.ts';
import { readPod } from '../pod-security/pod/read-pod.ts';
import type { Namespace, Workload } from './audited-cluster.ts';
import { inNamespace, packWorkload } from './packed-workload.ts';

/** What of an object that makes pods is kept until all objects are known. */
interface Maker {
  readonly key: string;
  readonly owners: readonly string[];
  /** null: finished, run by a node of itself, or unreadable. */
  readonly workload: Workload | null;
}

/**
 * What makes pods, and pods that nothing here makes: whatever one of them owns is judged through it. Finished pods and jobs, and
 * pods that a node runs of itself, are left out; so is what cannot be read. Objects are added one by one, and none of them is kept.
 */
export function gatheringWorkloads() {
  const makers: Maker[] = [];
  const homes = new Map<string, Namespace>();
  const homeOf = (name: string): Namespace => {
    const home = homes.get(name) ?? { name: ownText(name), labels: {} };
    homes.set(home.name, home);
    return home;
  };
  const add = (object: KubernetesObject): void => {
    const isJudged = !isFinished(object) && !isMirror(object);
    const [read] = isJudged ? asWorkload(object, homeOf) : [];
    const workload = read === undefined ? null : packWorkload(read);
    const key = keyOf(object);
    makers.push({
      key: workload?.resource === key ? workload.resource : ownText(key),
      owners: ownersOf(object).map(ownText),
      workload,
    });
  };
  const found = (namespaceOf: (name: string) => Namespace): readonly Workload[] => {
    const known = new Set(makers.some(({ owners }) => owners.length > 0) ? makers.map(({ key }) => key) : []);
    return makers.flatMap(({ owners, workload }) =>
      workload === null || owners.some((owner) => known.has(owner))
        ? []
        : [inNamespace(workload, namespaceOf(workload.namespace.name))],
    );
  };
  return { add, found };
}

/** Nothing where its pod cannot be read. */
export function asWorkload(
  object: KubernetesObject,
  namespaceOf: (name: string) => Namespace,
): readonly Workload[] {
  const read = readPod(object);
  if (read.outcome !== 'pod') return [];
  const { namespace, name, podLabels, pod } = read.template;
  const home = namespaceOf(namespace ?? 'default');
  return [
    {
      resource: `${kindName(read.template)}/${home.name}/${name ?? generateNameOf(object)}`,
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

/** "Deployment/shop/web", "Service.serving.knative.dev/shop/web" */
export function keyOf(object: KubernetesObject): string {
  const { name, namespace } = metadataOf(object);
  return [kindName(object), textOf(namespace, 'default'), textOf(name)].join('/');
}

/** The keys of what owns an object. */
export function ownersOf(object: KubernetesObject): readonly string[] {
  const { ownerReferences, namespace } = metadataOf(object);
  const owners = Array.isArray(ownerReferences) ? ownerReferences.filter(isObject) : [];
  return owners.map((each) => [kindName(each), textOf(namespace, 'default'), textOf(each.name)].join('/'));
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

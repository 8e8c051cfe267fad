import type { Namespace, Workload } from './audited-cluster.ts';
import type { KubernetesObject } from './kubernetes/api-objects.ts';
import { isObject } from './kubernetes/read-shape.ts';
import { textOf } from './kubernetes/text-of.ts';
import { asWorkload, isFinished, keyOf, ownersOf } from './workloads.ts';

/** Labels that tell the pods of one template apart; no policy is written for them. */
const ownLabels = [
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'controller-uid',
  'batch.kubernetes.io/controller-uid',
  'job-name',
  'batch.kubernetes.io/job-name',
];
/** Names that admission makes up for each pod, and where it landed. */
const ownWords = /kube-api-access-[a-z0-9]+|"nodeName":"[^"]*",?/g;

/**
 * Pods as they run, where they differ from one another: webhooks, an older revision or a container added later may have made
 * them worse than the template. Each stands under the name of what owns it, so that a pod that is replaced is no new finding.
 */
export function findLiveVariants(
  objects: readonly KubernetesObject[],
  namespaces: readonly Namespace[],
): readonly Workload[] {
  const homes = new Map(namespaces.map((each) => [each.name, each]));
  const known = new Map(objects.map((each) => [keyOf(each), each]));
  const windowsNodes = new Set(objects.filter(isWindowsNode).map(nameOf));
  const seen = new Set<string>();
  return objects.flatMap((object): readonly Workload[] => {
    if (object.kind !== 'Pod' || isFinished(object)) return [];
    const owner = topOwner(object, known);
    const home = homes.get(textOf(metadataOf(object).namespace, 'default'));
    if (owner === null || home === undefined) return [];
    const signature = `${keyOf(owner)} ${signatureOf(object)}`;
    if (seen.has(signature)) return [];
    seen.add(signature);
    const resource = `${textOf(owner.kind)}/${home.name}/${nameOf(owner)}`;
    const isOnWindows = isObject(object.spec) && windowsNodes.has(textOf(object.spec.nodeName));
    return asWorkload(object, () => home).map((each) => ({
      ...each,
      resource,
      isWindows: each.isWindows || isOnWindows,
    }));
  });
}

/** The last owner that is known; null: none is, and the pod stands for itself. */
function topOwner(
  object: KubernetesObject,
  known: ReadonlyMap<string, KubernetesObject>,
): KubernetesObject | null {
  let top: KubernetesObject | null = null;
  for (let next: KubernetesObject | undefined = object; next !== undefined; ) {
    const owner: KubernetesObject | undefined = ownersOf(next).map((each) => known.get(each))[0];
    if (owner === undefined || owner === top) return top;
    top = owner;
    next = owner;
  }
  return top;
}

function signatureOf({ metadata, spec }: KubernetesObject): string {
  const { labels = {}, annotations = {} } = isObject(metadata) ? metadata : {};
  const shared = Object.entries(isObject(labels) ? labels : {})
    .filter(([name]) => !ownLabels.includes(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([shared, annotations, spec]).replaceAll(ownWords, '');
}

function isWindowsNode({ kind, metadata }: KubernetesObject): boolean {
  if (kind !== 'Node' || !isObject(metadata) || !isObject(metadata.labels)) return false;
  return metadata.labels['kubernetes.io/os'] === 'windows';
}

function nameOf(object: KubernetesObject): string {
  return textOf(metadataOf(object).name);
}

function metadataOf({ metadata }: KubernetesObject): KubernetesObject {
  return isObject(metadata) ? metadata : {};
}

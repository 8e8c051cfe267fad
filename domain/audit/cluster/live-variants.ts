import { kindName } from '../../kind-name.ts';
import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { isObject, textOf } from '../kubernetes/read-shape.ts';
import type { Namespace, Workload } from './audited-cluster.ts';
import { podForm } from './pod-form.ts';
import { asWorkload, isFinished, isMirror, keyOf, ownersOf, replicasOf } from './workloads.ts';

interface LiveVariant {
  readonly pod: KubernetesObject;
  readonly owner: KubernetesObject;
}

/**
 * Of the pods that something here owns one of each form, for thousands differ in nothing but their names; and every object that
 * is no such pod.
 */
export function sortPods(objects: readonly KubernetesObject[]): {
  readonly variants: readonly LiveVariant[];
  readonly others: readonly KubernetesObject[];
} {
  const known = new Map(objects.map((each) => [keyOf(each), each]));
  const variants = new Map<string, LiveVariant>();
  const others: KubernetesObject[] = [];
  for (const object of objects) {
    const owner = object.kind === 'Pod' && !isMirror(object) ? topOwner(object, known) : null;
    if (owner === null) others.push(object);
    else if (!isFinished(object)) {
      const signature = `${keyOf(owner)} ${podForm(object)}`;
      if (!variants.has(signature)) variants.set(signature, { pod: object, owner });
    }
  }
  return { variants: [...variants.values()], others };
}

/**
 * Pods as they run, where they differ from one another: webhooks, an older revision or a container added later may have made
 * them worse than the template. Each stands under the name of what owns it, so that a pod that is replaced is no new finding.
 */
export function variantWorkloads(
  variants: readonly LiveVariant[],
  objects: readonly KubernetesObject[],
  namespaces: readonly Namespace[],
): readonly Workload[] {
  const homes = new Map(namespaces.map((each) => [each.name, each]));
  const windowsNodes = new Set(objects.filter(isWindowsNode).map(nameOf));
  return variants.flatMap(({ pod, owner }): readonly Workload[] => {
    const home = homes.get(textOf(metadataOf(pod).namespace, 'default'));
    if (home === undefined) return [];
    const resource = `${kindName(owner)}/${home.name}/${nameOf(owner)}`;
    const isOnWindows = isObject(pod.spec) && windowsNodes.has(textOf(pod.spec.nodeName));
    return asWorkload(pod, () => home).map((each) => ({
      ...each,
      resource,
      isWindows: each.isWindows || isOnWindows,
      replicas: replicasOf(owner),
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

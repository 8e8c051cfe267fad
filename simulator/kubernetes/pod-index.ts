import type { Pod } from './kinds.ts';
import { controllerOf } from './pod-facts.ts';

type Index = ReadonlyMap<string, readonly Pod[]>;

const NONE: readonly Pod[] = [];

/** The pods whose controller has this uid. */
export const podsOwnedBy = indexed((pod) => controllerOf(pod)?.uid);

/** The pods of a namespace. */
export const podsInNamespace = indexed((pod) => pod.metadata.namespace);

// The store hands out the same list until a pod changes, so an index lives as long as its list.
function indexed(keyOf: (pod: Pod) => string | undefined) {
  const indexes = new WeakMap<readonly Pod[], Index>();
  return (pods: readonly Pod[], key: string): readonly Pod[] => {
    const index = indexes.get(pods) ?? grouped(pods, keyOf);
    indexes.set(pods, index);
    return index.get(key) ?? NONE;
  };
}

function grouped(pods: readonly Pod[], keyOf: (pod: Pod) => string | undefined): Index {
  const index = new Map<string, Pod[]>();
  for (const pod of pods) {
    const key = keyOf(pod);
    if (key === undefined) continue;
    const group = index.get(key);
    if (group === undefined) index.set(key, [pod]);
    else group.push(pod);
  }
  return index;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Applies an RFC 7386 merge patch: objects merge, null removes, everything else replaces. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  return merge(target, patch, () => undefined);
}

// Lists of Kubernetes' API that merge by a key under a strategic merge patch; every other list is replaced
// (taints and tolerations among them).
const MERGE_KEYS: Readonly<Record<string, string>> = {
  addresses: 'type',
  conditions: 'type',
  containers: 'name',
  env: 'name',
  initContainers: 'name',
  ownerReferences: 'uid',
  ports: 'containerPort',
  volumeMounts: 'mountPath',
  volumes: 'name',
};

/** Applies a strategic merge patch: as a merge patch, but lists with a merge key merge element by element. */
export function applyStrategicMergePatch(target: unknown, patch: unknown): unknown {
  return merge(target, patch, mergeList);
}

type ListMerge = (key: string, before: unknown, patch: readonly unknown[]) => readonly unknown[] | undefined;

function merge(target: unknown, patch: unknown, mergeLists: ListMerge): unknown {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = isObject(target) && patch.$patch !== 'replace' ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    // Directives: the order of list elements and retained keys do not matter to this server.
    if (key.startsWith('$')) continue;
    const list = Array.isArray(value) ? mergeLists(key, result[key], value) : undefined;
    if (value === null) delete result[key];
    else result[key] = list ?? merge(result[key], value, mergeLists);
  }
  return result;
}

function mergeList(key: string, before: unknown, patch: readonly unknown[]): readonly unknown[] | undefined {
  if (key === 'finalizers') return [...new Set([...(Array.isArray(before) ? before : []), ...patch])];
  const mergeKey = MERGE_KEYS[key];
  if (mergeKey === undefined) return undefined;
  const elements: unknown[] = Array.isArray(before) ? [...before] : [];
  for (const change of patch) {
    if (!isObject(change)) continue;
    const index = elements.findIndex(
      (element) => isObject(element) && element[mergeKey] === change[mergeKey],
    );
    const isRemoval = change.$patch === 'delete';
    if (index < 0 && !isRemoval) elements.push(merge({}, change, mergeList));
    else if (index >= 0 && isRemoval) elements.splice(index, 1);
    else if (index >= 0) elements[index] = merge(elements[index], change, mergeList);
  }
  return elements;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

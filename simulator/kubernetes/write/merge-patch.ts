import { isSet, mergeKeyOf } from './merge-keys.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** Applies an RFC 7386 merge patch: objects merge, null removes, everything else replaces. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  return merge(target, patch, () => undefined);
}

/**
 * Applies a strategic merge patch: as a merge patch, but lists with a merge key merge element by element, and
 * the directives $patch, $retainKeys and $deleteFromPrimitiveList are obeyed.
 */
export function applyStrategicMergePatch(target: unknown, patch: unknown): unknown {
  return merge(target, patch, mergeList);
}

type ListMerge = (key: string, before: unknown, patch: readonly unknown[]) => readonly unknown[] | undefined;

const DELETED_VALUES = '$deleteFromPrimitiveList/';

function merge(target: unknown, patch: unknown, mergeLists: ListMerge): unknown {
  if (!isObject(patch)) return patch;
  const isReplacement = patch.$patch === 'replace';
  const result: Record<string, unknown> = isObject(target) && !isReplacement ? { ...target } : {};
  retain(result, patch.$retainKeys);
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith(DELETED_VALUES)) withdraw(result, key.slice(DELETED_VALUES.length), value);
    if (key.startsWith('$')) continue;
    const list = Array.isArray(value) ? mergeLists(key, result[key], value) : undefined;
    if (value === null || isDeletion(value)) delete result[key];
    else result[key] = list ?? merge(result[key], value, mergeLists);
  }
  return result;
}

function retain(result: Record<string, unknown>, keys: unknown): void {
  if (!Array.isArray(keys)) return;
  for (const key of Object.keys(result)) if (!keys.includes(key)) delete result[key];
}

function withdraw(result: Record<string, unknown>, key: string, values: unknown): void {
  const before = result[key];
  if (Array.isArray(before) && Array.isArray(values))
    result[key] = before.filter((element) => !values.includes(element));
}

function mergeList(key: string, before: unknown, patch: readonly unknown[]): readonly unknown[] | undefined {
  const present: readonly unknown[] = Array.isArray(before) ? before : [];
  if (isSet(key)) return inOrder(present, [...new Set(patch)], (element) => element);
  const mergeKey = mergeKeyOf(key);
  if (mergeKey === undefined) return undefined;
  const isReplacement = patch.some((change) => isObject(change) && change.$patch === 'replace');
  const keyOf = (element: unknown) => (isObject(element) ? element[mergeKey] : undefined);
  const changes = patch.filter(isObject).filter(({ $patch }) => $patch !== 'replace');
  const gone = new Set(changes.filter(isDeletion).map(keyOf));
  const kept = isReplacement ? [] : present.filter((element) => !gone.has(keyOf(element)));
  const changed = changes
    .filter((change) => !isDeletion(change))
    .map((change) => {
      const old = kept.find((element) => keyOf(element) === change[mergeKey]);
      return merge(old ?? {}, change, mergeList);
    });
  return inOrder(kept, changed, keyOf);
}

/**
 * Joins what was there with what the patch has changed or added, in the order of the real server
 * (mergeSortedSlice of strategicpatch): what is new comes as early as it may.
 */
function inOrder(
  present: readonly unknown[],
  changed: readonly unknown[],
  keyOf: (element: unknown) => unknown,
): readonly unknown[] {
  const order = present.map(keyOf);
  const changedKeys = new Set(changed.map(keyOf));
  const untouched = present.filter((element) => !changedKeys.has(keyOf(element)));
  const joined: unknown[] = [];
  for (const change of changed) {
    const place = order.indexOf(keyOf(change));
    while (untouched.length > 0 && place >= 0 && order.indexOf(keyOf(untouched[0])) < place)
      joined.push(untouched.shift());
    joined.push(change);
  }
  return [...joined, ...untouched];
}

function isDeletion(value: unknown): boolean {
  return isObject(value) && value.$patch === 'delete';
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

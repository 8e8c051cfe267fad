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
    // The order of list elements does not matter to this server.
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
  if (isSet(key)) return [...new Set([...(Array.isArray(before) ? before : []), ...patch])];
  const mergeKey = mergeKeyOf(key);
  if (mergeKey === undefined) return undefined;
  const isReplacement = patch.some((change) => isObject(change) && change.$patch === 'replace');
  const elements: unknown[] = Array.isArray(before) && !isReplacement ? [...before] : [];
  for (const change of patch) if (isObject(change)) mergeElement(elements, change, mergeKey);
  return elements;
}

function mergeElement(elements: unknown[], change: JsonObject, mergeKey: string): void {
  if (change.$patch === 'replace') return;
  const index = elements.findIndex((element) => isObject(element) && element[mergeKey] === change[mergeKey]);
  if (isDeletion(change)) {
    if (index >= 0) elements.splice(index, 1);
  } else if (index < 0) elements.push(merge({}, change, mergeList));
  else elements[index] = merge(elements[index], change, mergeList);
}

function isDeletion(value: unknown): boolean {
  return isObject(value) && value.$patch === 'delete';
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

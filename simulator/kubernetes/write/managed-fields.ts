import { isSet, mergeKeyOf } from './merge-keys.ts';

/** A set of fields as `metadata.managedFields` writes it: `f:name`, `k:{"name":"main"}`, `v:"value"`, `.`. */
export interface FieldSet {
  readonly [element: string]: FieldSet;
}

/** The steps from an object to one of its fields, in the notation of a field set. */
export type FieldPath = readonly string[];

const NOT_OWNED = new Set(['apiVersion', 'kind', 'status']);
const NOT_OWNED_METADATA = new Set([
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'managedFields',
]);

/** The fields that a configuration says something about. */
export function fieldsOf(config: Readonly<Record<string, unknown>>): FieldSet {
  const { metadata, ...rest } = config;
  const owned = Object.entries(rest).filter(([key]) => !NOT_OWNED.has(key));
  const described = Object.entries((metadata ?? {}) as object).filter(
    ([key]) => !NOT_OWNED_METADATA.has(key),
  );
  const fields = { ...setOf(owned), ...(described.length > 0 && { 'f:metadata': setOf(described) }) };
  return fields;
}

function setOf(entries: readonly (readonly [string, unknown])[]): FieldSet {
  return Object.fromEntries(entries.map(([key, value]) => [`f:${key}`, fieldsIn(key, value)]));
}

function fieldsIn(key: string, value: unknown): FieldSet {
  if (Array.isArray(value)) return elementsIn(key, value);
  return isObject(value) ? setOf(Object.entries(value)) : {};
}

function elementsIn(key: string, list: readonly unknown[]): FieldSet {
  const mergeKey = mergeKeyOf(key);
  if (isSet(key)) return Object.fromEntries(list.map((value) => [`v:${JSON.stringify(value)}`, {}]));
  if (mergeKey === undefined) return {};
  const elements = list.filter(isObject).map((element) => {
    const name = `k:${JSON.stringify({ [mergeKey]: element[mergeKey] })}`;
    return [name, { '.': {}, ...setOf(Object.entries(element)) }] as const;
  });
  return Object.fromEntries(elements);
}

/** Every single field of a set; an element of a list stands for itself as well (its `.`). */
export function pathsIn(fields: FieldSet, before: FieldPath = []): readonly FieldPath[] {
  const entries = Object.entries(fields);
  if (entries.length === 0) return before.length === 0 ? [] : [before];
  return entries.flatMap(([element, inner]) =>
    element === '.' ? [before] : pathsIn(inner, [...before, element]),
  );
}

/** The set without one field. */
export function withoutPath(fields: FieldSet, [first, ...rest]: FieldPath): FieldSet {
  const { [first ?? '']: inner, ...others } = fields;
  if (inner === undefined) return fields;
  const left = rest.length === 0 ? {} : withoutPath(inner, rest);
  return Object.keys(left).length === 0 ? others : { ...others, [first!]: left };
}

/** The value of a field, undefined where it is not there. */
export function valueAt(object: unknown, path: FieldPath): unknown {
  let value = object;
  for (const element of path) {
    const key = keyIn(value, element);
    value = key === undefined ? undefined : (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

/** Takes a field out of an object, in place. */
export function removeAt(object: unknown, path: FieldPath): void {
  const parent = valueAt(object, path.slice(0, -1));
  const key = keyIn(parent, path.at(-1)!);
  if (key === undefined) return;
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete (parent as Record<string, unknown>)[key];
}

// The property or the index that an element of a path names.
function keyIn(parent: unknown, element: string): string | undefined {
  if (typeof parent !== 'object' || parent === null) return undefined;
  const text = element.slice(2);
  if (element.startsWith('f:')) return Object.hasOwn(parent, text) ? text : undefined;
  if (!Array.isArray(parent)) return undefined;
  const index = parent.findIndex((candidate) => isElement(candidate, element));
  return index < 0 ? undefined : String(index);
}

function isElement(candidate: unknown, element: string): boolean {
  const wanted: unknown = JSON.parse(element.slice(2));
  if (element.startsWith('v:')) return candidate === wanted;
  if (!isObject(candidate) || !isObject(wanted)) return false;
  return Object.entries(wanted).every(([key, value]) => candidate[key] === value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

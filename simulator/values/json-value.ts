export type Json = string | number | boolean | null | undefined | readonly Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object under `key`, or an empty one. */
export function objectAt(owner: JsonObject | undefined, key: string): JsonObject {
  const value = owner?.[key];
  return isObject(value) ? value : {};
}

/** The text under `key`; undefined where it is absent, empty or no text. */
export function textAt(owner: JsonObject | undefined, key: string): string | undefined {
  const value = owner?.[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The number under `key`, or `fallback`. */
export function numberAt(owner: JsonObject | undefined, key: string, fallback: number): number {
  const value = owner?.[key];
  return typeof value === 'number' ? value : fallback;
}

/** The same text for equal values, whatever the order of their keys; absent and null count as the same. */
export function canonical(value: Json): string {
  return JSON.stringify(sorted(value));
}

/** `over` laid over `base`, objects merged key by key, everything else replaced. */
export function merged(base: JsonObject, over: JsonObject): JsonObject {
  const result: JsonObject = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const current = result[key];
    result[key] = isObject(current) && isObject(value) ? merged(current, value) : value;
  }
  return result;
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, held]) => held !== undefined && held !== null);
  entries.sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, held]) => [key, sorted(held)]));
}

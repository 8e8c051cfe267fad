/** Steps from the root of a JSON document: names of fields, indices of lists. */
export type JsonPath = readonly (string | number)[];

const form = /^\$(?:\.[A-Za-z_][\w-]*|\[\d{1,6}\])+$/;

/** Reads `$.a.b[0].c`, and nothing else of JSONPath (RFC 9535): no wildcard, filter, slice or quoted name. null: not one. */
export function parseJsonPath(text: string): JsonPath | null {
  if (!form.test(text)) return null;
  return [...text.matchAll(/\.([\w-]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
}

export function formatJsonPath(path: JsonPath): string {
  return `$${path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')}`;
}

/** undefined: nothing is there. */
export function findAt(document: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>((at, step) => {
    if (typeof at !== 'object' || at === null || Array.isArray(at) !== (typeof step === 'number'))
      return undefined;
    return Object.hasOwn(at, step) ? Reflect.get(at, step) : undefined;
  }, document);
}

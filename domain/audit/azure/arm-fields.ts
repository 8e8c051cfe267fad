import { isObject } from '../kubernetes/read-shape.ts';

/** Fields by dotted path, whichever way they are spelled; undefined: absent or null. */
export type ArmFields = (path: string) => unknown;

/** `properties` is there on the wire and not in what `az` prints; letters are upper or lower case as each of them likes. */
export function fieldsOf(document: Readonly<Record<string, unknown>>): ArmFields {
  return (path) => path.split('.').reduce<unknown>(stepInto, document);
}

function stepInto(value: unknown, step: string): unknown {
  if (!isObject(value)) return undefined;
  const own = Object.keys(value).find((key) => key.toLowerCase() === step.toLowerCase());
  if (own !== undefined) return value[own] ?? undefined;
  return isObject(value.properties) ? stepInto(value.properties, step) : undefined;
}

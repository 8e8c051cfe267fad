/** A list whose entries are made while it is written, and not kept. */
export interface LazyList<T> extends Iterable<T> {
  readonly toJSON: () => readonly T[];
}

export function lazyList<T>(entries: () => Iterable<T>): LazyList<T> {
  return { [Symbol.iterator]: () => entries()[Symbol.iterator](), toJSON: () => [...entries()] };
}

/**
 * The pieces of `JSON.stringify(value, null, 2)`: entries of lists and objects down to `levels`, then each as a whole. An answer over a
 * large cluster is too long to be one text.
 */
export function* jsonPieces(value: unknown, levels: number, indent = ''): Generator<string> {
  if (levels === 0 || typeof value !== 'object' || value === null) {
    yield JSON.stringify(value ?? null, null, 2).replaceAll('\n', `\n${indent}`);
    return;
  }
  const list = Symbol.iterator in value ? (value as Iterable<unknown>) : null;
  const isList = list !== null;
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  let isEmpty = true;
  yield open;
  for (const entry of list ?? Object.entries(value)) {
    const [key, each] = isList ? [null, entry] : (entry as [string, unknown]);
    if (!isList && each === undefined) continue;
    const name = key === null ? '' : `${JSON.stringify(key)}: `;
    yield `${isEmpty ? '' : ','}\n${indent}  ${name}`;
    yield* jsonPieces(each, levels - 1, `${indent}  `);
    isEmpty = false;
  }
  yield isEmpty ? close : `\n${indent}${close}`;
}

/**
 * The pieces of `JSON.stringify(value, null, 2)`: entries of lists and objects down to `levels`, then each as a whole. An answer over a
 * large cluster is too long to be one text.
 */
export function* jsonPieces(value: unknown, levels: number, indent = ''): Generator<string> {
  if (levels === 0 || typeof value !== 'object' || value === null) {
    yield JSON.stringify(value ?? null, null, 2).replaceAll('\n', `\n${indent}`);
    return;
  }
  const isList = Array.isArray(value);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  let isEmpty = true;
  yield open;
  for (const [key, each] of isList ? value.entries() : Object.entries(value)) {
    if (!isList && each === undefined) continue;
    const name = isList ? '' : `${JSON.stringify(key)}: `;
    yield `${isEmpty ? '' : ','}\n${indent}  ${name}`;
    yield* jsonPieces(each, levels - 1, `${indent}  `);
    isEmpty = false;
  }
  yield isEmpty ? close : `\n${indent}${close}`;
}

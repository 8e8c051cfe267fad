/** The JSON values that a text strings together (`jq` and `kubectl` read and write such), by offsets; what is none is the last. */
export function splitJson(text: string): readonly (readonly [start: number, end: number])[] {
  const values: [number, number][] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (depth === 0 && !/[\s{[]/.test(character)) return [...values, [at, text.length]];
    if (character === '"') at = endOfString(text, at);
    else if (character === '{' || character === '[') {
      if (depth === 0) start = at;
      depth += 1;
    } else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) values.push([start, at + 1]);
    }
  }
  return depth === 0 ? values : [...values, [start, text.length]];
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

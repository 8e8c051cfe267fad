/** One YAML document of a text, with the line (from 1) that it begins in. */
export interface DocumentText {
  readonly text: string;
  /** Of its first character in the whole text. */
  readonly start: number;
  readonly line: number;
}

/**
 * Takes a text apart at its `---` and `...`: at the beginning of a line they end a document wherever they stand,
 * so that what is broken in one document does not reach the next. Directives stay with their document.
 */
export function* splitDocuments(text: string): Generator<DocumentText> {
  let [start, line] = [0, 1];
  for (const { index, 0: marker } of text.matchAll(/^(?:---|\.\.\.)(?=\s|$)/gm)) {
    const before = text.slice(start, index);
    if (marker === '---' && isDirectives(before)) continue;
    const end = marker === '---' ? index : index + marker.length;
    if (index > start) yield { text: before, start, line };
    line += countLines(text, start, end);
    start = end;
  }
  if (start < text.length) yield { text: text.slice(start), start, line };
}

function isDirectives(text: string): boolean {
  return /^%/m.test(text) && text.split('\n').every((line) => /^\s*(?:#.*)?$|^%/.test(line));
}

function countLines(text: string, start: number, end: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

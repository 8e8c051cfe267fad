import { isNode, isSeq, LineCounter, parseDocument } from 'yaml';

/** A line and a column from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Where a field ("spec.containers[0].image") of an object stands in a document, or the nearest part of it that is written: lines from 0,
 * columns from 1. `item`: the object's place in lists. null: unknown.
 */
export function fieldPlace(text: string, item: readonly number[], field: string): Place | null {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, logLevel: 'silent' });
  if (document.errors.length > 0) return null;
  const start: (string | number)[] = [];
  for (const index of item) start.push(...(isSeq(document.getIn(start, true)) ? [index] : ['items', index]));
  const path = [...start, ...field.split(/[.[\]]+/).filter((each) => each !== '')];
  for (let length = path.length; length >= start.length; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (!isNode(node) || node.range == null) continue;
    const { line, col } = lines.linePos(node.range[0]);
    return { line: line - 1, column: col };
  }
  return null;
}

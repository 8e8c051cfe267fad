import { bar } from './characters.ts';
import { Cursor, notUsual } from './cursor.ts';
import { isFlow, readFlow } from './flow.ts';
import { readKey } from './key.ts';
import { readLiteral } from './literal.ts';
import { isQuote, readPlain, readQuoted } from './scalar.ts';

/** Rare in manifests: tabs, carriage returns, byte order marks, what cannot be printed, and characters of two units. */
const rare = /[^\n\x20-\x7E\xA0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD]/;
const deepest = 100;

/**
 * Reads the YAML that manifests are mostly written in, several times as fast as a reader of all of it: block mappings and sequences,
 * scalars and flow collections of one line, literals, comments. Whatever else a document holds (anchors, tags, folded text, scalars of
 * several lines), and all that is wrong, it leaves alone: then the answer is `notUsual`.
 * `start` and `end`: of a document in the text.
 */
export function readUsualYaml(whole: string, start = 0, end = whole.length): unknown {
  const text = whole.slice(start, end);
  const isOfLines = end === whole.length || text.endsWith('\n');
  if (!isOfLines || rare.test(text)) return notUsual;
  const cursor = new Cursor(whole, start, end);
  if (text.startsWith('---')) cursor.at += 3;
  if (!cursor.nextContent() || cursor.column !== 0) return notUsual;
  const value = readBlock(cursor, deepest);
  return cursor.at === end ? value : notUsual;
}

/** After each of these the cursor is at the next content, which may belong to what holds it. `depth`: how many they may hold within each other. */
function readBlock(cursor: Cursor, depth: number): unknown {
  const { column } = cursor;
  return cursor.isAtItem()
    ? readSequence(cursor, column, depth)
    : readMapping(cursor, column, readKey(cursor), depth);
}

function readMapping(cursor: Cursor, column: number, first: string | null, depth: number): unknown {
  if (depth === 0) return notUsual;
  const map: Record<string, unknown> = {};
  for (let key = first; key !== null; key = readKey(cursor)) {
    const value = readValue(cursor, column, depth - 1);
    if (value === notUsual) return notUsual;
    map[key] = value;
    if (cursor.column !== column) return cursor.column < column ? map : notUsual;
  }
  return notUsual;
}

function readValue(cursor: Cursor, column: number, depth: number): unknown {
  if (!cursor.isAtLineEnd()) return readScalar(cursor, column);
  if (!cursor.nextContent()) return notUsual;
  if (cursor.column > column) return readBlock(cursor, depth);
  return cursor.column === column && cursor.isAtItem() ? readSequence(cursor, column, depth) : null;
}

function readSequence(cursor: Cursor, column: number, depth: number): unknown {
  if (depth === 0) return notUsual;
  const list: unknown[] = [];
  while (cursor.isAtItem()) {
    cursor.at += 1;
    const item = readItem(cursor, column, depth - 1);
    if (item === notUsual) return notUsual;
    list.push(item);
    if (cursor.column !== column) break;
  }
  return cursor.column <= column ? list : notUsual;
}

function readItem(cursor: Cursor, column: number, depth: number): unknown {
  if (cursor.isAtLineEnd()) {
    if (!cursor.nextContent()) return notUsual;
    return cursor.column > column ? readBlock(cursor, depth) : null;
  }
  const inner = cursor.at - cursor.lineStart;
  if (cursor.isAtItem()) return readSequence(cursor, inner, depth);
  const key = readKey(cursor);
  return key === null ? readScalar(cursor, column) : readMapping(cursor, inner, key, depth);
}

/** What stands in one line, or is a literal. `column`: of what holds it. */
function readScalar(cursor: Cursor, column: number): unknown {
  const first = cursor.text.charCodeAt(cursor.at);
  const value =
    first === bar
      ? readLiteral(cursor, column)
      : isFlow(first)
        ? readFlow(cursor, deepest)
        : isQuote(first)
          ? readQuoted(cursor)
          : readPlain(cursor);
  return value !== notUsual && cursor.nextContent() ? value : notUsual;
}

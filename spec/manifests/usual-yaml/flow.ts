import {
  closeBrace,
  closeBracket,
  colon,
  comma,
  dash,
  hash,
  isOfKey,
  isStart,
  openBrace,
  openBracket,
  space,
} from './characters.ts';
import { type Cursor, notUsual } from './cursor.ts';
import { readKey } from './key.ts';
import { plainValue } from './plain-value.ts';
import { isQuote, readQuoted } from './scalar.ts';

/** Whether the character opens a list or a map. */
export function isFlow(code: number): boolean {
  return code === openBracket || code === openBrace;
}

/** Goes behind a list or a map in brackets that end in the same line. `depth`: how many it may hold within each other. */
export function readFlow(cursor: Cursor, depth: number): unknown {
  if (depth === 0) return notUsual;
  return cursor.text.charCodeAt(cursor.at) === openBracket ? readList(cursor, depth) : readMap(cursor, depth);
}

function readList(cursor: Cursor, depth: number): unknown {
  const list: unknown[] = [];
  for (let isFirst = true; goesOn(cursor, isFirst, closeBracket); isFirst = false) {
    const item = readValue(cursor, depth);
    if (item === notUsual) return notUsual;
    list.push(item);
  }
  return closes(cursor, closeBracket) ? list : notUsual;
}

function readMap(cursor: Cursor, depth: number): unknown {
  const map: Record<string, unknown> = {};
  for (let isFirst = true; goesOn(cursor, isFirst, closeBrace); isFirst = false) {
    const key = readKey(cursor);
    if (key === null) return notUsual;
    cursor.skipSpaces();
    const value = readValue(cursor, depth);
    if (value === notUsual) return notUsual;
    map[key] = value;
  }
  return closes(cursor, closeBrace) ? map : notUsual;
}

/** Goes to the next part; false: there is none, or not one that is separated as usual. */
function goesOn(cursor: Cursor, isFirst: boolean, close: number): boolean {
  if (isFirst) cursor.at += 1;
  cursor.skipSpaces();
  const code = cursor.text.charCodeAt(cursor.at);
  if (isFirst) return code !== close;
  if (code !== comma) return false;
  cursor.at += 1;
  cursor.skipSpaces();
  return true;
}

function closes(cursor: Cursor, close: number): boolean {
  if (cursor.text.charCodeAt(cursor.at) !== close) return false;
  cursor.at += 1;
  return true;
}

function readValue(cursor: Cursor, depth: number): unknown {
  const first = cursor.text.charCodeAt(cursor.at);
  if (isFlow(first)) return readFlow(cursor, depth - 1);
  return isQuote(first) ? readQuoted(cursor) : readPlain(cursor);
}

/** Of one word. */
function readPlain(cursor: Cursor): unknown {
  const { text, at: start } = cursor;
  const first = text.charCodeAt(start);
  if (!isStart(first)) return notUsual;
  let at = start;
  for (let code = first; !isEnd(code); code = text.charCodeAt(at)) {
    if (code === colon ? !isOfKey(text.charCodeAt(at + 1)) : !isInside(code)) return notUsual;
    at += 1;
  }
  if (first === dash && at === start + 1) return notUsual;
  cursor.at = at;
  return plainValue(text.slice(start, at));
}

function isEnd(code: number): boolean {
  return code === space || code === comma || code === closeBracket || code === closeBrace;
}

/** False for a line break and the end of the text, too. */
function isInside(code: number): boolean {
  return code > space && code !== hash && !isFlow(code);
}

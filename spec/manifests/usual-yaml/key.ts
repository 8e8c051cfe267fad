import { colon, isOfKey } from './characters.ts';
import type { Cursor } from './cursor.ts';
import { plainValue } from './plain-value.ts';
import { isQuote, readQuoted } from './scalar.ts';

const longest = 256;
/** Of names of fields, which repeat. A power of two. */
const mostKept = 1024;
const kept: (string | undefined)[] = [];

/** Goes behind the colon of a key; null, and goes nowhere, where no usual key stands. */
export function readKey(cursor: Cursor): string | null {
  const { text, at: start } = cursor;
  let code = text.charCodeAt(start);
  if (isQuote(code)) return readQuotedKey(cursor);
  let [at, sum] = [start, 0];
  for (; isOfKey(code); code = text.charCodeAt(at)) {
    sum = (Math.imul(sum, 31) + code) | 0;
    at += 1;
  }
  if (code !== colon || !cursor.isSeparated(at + 1)) return null;
  const key = keyOf(text, start, at, (sum ^ (sum >>> 15)) & (mostKept - 1));
  if (key !== null) cursor.at = at + 1;
  return key;
}

function keyOf(text: string, start: number, end: number, place: number): string | null {
  const known = kept[place];
  if (known !== undefined && known.length === end - start && text.startsWith(known, start)) return known;
  const key = text.slice(start, end);
  if (!isUsual(key) || plainValue(key) !== key) return null;
  // As the name of a field V8 has it apart from the text that it stood in, which would be kept, too.
  [kept[place]] = Object.keys({ [key]: true });
  return key;
}

function readQuotedKey(cursor: Cursor): string | null {
  const { text, at: start } = cursor;
  const key = readQuoted(cursor);
  const isKey = text.charCodeAt(cursor.at) === colon && cursor.isSeparated(cursor.at + 1);
  if (isKey && typeof key === 'string' && isUsual(key)) {
    cursor.at += 1;
    return key;
  }
  cursor.at = start;
  return null;
}

function isUsual(key: string): boolean {
  return key !== '' && key.length <= longest && key !== '__proto__';
}

import {
  backslash,
  colon,
  dash,
  doubleQuote,
  hash,
  isStart,
  newline,
  singleQuote,
  space,
} from './characters.ts';
import { type Cursor, notUsual } from './cursor.ts';
import { plainValue } from './plain-value.ts';

/** Whether the character opens text in quotes. */
export function isQuote(code: number): boolean {
  return code === doubleQuote || code === singleQuote;
}

/** Goes behind text in quotes that end in the same line. */
export function readQuoted(cursor: Cursor): unknown {
  const { text, end } = cursor;
  const quote = text.charCodeAt(cursor.at);
  const start = cursor.at + 1;
  let isAsItIs = true;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    const isPair =
      quote === doubleQuote ? code === backslash : code === quote && text.charCodeAt(at + 1) === quote;
    if (isPair) {
      isAsItIs = false;
      at += 1;
    } else if (code === quote) {
      cursor.at = at + 1;
      if (isAsItIs) return text.slice(start, at);
      return quote === singleQuote
        ? text.slice(start, at).replaceAll("''", "'")
        : unescaped(text.slice(start - 1, at + 1));
    } else if (code === newline) return notUsual;
  }
  return notUsual;
}

/** Goes behind what is not in quotes: to the end of the line, or a comment. */
export function readPlain(cursor: Cursor): unknown {
  const { text, end } = cursor;
  const start = cursor.at;
  const first = text.charCodeAt(start);
  if (!isStart(first) || (first === dash && cursor.isSeparated(start + 1))) return notUsual;
  let [at, last] = [start, start];
  for (let code = first; code !== newline && at < end; code = text.charCodeAt(at)) {
    if (code === colon && cursor.isSeparated(at + 1)) return notUsual;
    at += 1;
    if (code !== space) last = at;
    else if (text.charCodeAt(at) === hash) break;
  }
  cursor.at = last;
  return plainValue(text.slice(start, last));
}

/** What is escaped as in JSON means the same there. */
function unescaped(quoted: string): unknown {
  try {
    return JSON.parse(quoted) as unknown;
  } catch {
    return notUsual;
  }
}

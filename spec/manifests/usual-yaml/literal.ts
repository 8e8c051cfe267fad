import { space } from './characters.ts';
import { type Cursor, notUsual } from './cursor.ts';

/**
 * Goes behind a text of several lines (`|` or `|-`), to the beginning of the next one. `column`: of what holds it. One that is empty, ends
 * with the document, keeps the lines after it or says its indent is not usual.
 */
export function readLiteral(cursor: Cursor, column: number): unknown {
  const { text } = cursor;
  const isStripped = text[cursor.at + 1] === '-';
  let start = cursor.at + (isStripped ? 3 : 2);
  if (text[start - 1] !== '\n') return notUsual;
  let [value, empty, indent] = ['', '', -1];
  while (start < cursor.end) {
    const end = text.indexOf('\n', start);
    if (end < 0) return notUsual;
    let content = start;
    while (text.charCodeAt(content) === space) content += 1;
    const own = content - start;
    if (content === end) {
      // Spaces beyond the indent are content.
      if (own > Math.max(0, indent)) return notUsual;
      empty += '\n';
    } else {
      if (own < indent || own <= column) break;
      if (indent < 0) indent = own;
      value += `${empty}${text.slice(start + indent, end)}\n`;
      empty = '';
    }
    start = end + 1;
  }
  if (value === '') return notUsual;
  cursor.at = start;
  cursor.lineStart = start;
  return isStripped ? value.slice(0, -1) : value;
}

import { withoutLinks } from './plain-markdown.ts';

/** Temporal documents 200 bytes for a summary; a server may refuse the start, or the whole step, over a longer one. */
const limitBytes = 200;

/** A summary for Temporal: one line, at most 200 bytes of UTF-8; what is cut off ends in an ellipsis. Temporal's UI may read it as Markdown. */
export function summaryText(text: string): string {
  const line = withoutLinks(text.replaceAll(/\s+/g, ' ').trim());
  if (byteLength(line) <= limitBytes) return line;
  let kept = '';
  let bytes = byteLength('…');
  for (const character of line) {
    bytes += byteLength(character);
    if (bytes > limitBytes) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** In UTF-8. Counted by hand: the domain has no encoder. */
function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0)!;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}

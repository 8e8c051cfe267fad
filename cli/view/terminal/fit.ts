import { textWidth } from './text-width.ts';

const colours = new RegExp(`(${String.fromCharCode(27)}\\[[\\d;]*m)`);

/** Cuts a text to a terminal width and shows that it did; colours count nothing, and none is left switched on. */
export function cut(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let shown = '';
  let isFull = false;
  for (const part of text.split(colours)) {
    if (colours.test(part)) shown += part;
    else if (!isFull) {
      const fitting = startOf(part, width - 1 - textWidth(shown));
      isFull = fitting !== part;
      shown += isFull ? `${fitting.trimEnd()}…` : part;
    }
  }
  return shown;
}

function startOf(text: string, width: number): string {
  let shown = '';
  for (const letter of text) {
    if (textWidth(shown + letter) > width) break;
    shown += letter;
  }
  return shown;
}

/** Breaks a line between words; what follows is indented. A word that is too long keeps its line. */
export function wrap(line: string, width: number, indent: number): readonly string[] {
  const lines: string[] = [];
  // Blanks inside a part are its layout: only between words it is broken.
  for (const word of line.split(/(?<=\S) (?=\S)/)) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(word);
    else if (textWidth(`${last} ${word}`) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(' '.repeat(indent) + word);
  }
  return lines;
}

/** As `wrap`, without an indent; a word that is too long is broken. */
export function wrapHard(text: string, width: number): readonly string[] {
  return wrap(text, width, 0).flatMap((line) => pieces(line, width));
}

function pieces(line: string, width: number): readonly string[] {
  if (textWidth(line) <= width) return [line];
  const first = startOf(line, width);
  return first === '' ? [line] : [first, ...pieces(line.slice(first.length), width)];
}

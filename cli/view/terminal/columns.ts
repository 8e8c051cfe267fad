import stringWidth from 'string-width';
import { cut } from './fit.ts';

export interface ColumnLayout {
  /** Spaces between two columns. */
  readonly gap?: number;
  /** Every column is at least this wide (by position). */
  readonly atLeast?: readonly number[];
  /** Of the terminal: the last column is cut to it, and the line where that is not enough. */
  readonly width?: number;
}

const leastLast = 8;

/**
 * Lays rows out in columns as wide as their widest cell, without borders and without blanks at the ends.
 * Widths are those of a terminal: colours count nothing, wide characters two.
 */
export function columns(rows: readonly (readonly string[])[], layout: ColumnLayout = {}): readonly string[] {
  const widths: number[] = [...(layout.atLeast ?? [])];
  for (const row of rows)
    for (const [index, cell] of row.entries())
      if (index < row.length - 1) widths[index] = Math.max(widths[index] ?? 0, stringWidth(cell));
  const gap = ' '.repeat(layout.gap ?? 3);
  return rows.map((row) => {
    const before = row.slice(0, -1).map((cell, index) => padEnd(cell, widths[index] ?? 0) + gap);
    const last = row.at(-1) ?? '';
    const line = (before.join('') + cut(last, room(before, layout.width))).trimEnd();
    return layout.width === undefined ? line : cut(line, layout.width);
  });
}

function room(before: readonly string[], width: number | undefined): number {
  return width === undefined
    ? Number.POSITIVE_INFINITY
    : Math.max(leastLast, width - stringWidth(before.join('')));
}

/** Fills up with blanks to a terminal width. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

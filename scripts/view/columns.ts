import stringWidth from 'string-width';

export interface ColumnLayout {
  /** Blanks between two columns. */
  readonly gap?: number;
  /** Every column is at least this wide (by position). */
  readonly atLeast?: readonly number[];
}

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
  return rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : padEnd(cell, widths[index] ?? 0)))
      .join(gap)
      .trimEnd(),
  );
}

/** Fills up with blanks to a terminal width. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

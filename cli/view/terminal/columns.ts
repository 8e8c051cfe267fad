import { cut, wrapHard } from './fit.ts';
import { textWidth } from './text-width.ts';

export interface ColumnLayout {
  /** Spaces between two columns. */
  readonly gap?: number;
  /** Every column is at least this wide (by position). */
  readonly atLeast?: readonly number[];
  /** Of the terminal: the last column is wrapped, beside the others or below them, where columns without room go, too; those of the header as well. */
  readonly width?: number;
  /** What stands in front of a row's further lines (by position), such as the branches of a tree. */
  readonly below?: readonly string[];
  /** Of the last column's text; what is cut ends with an ellipsis. */
  readonly mostLines?: number;
}

const leastBeside = 16;
const leastFirst = 22;
const indent = '  ';

/**
 * Lays rows out in columns as wide as their widest cell, without borders and without blanks at the ends.
 * Widths are those of a terminal: colours count nothing, wide characters two.
 */
export function columns(rows: readonly (readonly string[])[], layout: ColumnLayout = {}): readonly string[] {
  return columnLines(rows, layout).flat();
}

/** As `columns`, the lines of each row. */
export function columnLines(
  rows: readonly (readonly string[])[],
  { gap: gapWidth = 3, atLeast = [], width, below = [], mostLines }: ColumnLayout = {},
): readonly (readonly string[])[] {
  const gap = ' '.repeat(gapWidth);
  // Measuring is what takes the time: each cell once.
  const sizes = rows.map((row) => row.map((cell) => textWidth(cell)));
  const widths = columnWidths(sizes, atLeast);
  const tooWide = widths.reduce((total, each) => total + each + gapWidth, 0) - (width ?? Infinity);
  if (tooWide > 0 && widths[0] !== undefined)
    widths[0] = Math.min(widths[0], Math.max(leastFirst, widths[0] - tooWide));
  return rows.map((row, at) => {
    const own = widths.slice(0, Math.max(0, row.length - 1));
    const cells = own.map((room, index) => fill(row[index]!, sizes[at]![index]!, room) + gap);
    const before = cells.join('');
    const last = row.at(-1) ?? '';
    const line = (before + last).trimEnd();
    const size = own.reduce((total, each) => total + each + gapWidth, sizes[at]!.at(-1) ?? 0);
    if (width === undefined || size <= width || textWidth(line) <= width) return [line];
    return foldedLines({ cells, last, width, start: below[at] ?? indent, mostLines });
  });
}

function columnWidths(sizes: readonly (readonly number[])[], atLeast: readonly number[]): number[] {
  const widths = [...atLeast];
  for (const row of sizes)
    for (const [index, size] of row.entries())
      if (index < row.length - 1) widths[index] = Math.max(widths[index] ?? 0, size);
  return widths;
}

function fill(cell: string, size: number, room: number): string {
  return size > room ? padEnd(cut(cell, room), room) : cell + ' '.repeat(room - size);
}

interface Folding {
  readonly cells: readonly string[];
  readonly last: string;
  readonly width: number;
  readonly start: string;
  readonly mostLines: number | undefined;
}

/** The last cell in a column of its own or below the row: where it takes fewer lines. Columns without room go below, too. */
function foldedLines({ cells, last, width, start, mostLines }: Folding): readonly string[] {
  const before = cells.join('');
  const hanging = padEnd(start, textWidth(before));
  const room = width - textWidth(hanging);
  const kept = [...cells];
  const moved: string[] = [];
  while (kept.length > 1 && textWidth(kept.join('').trimEnd()) > width) moved.unshift(kept.pop()!.trim());
  const below = [...moved, last].filter((text) => text !== '' && text !== '-').join('; ');
  const under =
    below === '' ? [] : atMost(wrapHard(below, width - textWidth(start + indent)), width, mostLines);
  const beside = room < leastBeside ? null : atMost(wrapHard(last, room), room, mostLines);
  if (beside === null || beside.length > under.length + 1)
    return [cut(kept.join('').trimEnd(), width), ...under.map((line) => start + indent + line)];
  return beside.map((line, index) => (index === 0 ? before : hanging) + line);
}

function atMost(lines: readonly string[], width: number, most = Infinity): readonly string[] {
  if (lines.length <= most) return lines;
  const last = lines[most - 1] ?? '';
  return [...lines.slice(0, most - 1), textWidth(last) < width ? `${last}…` : `${last.slice(0, -1)}…`];
}

/** Fills up with blanks to a terminal width. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

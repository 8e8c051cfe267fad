import { columns } from './columns.ts';

/** A problem of a file, as `spec/parse` tells it. */
export interface FileProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly message: string;
}

/** One line a problem, where it is first, so that editors can jump to it; the count last. */
export function problemsText(problems: readonly FileProblem[]): string {
  const lines = columns(
    problems.map(({ file, line, column, path, message }) => [`${file}:${line}:${column}`, path, message]),
    { gap: 2 },
  );
  return [...lines, `${problems.length} problem${problems.length === 1 ? '' : 's'}.`].join('\n');
}

import { columns } from './columns.ts';
import { plural } from './plural.ts';

/** A problem of a file, as `spec/parse` reports it. */
export interface FileProblem {
  readonly file: string;
  /** null: the file could not be read, so that the problem has no place in it. */
  readonly line: number | null;
  readonly column: number | null;
  readonly path: string;
  readonly message: string;
}

/** One line a problem, where it is first, so that editors can jump to it; the count last. */
export function problemsText(problems: readonly FileProblem[]): string {
  return listed(problems, 'problem');
}

export function warningsText(warnings: readonly FileProblem[]): string {
  return listed(warnings, 'warning');
}

function listed(problems: readonly FileProblem[], what: string): string {
  const lines = columns(
    problems.map(({ file, line, column, path, message }) => [
      line === null ? file : `${file}:${line}:${column}`,
      path,
      message,
    ]),
    { gap: 2 },
  );
  return [...lines, `${plural(problems.length, what)}.`].join('\n');
}

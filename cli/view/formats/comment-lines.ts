import { plainMarkdown } from '#domain/text/plain-markdown.ts';

/** A comment of a pull request holds 65,536 characters: these, and what is bounded otherwise. */
const charactersOf = { table: 36_000, problems: 14_000 };
const mostProblems = 30;

/** As many rows of a table as fit into a comment, and the number of the others. */
export function rowsThatFit(rows: readonly string[], mostRows = rows.length): readonly string[] {
  return thatFit(rows, mostRows, charactersOf.table);
}

/** What could not be read, for the end of a comment. */
export function unreadLines(
  problems: readonly { readonly location: string; readonly message: string }[],
): readonly string[] {
  if (problems.length === 0) return [];
  const lines = problems.map(
    ({ location, message }) => `- ${plainMarkdown(location, 120)}: ${plainMarkdown(message, 120)}`,
  );
  return ['', 'Could not be read:', '', ...thatFit(lines, mostProblems, charactersOf.problems)];
}

function thatFit(lines: readonly string[], mostLines: number, mostCharacters: number): readonly string[] {
  let characters = 0;
  const tooFar = lines.findIndex((line, at) => {
    characters += line.length + 1;
    return at >= mostLines || characters > mostCharacters;
  });
  if (tooFar === -1) return lines;
  return [...lines.slice(0, tooFar), '', `${lines.length - tooFar} more not listed.`];
}

import { type FieldPath, type Finding, formatPath, type Problem } from '../problem/problem.ts';
import type { Extent } from './unfold-document.ts';
import type { YamlSource } from './yaml-source.ts';

/**
 * Turns findings into problems with their place, together with those of YAML itself, in the order of the
 * text. Where the text is no valid YAML, what follows the first such place may have been misread: of the
 * fields, only those that end before it and are not empty are judged.
 */
export function locate(source: YamlSource, file: string, findings: readonly Finding[]): Problem[] {
  const { syntaxProblems, secondDocument } = source;
  const misreadFrom = Math.min(...syntaxProblems.map(({ start }) => start));
  const placed = findings
    .map(({ path, message, atKey = false, breaksSyntax }) => ({
      path,
      message,
      breaksSyntax,
      ...placeOf(source, path, atKey),
    }))
    .filter(
      ({ start, end, isWritten }) =>
        syntaxProblems.length === 0 || (isWritten && start < end && end < misreadFrom),
    );
  const lineOf = (offset: number) => source.lines.linePos(offset).line;
  const isEcho = (start: number) =>
    placed.some((cause) => cause.breaksSyntax && lineOf(start) - lineOf(cause.end) <= 1);
  const others = [
    ...syntaxProblems.filter(({ start }) => !isEcho(start)),
    ...(secondDocument
      ? [{ ...secondDocument, message: 'a second document begins here; a file holds one campaign' }]
      : []),
  ];
  return [...others.map((problem) => ({ path: [], ...problem })), ...placed]
    .sort((a, b) => a.start - b.start)
    .map(({ start, path, message }) => {
      const { line, col } = source.lines.linePos(start);
      return { file, line: Math.max(1, line), column: Math.max(1, col), path: formatPath(path), message };
    });
}

/** Where a field stands; for one that is missing, the name of the nearest field around it. */
function placeOf(
  { fields }: YamlSource,
  path: FieldPath,
  atKey: boolean,
): Extent & { readonly isWritten: boolean } {
  const own = fields.get(formatPath(path));
  if (own) return { ...((atKey ? own.key : null) ?? own.value), isWritten: true };
  for (let length = path.length - 1; length > 0; length -= 1) {
    const around = fields.get(formatPath(path.slice(0, length)));
    if (around) return { ...(around.key ?? around.value), isWritten: false };
  }
  return { start: 0, end: 0, isWritten: false };
}

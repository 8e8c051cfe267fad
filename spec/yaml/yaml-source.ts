import { type Document, isCollection, isScalar, LineCounter, parseAllDocuments, visit } from 'yaml';
import type { Finding } from '../problem/problem.ts';
import { type Extent, type FieldExtent, unfold } from './unfold-document.ts';

/** A YAML text taken apart: its value as plain data, and where every field of it stands. */
export interface YamlSource {
  /** undefined: the file is empty. */
  readonly value: unknown;
  /** YAML's first objection, which its later ones follow from, and its warnings; with their places. */
  readonly syntaxProblems: readonly (Extent & { readonly message: string })[];
  /** Fields written twice, aliases that lead nowhere, and the like. */
  readonly findings: readonly Finding[];
  /** Where a second document begins; null if there is none, or nothing in it. */
  readonly secondDocument: Extent | null;
  readonly lines: LineCounter;
  /** Where each field stands, by `formatPath`; a field that is not in the text has no entry. */
  readonly fields: ReadonlyMap<string, FieldExtent>;
}

/** Reads the first document of a YAML text that has content. Never throws on bad text. */
export function readYaml(text: string): YamlSource {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'error',
  });
  const [first, second] = 'empty' in parsed ? [] : parsed.filter(hasContent);
  return {
    ...(first ? unfold(first) : { value: undefined, findings: [], fields: new Map() }),
    syntaxProblems: first ? objections(first) : [],
    secondDocument: second ? extentOf(second) : null,
    lines,
  };
}

function hasContent(document: Document): boolean {
  const { contents, errors } = document;
  return errors.length > 0 || !(contents === null || (isScalar(contents) && contents.value === null));
}

function objections(document: Document): YamlSource['syntaxProblems'] {
  const [first] = document.errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  return [
    ...(first === undefined ? [] : [{ message: first.message, pos: beginningOf(document, first.pos) }]),
    ...document.warnings,
  ].map(({ pos: [start, end], message }) => ({ start, end, message: `not valid YAML: ${message}` }));
}

/** A quote or bracket that is never closed is noticed where the text ends: its opening is the place of the mistake. */
function beginningOf({ contents }: Document, [noticed, end]: readonly [number, number]): [number, number] {
  let opening = noticed;
  visit(contents, (_key, node) => {
    const isQuoted = isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE');
    const isFlow = isCollection(node) && node.flow === true;
    const [start, valueEnd] = (isQuoted || isFlow ? node.range : null) ?? [noticed, 0];
    if (start < noticed && noticed <= valueEnd) opening = start;
  });
  return [opening, end];
}

function extentOf({ contents, range }: Document): Extent {
  const start = contents?.range?.[0] ?? range?.[0] ?? 0;
  return { start, end: start };
}

/** One thing that is wrong with a file, or that its author should know. Lines and columns count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The field, as a person would write it: `spec.stages[1].maxConcurrency`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
}

/** A place in a document: field names and list indices from the root. */
export type FieldPath = readonly (string | number)[];

/** A problem that does not know yet where in the text its field stands. */
export interface Finding {
  readonly path: FieldPath;
  readonly message: string;
  /** Point at the field's name rather than at its value. */
  readonly atKey?: boolean;
  /** Of an unknown field: the field that its author probably meant, null where none is near; absent of all others. */
  readonly meant?: FieldPath | null;
  /** What YAML objects to right after it is its echo. */
  readonly breaksSyntax?: true;
}

/** Writes a path as a person would: `spec.stages[1].name`. */
export function formatPath(path: FieldPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const name = /^[\w-]+$/.test(part) ? part : JSON.stringify(part);
    return text === '' ? name : `${text}.${name}`;
  }, '');
}

import { describeDefault, describeType } from '#spec/describe-field.ts';
import type { KnownField } from '#spec/known-fields.ts';
import { wrap } from '../terminal/fit.ts';

/** A field of a file in words. */
interface FieldSummary {
  /** Items of lists as `[]`: `spec.stages[].name`. */
  readonly path: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly default: string | null;
  readonly description: string;
}

export interface FieldExplanation {
  /** null: the file itself. */
  readonly field: FieldSummary | null;
  /** Those directly below it, by their path. */
  readonly fields: readonly FieldSummary[];
}

export function explainField(field: KnownField | null, all: readonly KnownField[]): FieldExplanation {
  const prefixes = field === null ? [''] : [`${field.path}.`, `${field.path}[].`];
  const below = all.filter(({ path }) =>
    prefixes.some((prefix) => path.startsWith(prefix) && !path.slice(prefix.length).includes('.')),
  );
  return { field: field === null ? null : summarize(field), fields: below.map(summarize) };
}

function summarize({ path, schema, isRequired }: KnownField): FieldSummary {
  const type = describeType(schema, (value) => value);
  return { path, type, isRequired, default: describeDefault(schema), description: schema.description ?? '' };
}

/** The field and what is below it; descriptions are wrapped to `width`, that of the terminal. */
export function explanationText({ field, fields }: FieldExplanation, width = 100): string {
  const head = field === null ? [] : [...linesOf(field, field.path, '', width), ''];
  return [...head, ...fields.flatMap((each) => linesOf(each, nameOf(each), '  ', width))]
    .join('\n')
    .trimEnd();
}

function linesOf(field: FieldSummary, name: string, indent: string, width: number): readonly string[] {
  const terms = termsOf(field);
  const first = `${indent}${name}  <${field.type}>${terms === '' ? '' : `  ${terms}`}`;
  const description = wrap(`${indent}    ${field.description}`, width, indent.length + 4);
  return [...wrap(first, width, indent.length + 4), ...(field.description === '' ? [] : description)];
}

function nameOf({ path }: FieldSummary): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function termsOf({ isRequired, default: value }: FieldSummary): string {
  if (isRequired) return 'required';
  return value === null ? '' : `default ${value}`;
}

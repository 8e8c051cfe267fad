import type { z } from 'zod';
import type { FieldPath, Finding } from './problem.ts';

type Issue = z.core.$ZodIssue;

/** Words for what every map and list has in common; the other messages stand beside their fields. */
export function describeShape(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'invalid_type') return undefined;
  if (issue.expected === 'object' || issue.expected === 'record') return 'expected a map of fields';
  return issue.expected === 'array' ? 'expected a list' : undefined;
}

/**
 * What a schema found, in words for the author. `written` gives a field's value as it stands in the file,
 * undefined if the field is not there; `explainUnknown` says what a field that the schema does not know may be.
 */
export function explainIssue(
  issue: Issue,
  written: (path: FieldPath) => string | undefined,
  explainUnknown: (parent: FieldPath, name: string) => Finding,
): Finding[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => explainUnknown(path, name));
  }
  const got = written(path);
  if (!issue.message.startsWith('expected')) return [{ path, message: issue.message }];
  if (got === undefined) return [{ path, message: `missing; ${issue.message}` }];
  return [
    {
      path,
      message: issue.message.replace(/(; did you mean .*)?$/, `, got ${got.replaceAll('$', '$$$$')}$1`),
    },
  ];
}

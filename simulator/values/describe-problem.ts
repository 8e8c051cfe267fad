import type { z } from 'zod';

/** What is wrong with a value, without its place; Zod keeps to itself which kinds of fault and scheduled event there are. */
export function describeProblem(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union' && 'options' in issue && issue.options !== undefined)
    return `expected one of ${issue.options.map(String).join(', ')}`;
  if (issue.code === 'unrecognized_keys') return `there is no field ${issue.keys.join(', ')}`;
  if (issue.code === 'invalid_value') return `expected one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_type')
    return `expected ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
  return issue.message;
}

/** "match.plane: expected one of arm, kubernetes, token"; `[1].kind` in a list. Several in one line. */
export function describeProblems(error: z.ZodError): string {
  return error.issues
    .map((issue) => {
      const place = issue.path.map((each) => (typeof each === 'number' ? `[${each}]` : `.${String(each)}`));
      const where = place.join('').replace(/^\./, '');
      return `${where === '' ? '' : `${where}: `}${describeProblem(issue)}`;
    })
    .join('; ');
}

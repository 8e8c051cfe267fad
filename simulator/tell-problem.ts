import type { z } from 'zod';

/** What is wrong with a value, without its place; Zod keeps to itself which kinds of fault and happening there are. */
export function tellProblem(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_union':
      return 'options' in issue && issue.options !== undefined
        ? `expected one of ${issue.options.map(String).join(', ')}`
        : issue.message;
    case 'unrecognized_keys':
      return `there is no field ${issue.keys.join(', ')}`;
    case 'invalid_value':
      return `expected one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_type':
      return `expected ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
    default:
      return issue.message;
  }
}

/** "match.plane: expected one of arm, kubernetes, token"; `[1].kind` in a list. Several in one line. */
export function tellProblems(error: z.ZodError): string {
  return error.issues
    .map((issue) => {
      const place = issue.path.map((each) => (typeof each === 'number' ? `[${each}]` : `.${String(each)}`));
      const where = place.join('').replace(/^\./, '');
      return `${where === '' ? '' : `${where}: `}${tellProblem(issue)}`;
    })
    .join('; ');
}

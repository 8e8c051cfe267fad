import { expect, it } from 'vitest';
import { problemsText, warningsText } from '#cli/view/terminal/problems-text.ts';

it('problems are reported one a line, where they are first, their count last', () => {
  const problems = [
    {
      line: 31,
      column: 15,
      path: 'spec.stages[1].maxConcurrency',
      message: 'expected a number, got "quarter"',
    },
    { line: 44, column: 7, path: 'spec.nodePools.maxSurge', message: 'unknown field' },
  ];
  expect(problemsText(problems.map((each) => ({ file: 'bad.yaml', ...each }))).split('\n')).toEqual([
    'bad.yaml:31:15  spec.stages[1].maxConcurrency  expected a number, got "quarter"',
    'bad.yaml:44:7   spec.nodePools.maxSurge        unknown field',
    '2 problems.',
  ]);
});

it('what is no problem is not counted as one', () => {
  const warning = {
    file: 'a.yaml',
    line: 1,
    column: 1,
    path: 'spec',
    message: 'a gate waits for nobody at night',
  };
  expect(warningsText([warning])).toMatch(/nobody at night\n1 warning\.$/);
});

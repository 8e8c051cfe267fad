import { expect, it } from 'vitest';
import { afterStages } from '#cli/view/plan/after-stage.ts';

/** One letter a stage: c changed, = not. Each but the last has a gate; `key`: of a campaign for images. */
const told = (stages: string, key?: string) => {
  const all = stages.split('').map((letter, index) => ({
    name: `${index}`,
    letter,
    ...(key === undefined ? {} : { key }),
    soak: '12h',
    gates:
      index === stages.length - 1
        ? []
        : [{ name: `${index}`, approvers: [], quorum: 1, expires: null, onExpiry: 'Pause' as const }],
    window: 'always',
    clusters: [],
  }));
  return [...afterStages(all, ({ letter }) => letter === 'c').values()].map((lines) => lines.join(''));
};
const asked = (gate: number) => `gate ${gate} (approval)`;
const notAsked = (gate: number) => `gate ${gate} not requested: nothing to change in later stages`;

it.each([
  ['cc', [`  then soak 12h, ${asked(0)}`, '  then soak 12h']],
  ['c=', [`  then soak 12h, ${notAsked(0)}`, '']],
  ['=c', [`  then ${asked(0)}`, '  then soak 12h']],
  ['c=c', [`  then soak 12h, ${asked(0)}`, `  then ${asked(1)}`, '  then soak 12h']],
  ['cc=', [`  then soak 12h, ${asked(0)}`, `  then soak 12h, ${notAsked(1)}`, '']],
  ['c==', [`  then soak 12h, ${notAsked(0)}`, `  then ${notAsked(1)}`, '']],
])('after the stages of %s', (stages, lines) => {
  expect(told(stages)).toEqual(lines);
});

it('images soak where nothing is to change', () => {
  expect(told('=c', 'tag:ring=test')[0]).toBe(`  then soak 12h, ${asked(0)}`);
});

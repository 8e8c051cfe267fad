import { expect, it } from 'vitest';
import { begunOsChanges } from '#domain/plan/contents/os-changes.ts';
import { aPoolStep } from '../../../builders/a-preflight-reading.ts';

const osChange = { from: 'Ubuntu 22.04', to: 'Ubuntu 24.04' };
const steps = ['np1', 'np2', 'np3'].map((pool) =>
  aPoolStep({ pool, ...(pool === 'np3' ? {} : { osChange }) }),
);

it.each<[string | null, readonly string[], readonly string[]]>([
  ['np1', ['Running', 'NotStarted', 'NotStarted'], ['np1 changed from Ubuntu 22.04 to Ubuntu 24.04']],
  ['np2', ['Completed', 'NotStarted', 'NotStarted'], []],
  ['np3', ['Completed', 'Completed', 'Running'], []],
  [
    null,
    ['Completed', 'Running', 'NotStarted'],
    ['np1 changed from Ubuntu 22.04 to Ubuntu 24.04', 'np2 changed from Ubuntu 22.04 to Ubuntu 24.04'],
  ],
  [null, ['Skipped', 'NotStarted', 'NotStarted'], []],
])('of %s with phases %j: %j', (pool, phases, texts) => {
  const states = phases.map((phase) => ({ phase }));
  expect(begunOsChanges(steps, states, pool)).toEqual(texts);
});

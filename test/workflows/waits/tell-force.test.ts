import { expect, it } from 'vitest';
import type { ClusterRun } from '#workflows/state/cluster-run.ts';
import { describeForce } from '#workflows/waits/ask-person.ts';

const run = { input: { campaign: 'k8s', plan: { name: 'aks' } } } as unknown as ClusterRun;
const command = 'drydock force k8s --target cluster/aks --reason TEXT';

it.each([
  [
    'names the step that alone is forced',
    'np1',
    `${command} (np1 alone), said by somebody else than whoever started it`,
  ],
  ['names none where none is known', undefined, `${command}, said by somebody else than whoever started it`],
])('the offer of a force is a command, and %s', (_, step, told) => {
  expect(describeForce(run, step)).toBe(told);
});

import { expect, it } from 'vitest';
import { aksBlueGreenSettings } from '#domain/fleet/blue-green.ts';
import type { PlanStep, PoolStrategy } from '#domain/plan/contents/plan.ts';
import { allowForSoaks, timeoutOf } from '#workflows/cluster/azure-soaks.ts';

const minute = 60_000;

it.each([
  ['node by node', {}, 0],
  ['blue-green', { blueGreen: aksBlueGreenSettings, nodes: 2 }, 75],
  ['blue-green, as many as Azure does not say', { blueGreen: aksBlueGreenSettings, nodes: null }, 60],
])('a pool that is upgraded %s may take its timeout and %j, %i minutes more', (_how, over, more) => {
  const step = { strategy: { timeoutMs: 240 * minute }, ...over } as PlanStep & { strategy: PoolStrategy };
  const run = { deadline: 720 * minute };
  allowForSoaks(run, step);
  expect([timeoutOf(step), run.deadline]).toEqual([(240 + more) * minute, (720 + more) * minute]);
});

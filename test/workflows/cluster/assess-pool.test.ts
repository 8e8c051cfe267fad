import { expect, it } from 'vitest';
import { assessPool } from '#workflows/cluster/assess-pool.ts';
import type { ClusterRun, StepState } from '#workflows/state/cluster-run.ts';

const begun = '2026-11-27T08:00:00.000Z';
const azures = '2026-11-27T08:41:03.000Z';
const pair = { eligible: true, version: '1.33.5', nodeImageVersion: 'image' };

it.each([
  [
    'ends when Azure says so',
    { ...pair, until: Date.parse(azures) },
    { until: begun, because: null },
    azures,
  ],
  [
    'ends as was predicted where Azure does not say when',
    { ...pair, until: null },
    { until: begun, because: null },
    begun,
  ],
  [
    'ends as was predicted where an operation alone is in the way',
    { eligible: false, refusals: [{ kind: 'operation-running', because: 'np1 is Upgrading' }] },
    { until: begun, because: null },
    begun,
  ],
  [
    'is closed where the send was refused and the pool is where it was',
    { eligible: false, refusals: [{ kind: 'nothing-to-undo', because: 'node pool np1 is at 1.33.5' }] },
    { until: begun, because: null },
    null,
  ],
  [
    'stays closed where the file wants none',
    { ...pair, until: Date.parse(azures) },
    { until: null, because: 'Never' },
    null,
  ],
] as const)('the clock of a pool that was asked about %s', async (_, rollback, clock, until) => {
  const line = {
    pool: 'np1',
    from: '1.33.5',
    to: '1.34.1',
    rollbackOffer: { version: '1.33.5', nodeImageVersion: 'image', ...clock },
  } as unknown as StepState & { readonly pool: string };
  const answer = async () => ({ truth: null, rollback });
  const run = {
    input: { plan: { resourceId: '/aks' }, terms: { nodePools: {} } },
    rolledBack: new Set(),
    clock: { iso: (ms: number) => new Date(ms).toISOString() },
    activities: { read: { assessPool: { executeWithOptions: answer } } },
  } as unknown as ClusterRun;
  await assessPool(run, line);
  expect(line.rollbackOffer?.until).toBe(until);
});

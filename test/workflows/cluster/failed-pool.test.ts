import { expect, it } from 'vitest';
import { failure } from '#domain/failure.ts';
import { assessFailure } from '#workflows/cluster/failed-pool.ts';
import type { ClusterRun } from '#workflows/state/cluster-run.ts';

const at = Date.parse('2026-11-20T08:00:00Z');
const tomorrow = '2026-11-21T08:00:00Z';
const yesterday = '2026-11-19T08:00:00Z';

it.each([
  [
    'names the rollback that its pools have',
    'Ask',
    tomorrow,
    'health-worse',
    /rollback k8s --target cluster\/aks /,
  ],
  ['names none that is over', 'Ask', yesterday, 'health-worse', /^$/],
  ['names none that the file forbids', 'Never', tomorrow, 'health-worse', /^$/],
  ['names none where going back mends nothing', 'Ask', tomorrow, 'evidence-lost', /^$/],
] as const)('a cluster that fails in its own soak %s', async (_, nodePools, until, kind, words) => {
  const rollbackOffer = { version: '1.33.5', nodeImageVersion: 'image', until, because: null };
  const run = {
    input: { campaign: 'k8s', plan: { name: 'aks' }, rollback: { nodePools } },
    steps: [{ pool: 'np1', rollbackOffer }],
    clock: { now: () => at },
  } as unknown as ClusterRun;
  const { advice = '' } = await assessFailure(run, null, {
    kind: 'failed',
    failure: failure(kind, 'worse'),
  });
  expect(advice).toMatch(words);
});

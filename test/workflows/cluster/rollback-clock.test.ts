import { expect, it } from 'vitest';
import type { PlanStep } from '#domain/plan/contents/plan.ts';
import { startRollbackClock } from '#workflows/cluster/rollback-clock.ts';
import type { ClusterRun, StepState } from '#workflows/state/cluster-run.ts';
import { aCluster, aPool } from '../../builders/a-cluster.ts';

const at = '2026-11-20T08:00:00.000Z';
const cluster = aCluster({ pools: [aPool({ name: 'np1', currentOrchestratorVersion: '1.33.5' })] });
const upgrade = { action: 'upgrade-node-pool', pool: 'np1', from: '1.33.5', to: '1.34.1' } as PlanStep;

it.each([
  ['Ask', '2026-11-27T08:00:00.000Z', null],
  ['OnFailure', '2026-11-27T08:00:00.000Z', null],
  ['Never', null, 'rollback.nodePools is Never'],
] as const)('with rollback.nodePools %s a pool can go back until %s', (nodePools, until, because) => {
  const line: Partial<StepState> = { name: 'np1', pool: 'np1', from: '1.33.5', to: '1.34.1' };
  const run = {
    input: { rollback: { nodePools } },
    clock: { now: () => Date.parse(at), iso: (ms: number) => new Date(ms).toISOString() },
    rolledBack: new Set(),
    steps: [line],
  };
  startRollbackClock(run as unknown as ClusterRun, cluster, upgrade, line as StepState);
  expect(line.rollbackOffer).toMatchObject({ version: '1.33.5', until, because });
});

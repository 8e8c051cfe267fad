import { expect, it } from 'vitest';
import { aksBlueGreenSettings } from '#domain/fleet/blue-green.ts';
import type { PlanStep } from '#domain/plan/contents/plan.ts';
import {
  closeAfterFinalSoak,
  openInFinalSoak,
  startRollbackClock,
} from '#workflows/cluster/rollback-clock.ts';
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

const finalSoak = { ...aksBlueGreenSettings, finalSoakDurationInMinutes: 60 };

it.each([
  ['upgrade-node-pool', 'Ask', null, '2026-11-20T09:00:00.000Z'],
  ['upgrade-node-pool', 'Ask', '2026-11-20T08:30:00.000Z', '2026-11-20T08:30:00.000Z'],
  ['upgrade-node-pool', 'Ask', '2026-11-20T07:30:00.000Z', '2026-11-20T09:00:00.000Z'],
  ['upgrade-node-pool', 'Never', null, null],
  ['upgrade-node-image', 'Ask', null, null],
] as const)(
  '%s blue-green with %s, known until %s, can go back until %s and no more after it',
  (action, nodePools, known, until) => {
    const offer = { version: '1.33.5', nodeImageVersion: 'image', until: known, because: null };
    const line = { pool: 'np1', rollbackOffer: offer } as unknown as StepState;
    const clock = { now: () => Date.parse(at), iso: (ms: number) => new Date(ms).toISOString() };
    const run = { input: { rollback: { nodePools } }, clock } as unknown as ClusterRun;
    openInFinalSoak(run, { ...upgrade, action, blueGreen: finalSoak }, line);
    expect(line.rollbackOffer?.until).toBe(until);
    closeAfterFinalSoak(line);
    expect(line.rollbackOffer?.until).toBeNull();
  },
);

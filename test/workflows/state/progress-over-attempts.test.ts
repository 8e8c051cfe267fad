import fc from 'fast-check';
import { expect, it } from 'vitest';
import { resourceKey } from '#domain/fleet/ids.ts';
import { outlinePlan } from '#domain/plan/outline-plan.ts';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import { composeStatus } from '#domain/status/compose-status.ts';
import type { Progress } from '#domain/status/status.ts';
import { addSeen } from '#domain/status/step-status.ts';
import type { ClusterOutcome } from '#protocol/cluster-upgrade.ts';
import { retryVerb } from '#workflows/operator/target-verbs.ts';
import { closeAttempt, openAttempt } from '#workflows/state/campaign-cluster.ts';
import { statusOf } from '#workflows/state/campaign-status.ts';
import { openSteps, type StepState } from '#workflows/state/cluster-run.ts';
import { aCampaign } from '../../builders/a-campaign.ts';
import { aCampaignCluster, aCampaignRun } from '../../builders/a-campaign-run.ts';
import { aClusterReport } from '../../builders/a-campaign-status.ts';
import { aCluster, aPool } from '../../builders/a-cluster.ts';
import { aFleet } from '../../builders/a-fleet.ts';

const at = '2026-11-20T08:00:00Z';
const pools = [aPool({ count: 3 }), aPool({ name: 'np1', mode: 'User', count: 4 })];
const aks = aCluster({ name: 'aks-a', pools });
const plan = planCampaign({ campaign: aCampaign(), specDigest: '', fleet: aFleet([aks]), now: 0 });
const outline = outlinePlan(plan);
const slice = plan.stages[0]!.clusters[0]!;
const failed = { untouched: false, skippedByRule: false, slice, notRestored: [] } as const;

const events = ['node', 'counted', 'end', 'fail', 'retry step', 'new attempt', 'begin', 'silent'] as const;
type Event = (typeof events)[number];

/** A cluster whose pools fail at any node, are tried again, and whose operations count all nodes or those that were left. */
function replay(countsAll: boolean, what: readonly Event[]): readonly Progress[] {
  const [stage] = outline.stages;
  const cluster = { ...aCampaignCluster('aks-a'), plan: stage!.clusters[0]!, stage: stage!.name };
  const run = aCampaignRun({ clusters: [cluster], plan: outline, stage: stage!.name });
  const upgraded = new Map<string, number>();
  let steps: StepState[] = [];
  let operation: { pool: string; nodes: { done: number; total: number } } | null = null;
  let isFresh = true;
  const begin = () => {
    isFresh = true;
    openAttempt(cluster, at);
    steps = openSteps(slice, cluster.reached ?? undefined);
  };
  begin();
  const current = () => steps.find(({ phase, pool }) => pool !== null && phase !== 'Completed');
  const happen = (event: Event): boolean => {
    const state = current();
    const isOpen = cluster.phase === 'Running';
    if (event === 'begin') {
      if (cluster.phase === 'NotStarted') begin();
      return true;
    }
    // Before it has planned again, a cluster reports no steps.
    if (event === 'silent') return !isFresh;
    if (state?.pool == null || !isOpen) return true;
    const { pool } = state;
    isFresh = false;
    const before = upgraded.get(pool) ?? 0;
    if (event === 'node') {
      if (state.phase !== 'Running') {
        state.phase = 'Running';
        operation = { pool, nodes: { done: 0, total: state.nodes.total - (countsAll ? 0 : before) } };
      } else if (operation !== null && operation.nodes.done < operation.nodes.total)
        operation = { pool, nodes: { ...operation.nodes, done: operation.nodes.done + 1 } };
      if (operation !== null)
        upgraded.set(
          pool,
          Math.max(before, state.nodes.total - operation.nodes.total + operation.nodes.done),
        );
    }
    if (event === 'counted' || event === 'end' || event === 'fail') {
      if (operation !== null) state.nodes = addSeen(state, operation.nodes);
      operation = null;
    }
    if (event === 'end' && before === state.nodes.total)
      Object.assign(state, { phase: 'Completed', end: 'Succeeded' });
    if (event === 'fail')
      Object.assign(state, { phase: 'NeedsDecision', nodes: { ...state.nodes, done: before } });
    if (event === 'retry step' && state.phase === 'NeedsDecision') state.phase = 'NotStarted';
    if (event === 'new attempt') {
      const reached = steps;
      const ended: ClusterOutcome = { ...failed, phase: 'Failed', reason: 'broken', reached };
      if (operation === null) {
        closeAttempt(cluster, ended, at);
        retryVerb.act(run, { target: 'cluster/aks-a', by: 'bob', reason: 'again' });
        steps = [];
      }
    }
    return true;
  };
  return what.map((event) => {
    const answers = happen(event);
    const key = resourceKey(aks.resourceId);
    const report = aClusterReport({ resourceId: aks.resourceId, steps: answers ? steps : [] });
    const isRunning = cluster.phase === 'Running';
    return composeStatus({
      campaign: statusOf(run),
      outline,
      reports: new Map(isRunning && steps.length > 0 ? [[key, report]] : []),
      progress: new Map(operation === null ? [] : [[key, { progress: '', ...operation }]]),
      troubles: new Map(),
    }).progress;
  });
}

it.each([true, false])(
  'progress never decreases over the attempts of a cluster (all nodes are counted: %j)',
  (all) => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 40 }), (what) => {
        const seen = replay(all, what);
        seen.forEach((progress, index) => {
          const before = seen[index - 1];
          if (before === undefined) return;
          expect(progress.nodes.done, what.slice(0, index + 1).join(', ')).toBeGreaterThanOrEqual(
            before.nodes.done,
          );
          expect(progress.pools.done).toBeGreaterThanOrEqual(before.pools.done);
          expect(progress.nodes.done).toBeLessThanOrEqual(progress.nodes.total);
        });
      }),
      { examples: [[['node', 'node', 'fail', 'new attempt', 'begin', 'silent']]] },
    );
  },
);

it.each([
  ['those left of four', { done: 1, total: 4 }, { done: 0, total: 3 }, { done: 1, total: 4 }],
  ['one of those left', { done: 1, total: 4 }, { done: 1, total: 3 }, { done: 2, total: 4 }],
  [
    'the same operation after what its nodes say',
    { done: 3, total: 4 },
    { done: 2, total: 3 },
    { done: 3, total: 4 },
  ],
  ['all of them again', { done: 1, total: 4 }, { done: 0, total: 4 }, { done: 1, total: 4 }],
  ['a pool that has grown', { done: 0, total: 4 }, { done: 1, total: 5 }, { done: 1, total: 5 }],
  ['a pool that has shrunk', { done: 0, total: 4 }, { done: 1, total: 2 }, { done: 1, total: 2 }],
  ['nothing', { done: 1, total: 4 }, null, { done: 1, total: 4 }],
])('an operation that counts %s', (_what, known, seen, shown) => {
  expect(addSeen({ nodes: known }, seen)).toEqual(shown);
});

it.each([
  ['a node that the abort finished', { done: 0, total: 2 }, { done: 0, total: 1 }, { done: 1, total: 2 }],
  ['the last one then', { done: 0, total: 2 }, { done: 1, total: 1 }, { done: 2, total: 2 }],
  ['as many as its nodes said', { done: 1, total: 3 }, { done: 0, total: 2 }, { done: 1, total: 3 }],
  ['all of them again', { done: 1, total: 3 }, { done: 0, total: 3 }, { done: 1, total: 3 }],
  ['a pool that has grown', { done: 0, total: 2 }, { done: 1, total: 3 }, { done: 1, total: 3 }],
])('an upgrade that is resumed after an abort counts %s', (_what, known, seen, shown) => {
  expect(addSeen({ nodes: known, end: 'Canceled' }, seen)).toEqual(shown);
});

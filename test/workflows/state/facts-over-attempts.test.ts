import fc from 'fast-check';
import { afterAll, expect, it, vi } from 'vitest';
import { failure } from '#domain/failure.ts';
import { outlinePlan } from '#domain/plan/outline-plan.ts';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import type { StepStatus } from '#domain/status/status.ts';
import type { ClusterOutcome } from '#protocol/cluster-upgrade.ts';
import { closeCluster } from '#workflows/cluster/close-cluster.ts';
import { obeyRollback } from '#workflows/cluster/obey-rollback.ts';
import { takeStep } from '#workflows/cluster/take-step.ts';
import { retryVerb } from '#workflows/operator/target-verbs.ts';
import { closeAttempt, openAttempt } from '#workflows/state/campaign-cluster.ts';
import { statusOf } from '#workflows/state/campaign-status.ts';
import {
  type ClusterRun,
  noteSent,
  openSteps,
  reportOf,
  type StepState,
} from '#workflows/state/cluster-run.ts';
import { aborted, done, type StepResult } from '#workflows/state/step-result.ts';
import { aCampaign } from '../../builders/a-campaign.ts';
import { aCampaignCluster, aCampaignRun } from '../../builders/a-campaign-run.ts';
import { aCluster, aPool } from '../../builders/a-cluster.ts';
import { aFleet } from '../../builders/a-fleet.ts';

const world: { ask: (run: ClusterRun) => { verb: string } | null } = { ask: () => null };

// Test files share their modules: those that another one has loaded would be used as they are.
vi.hoisted(() => vi.resetModules());
afterAll(() => {
  vi.resetModules();
});
vi.mock(import('#workflows/state/publish-cluster.ts'), () => ({
  publishCluster: () => undefined,
  showCluster: () => undefined,
}));
vi.mock(import('#workflows/waits/ask-person.ts'), () => ({
  askPerson: (run) => Promise.resolve(world.ask(run) as never),
}));
vi.mock(import('#workflows/cluster/assess-pool.ts'), () => ({
  assessPool: (_, { from }) =>
    Promise.resolve({
      truth: null,
      rollback: { eligible: true, version: from, nodeImageVersion: 'image', until: null },
    } as never),
}));
vi.mock(import('#workflows/change/carry-out-change.ts'), async (actual) => ({
  ...(await actual()),
  carryOut: () => Promise.resolve({ kind: 'done' as const }),
}));
vi.mock(import('#workflows/cluster/verify-or-resend.ts'), () => ({
  verifyOrResend: () => Promise.resolve({ kind: 'done' as const }),
}));
vi.mock(import('#workflows/checks/health.ts'), () => ({
  healthOfPool: () => ({ judge: () => Promise.resolve({ kind: 'done' }) }) as never,
}));

const pools = [aPool({ count: 3 }), aPool({ name: 'np1', mode: 'User', count: 4 })];
const aks = aCluster({ name: 'aks-a', pools });
const plan = planCampaign({ campaign: aCampaign(), specDigest: '', fleet: aFleet([aks]), now: 0 });
const outline = outlinePlan(plan);
const slice = plan.stages[0]!.clusters[0]!;

/** What comes of a step's attempt, and what an operator answers to what failed. */
const ends = [
  'done',
  'drifted',
  'fails',
  'is refused',
  'aborted',
  'aborted in its soak',
  'rolled back',
] as const;
const answers = ['retry', 'skip', 'skip-pool', 'rollback', 'abort'] as const;
interface Attempt {
  readonly ends: readonly (typeof ends)[number][];
  readonly answers: readonly (typeof answers)[number][];
  /** Another workflow holds its lock: nothing is begun. */
  readonly isLocked: boolean;
}

/** A step as it is shown, and how often something was done about it. */
interface Seen {
  readonly step: StepStatus;
  readonly changes: number;
  readonly starts: number;
}

async function play(attempts: readonly Attempt[]) {
  const [stage] = outline.stages;
  const cluster = { ...aCampaignCluster('aks-a'), plan: stage!.clusters[0]!, stage: stage!.name };
  const campaign = aCampaignRun({ clusters: [cluster], plan: outline, stage: stage!.name });
  let now = Date.parse('2026-11-20T08:00:00Z');
  const iso = () => {
    now += 1_000;
    return new Date(now).toISOString();
  };
  const changes = slice.steps.map(() => 0);
  const starts = slice.steps.map(() => 0);
  const upgraded = new Set<number>();
  const seen: (readonly Seen[])[] = [];
  const atEnds: (readonly Seen[])[] = [];
  const look = (steps: readonly StepStatus[], into = seen) => {
    into.push(
      steps.map((step, index) => ({ step: { ...step }, changes: changes[index]!, starts: starts[index]! })),
    );
  };
  const shown = () => statusOf(campaign).stages[0]!.clusters[0]!.steps;

  for (const attempt of attempts) {
    openAttempt(cluster, iso());
    look(shown());
    const outcome = attempt.isLocked ? lockedOut() : await walk(attempt);
    closeAttempt(cluster, outcome, iso());
    if (cluster.slice === null) break;
    look(shown());
    look(shown(), atEnds);
    retryVerb.act(campaign, { target: 'cluster/aks-a', by: 'bob', reason: 'again' });
    look(shown());
  }
  return { seen, atEnds, cluster };

  function expectRollback(): void {
    for (const at of slice.steps.keys()) changes[at]! += 1;
    upgraded.clear();
  }

  function lockedOut(): ClusterOutcome {
    return {
      phase: 'Failed',
      reason: 'held',
      untouched: true,
      skippedByRule: false,
      slice: cluster.slice,
      notRestored: [],
    };
  }

  async function walk({ ends: how, answers: said }: Attempt): Promise<ClusterOutcome> {
    const run = aClusterRun(cluster.reached ?? undefined, cluster.changedByAttempt);
    const [outcomes, replies] = [[...how], [...said]];
    world.ask = ({ operator }) => {
      look(reportOf(run).steps);
      const verb = replies.shift() ?? 'abort';
      if (verb === 'abort') operator.aborted = 'aborted by bob';
      if (verb === 'rollback') operator.rollBack = { pool: null, because: 'rolled back by bob' };
      if (verb === 'rollback') expectRollback();
      if (verb === 'abort') return null;
      return verb === 'rollback' ? { verb: 'roll-back' } : { verb, by: 'bob' };
    };
    for (const [index, step] of slice.steps.entries()) {
      const state = run.steps[index]!;
      if (step.action === 'none') continue;
      starts[index]! += 1;
      const end = await takeStep(run, {
        state,
        run: async () => attemptOf(run, state, index, outcomes.shift()),
      });
      look(reportOf(run).steps);
      if (end !== null) return end;
    }
    return (await obeyRollback(run, null)) ?? closeCluster(run, 'Failed', 'its own health is worse');
  }

  function attemptOf(
    run: ClusterRun,
    state: StepState,
    index: number,
    end: (typeof ends)[number] = 'done',
  ): StepResult {
    if (end === 'is refused') {
      changes[index]! += 1;
      return { kind: 'failed', failure: failure('preflight-blocked', 'blocked') };
    }
    if (!upgraded.has(index) || end === 'drifted' || end === 'fails') {
      changes[index]! += 1;
      noteSent(run, state);
      run.begun = true;
      upgraded.delete(index);
      if (state.pool !== null)
        state.rollbackOffer = { version: state.from, nodeImageVersion: 'image', until: iso(), because: null };
    }
    if (end === 'fails') return { kind: 'failed', failure: failure('operation-failed', 'broken') };
    if (end === 'aborted') run.operator.aborted = 'aborted by bob';
    if (end === 'aborted') return aborted;
    state.end = 'Succeeded';
    upgraded.add(index);
    if (end === 'aborted in its soak') run.operator.aborted = 'aborted by bob';
    if (end === 'rolled back') run.operator.rollBack = { pool: null, because: 'rolled back by bob' };
    if (end === 'rolled back') expectRollback();
    return end === 'done' || end === 'drifted' ? done : aborted;
  }

  function aClusterRun(reached: Parameters<typeof openSteps>[1], changedByAttempt: number | null) {
    return {
      input: {
        plan: { name: 'aks-a', resourceId: aks.resourceId },
        campaign: 'k8s',
        reached,
        changedByAttempt,
        rollback: { nodePools: 'Ask' },
        health: { at: [] },
        timeoutMs: 1,
        terms: { cluster: { onStopped: 'Skip', onBusy: { waitMs: 1, afterwards: 'Skip' } } },
        mayForce: null,
      },
      operator: {
        aborted: null,
        rollBack: null,
        paused: false,
        promoted: false,
        decision: null,
        poolOrders: new Map(),
      },
      clock: {
        iso: (ms?: number) => (ms === undefined ? iso() : new Date(ms).toISOString()),
        now: () => now,
      },
      startedAt: iso(),
      plan: slice,
      steps: openSteps(slice, reached),
      phase: 'Running',
      reason: null,
      waitingFor: null,
      inFlight: false,
      begun: false,
      cutSoak: { ms: 60_000, ofMs: 3_600_000 },
      leaving: null,
      force: null,
      nextForce: null,
      preExistingIssues: null,
      posture: null,
      journal: [],
      toleratedIssues: null,
      settingsToRestore: new Map(),
      cordoned: new Set(),
      forceToClear: null,
      channelToRestore: null,
      baselines: new Map(),
      rolledBack: new Set(),
      pendingRollbacks: new Map(),
      blockedPools: [],
      unfinished: new Set(),
    } as unknown as ClusterRun;
  }
}

const facts = ({ phase, startedAt, finishedAt, end, sent, nodes, rollbackOffer }: StepStatus) => ({
  phase,
  startedAt,
  finishedAt,
  end,
  sent,
  nodes,
  rollbackOffer,
});

const attempt = fc.record({
  ends: fc.array(fc.constantFrom(...ends), { maxLength: 5 }),
  answers: fc.array(fc.constantFrom(...answers), { maxLength: 3 }),
  isLocked: fc.boolean(),
});

it('facts of a finished step never change over the attempts of a cluster, unless something is done about it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(attempt, { maxLength: 4 }), async (attempts) => {
      const { seen, atEnds } = await play(attempts);
      for (const [index, steps] of seen.entries())
        for (const [at, before] of (seen[index - 1] ?? []).entries()) {
          const after = steps[at]!;
          const isRolledBack = ['RollingBack', 'RolledBack'].includes(after.step.phase);
          if (before.step.phase !== 'Completed' || before.changes !== after.changes || isRolledBack) continue;
          expect(facts(after.step)).toEqual(facts(before.step));
        }
      for (const [index, steps] of atEnds.entries())
        for (const [at, before] of (atEnds[index - 1] ?? []).entries())
          if (before.starts === steps[at]!.starts && before.changes === steps[at]!.changes)
            expect(steps[at]!.step).toEqual(before.step);
    }),
    { numRuns: 200 },
  );
});

it('a cluster that an attempt has changed stays begun, whatever the next one finds', async () => {
  const fails: Attempt = { ends: ['done', 'fails'], answers: [], isLocked: false };
  const { cluster } = await play([fails, { ends: [], answers: [], isLocked: true }]);
  expect(cluster).toMatchObject({ phase: 'NotStarted', changedByAttempt: 1, slice });
});

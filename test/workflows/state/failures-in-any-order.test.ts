import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heldAt, type PauseLevel, policyPause } from '#domain/campaign/pauses.ts';
import { isRunning, isStageOver, nextCluster } from '#domain/outcome/next-cluster.ts';
import { clusterEnd } from '#domain/outcome/stage-verdict.ts';
import { answersToDecision } from '#domain/status/actions.ts';
import { explainWaits } from '#domain/status/explain-waits.ts';
import type { Action, Phase, WaitingFor } from '#domain/status/status.ts';
import type { ClusterOutcome } from '#protocol/cluster-upgrade.ts';
import { type FailureBudget, openFailureBudget } from '#workflows/campaign/failure-budget.ts';
import { noteQuestion } from '#workflows/campaign/listen-to-clusters.ts';
import { rules } from '#workflows/operator/listen-to-operators.ts';
import {
  type CampaignCluster,
  closeAttempt,
  isEnding,
  isUnderWay,
  openAttempt,
  settleOutcome,
} from '#workflows/state/campaign-cluster.ts';
import type { CampaignRun } from '#workflows/state/campaign-run.ts';
import { pauseWait, statusOf } from '#workflows/state/campaign-status.ts';
import { aRing } from '../../builders/a-campaign.ts';
import { aCampaignCluster, aCampaignRun } from '../../builders/a-campaign-run.ts';

const at = '2026-11-20T08:00:00Z';
const said = { by: 'bob', reason: 'a test', forMs: 60_000, gate: '', digest: '' };
const names = ['aks-a', 'aks-b', 'aks-c'] as const;
type Verb = keyof typeof rules;

interface World {
  readonly run: CampaignRun;
  readonly budget: FailureBudget;
  readonly clusters: readonly CampaignCluster[];
}

/** Three clusters of a stage in which `maxFailures` may fail; the last stage, or one with another after it. */
function open(maxFailures: number, onExceeded: 'Pause' | 'Rollback', isLast: boolean): World {
  const failurePolicy = { maxFailures, minSuccess: '0%', maxConsecutive: null, onExceeded } as const;
  const stage = aRing('test', { failurePolicy });
  const clusters = names.map((name) => aCampaignCluster(name));
  const later = isLast ? [] : [aCampaignCluster('aks-later', { stage: 'production' })];
  const outlined = { name: 'test', key: 'test', gates: [], soak: '0s', window: 'always', clusters: [] };
  const run = aCampaignRun(
    {
      clusters: [...clusters, ...later],
      plan: { digest: 'sha256:1', target: '1.34.1', blocked: [], stages: [outlined] },
    },
    {
      stages: isLast ? [stage] : [stage, aRing('production')],
      forceUpgrade: { approvers: [], longestMs: 60_000 },
    },
  );
  const world = { run, budget: openFailureBudget(run, stage, 3), clusters };
  beginAll(world);
  return world;
}

function beginAll({ run, budget, clusters }: World): void {
  for (let next = nextCluster(clusters, run); next !== undefined; next = nextCluster(clusters, run)) {
    budget.reopen(next.plan.resourceId);
    openAttempt(next, at);
  }
}

function ask({ run, budget }: World, { plan: { resourceId } }: CampaignCluster, reason: string | null): void {
  const rest = { step: 'np1', mayCleanUp: true, atRest: true, retryWaits: null };
  noteQuestion(run, budget, { resourceId, reason, pool: reason === null ? null : 'np1', ...rest });
}

function close(
  { run, budget }: World,
  cluster: CampaignCluster,
  phase: ClusterOutcome['phase'],
  untouched = false,
): void {
  const outcome = settleOutcome(cluster, {
    phase,
    reason: null,
    untouched,
    skippedByRule: false,
    slice: null,
    notRestored: [],
  });
  closeAttempt(cluster, outcome, run.clock.iso());
  const { resourceId } = cluster.plan;
  budget.end(resourceId, clusterEnd(outcome, budget.hasFailed(resourceId)));
}

/** Sends it if it is accepted; the cluster answers as its workflow does. */
function send(world: World, verb: Verb, target = 'campaign', level: PauseLevel = 'node-pool'): void {
  const { run, clusters } = world;
  const request = { ...said, target, at: level };
  if (rules[verb].refuse(run, request) !== null) return;
  const asked = clusters.filter(({ phase }) => phase === 'NeedsDecision');
  rules[verb].act(run, request);
  for (const cluster of asked)
    if (cluster.phase !== 'NeedsDecision' && continues(verb, target)) ask(world, cluster, null);
}

const continues = (verb: Verb, target = '') =>
  verb === 'retry' ||
  verb === 'force' ||
  verb === 'clean-up' ||
  (verb === 'skip' && target.startsWith('pool/'));

type Event = readonly [string, (world: World) => void];
const ofCluster = (index: number): readonly Event[] => {
  const name = names[index]!;
  const of = (what: string, act: (world: World, cluster: CampaignCluster) => void): Event => [
    `${name} ${what}`,
    (world) => {
      const cluster = world.clusters[index]!;
      if (isUnderWay(cluster)) act(world, cluster);
    },
  ];
  const order = (verb: Verb, target: string): Event => [
    `${verb} ${target}`,
    (world) => send(world, verb, target),
  ];
  return [
    of('fails', (world, cluster) => ask(world, cluster, 'broken')),
    of('ends Failed', (world, cluster) => close(world, cluster, 'Failed')),
    of('completes', (world, cluster) => close(world, cluster, 'Completed')),
    of('acknowledges the pause', ({ run }, cluster) => {
      cluster.paused = run.paused !== null;
    }),
    ...(['retry', 'skip', 'rollback', 'force', 'abort'] as const).map((verb) =>
      order(verb, `cluster/${name}`),
    ),
    order('skip', `pool/${name}/np1`),
    order('clean-up', `pool/${name}/np1`),
  ];
};
const events: readonly Event[] = [
  ...names.flatMap((_, index) => ofCluster(index)),
  ['resume', (world) => send(world, 'resume', undefined)],
  ...(['node-pool', 'cluster', 'stage'] as const).map(
    (level): Event => [`pause at ${level}`, (world) => send(world, 'pause', undefined, level)],
  ),
];

const history = fc.array(fc.constantFrom(...events), { minLength: 1, maxLength: 14 });
const terms = fc.tuple(fc.constantFrom(0, 1), fc.constantFrom('Pause', 'Rollback'), fc.boolean());

/** Those to its clusters' questions, as `status` shows them. */
function answersIn({ run, clusters }: World, changed: boolean): readonly Action[] {
  const status = statusOf(run);
  const questions = clusters
    .filter(({ phase }) => phase === 'NeedsDecision')
    .map(({ plan: { name } }): WaitingFor => {
      const asked = {
        campaign: 'k8s-1-34',
        cluster: name,
        pool: 'np1',
        mayRollBack: true,
        untouched: !changed,
      };
      const actions = answersToDecision(asked);
      return { kind: 'decision', name, since: at, until: null, act: '', actions };
    });
  const waits = explainWaits([...status.waitingFor, ...questions], status);
  return waits
    .filter(({ kind }) => kind === 'decision')
    .flatMap(({ actions = [] }) => actions)
    .filter(({ target }) => target !== 'campaign');
}

/** After every event. */
function check(holds: (world: World) => void): void {
  fc.assert(
    fc.property(terms, history, ([maxFailures, onExceeded, isLast], happens) => {
      const world = open(maxFailures, onExceeded, isLast);
      for (const [, happen] of happens) {
        happen(world);
        beginAll(world);
        if (isStageOver(world.clusters)) return;
        holds(world);
      }
    }),
    { numRuns: 2000 },
  );
}

describe('in any order of failures, answers and pauses', () => {
  it('the reason of a pause by the failure policy counts the failures of now', () => {
    check(({ run }) => {
      const { reason, progress } = statusOf(run);
      const counted = /(\d) of 3 clusters failed/.exec(reason ?? '')?.[1];
      if (counted !== undefined) expect(Number(counted)).toBe(progress.failed);
    });
  });

  it('a question makes the status NeedsDecision; Paused has a resume that is accepted', () => {
    check(({ run, clusters }) => {
      const { phase } = statusOf(run);
      const asks = clusters.some((cluster) => cluster.phase === 'NeedsDecision');
      expect(phase === 'NeedsDecision').toBe(asks);
      if (phase !== 'Paused') return;
      expect(pauseWait(run).flatMap(({ actions = [] }) => actions.map(({ verb }) => verb))).toContain(
        'resume',
      );
    });
  });

  it('a cluster that carries out its end is not paused', () => {
    check(({ run, clusters }) => {
      if (clusters.some((cluster) => isUnderWay(cluster) && isEnding(cluster)))
        expect(['Running', 'NeedsDecision'] satisfies Phase[]).toContain(statusOf(run).phase);
    });
  });

  it('clusters are paused in node pools exactly while the campaign is', () => {
    check(({ run, clusters }) => {
      for (const { outbox } of clusters.filter(isUnderWay)) {
        const last = outbox.findLast(({ signal }) => signal === 'pause' || signal === 'resume')?.signal;
        if (heldAt(run) !== 'node-pool') expect(last).not.toBe('pause');
      }
    });
  });

  it('what stands still says so, and needs an answer', () => {
    check(({ run, clusters }) => {
      const isMoving = (cluster: CampaignCluster) =>
        isUnderWay(cluster) && !(cluster.paused && heldAt(run) === 'node-pool' && !isEnding(cluster));
      if (!clusters.some(isMoving)) expect(['NeedsDecision', 'Paused']).toContain(statusOf(run).phase);
    });
  });

  it('a pause in which nothing can continue is shown, with an answer, beside or within the questions', () => {
    check(({ run, clusters }) => {
      const asks = clusters.some((cluster) => cluster.phase === 'NeedsDecision');
      if (run.paused === null || !asks) return;
      const pause = statusOf(run).waitingFor.find(({ kind }) => kind === 'paused');
      expect(pause).toMatchObject({ pausedBy: run.paused.by, since: run.paused.since });
      expect(pause?.actions).not.toEqual([]);
    });
  });

  it('while the campaign is being aborted no pause waits for a person', () => {
    check(({ run }) => {
      const { aborted } = run;
      run.aborted = 'aborted by bob: a test';
      expect(statusOf(run).waitingFor.filter(({ kind }) => kind === 'paused')).toEqual([]);
      run.aborted = aborted;
    });
  });

  it('every answer that is listed is accepted', () => {
    check(({ run }) => {
      for (const { actions = [] } of statusOf(run).waitingFor)
        for (const { verb, target } of actions)
          expect([verb, rules[verb as Verb].refuse(run, { ...said, target })]).toEqual([verb, null]);
    });
  });

  it('each answer to a question does to the pause what it says', () => {
    fc.assert(
      fc.property(
        terms,
        history,
        fc.nat(),
        fc.boolean(),
        ([max, onExceeded, isLast], happens, pick, changed) => {
          const world = open(max, onExceeded, isLast);
          for (const [, happen] of happens) {
            happen(world);
            beginAll(world);
          }
          const answers = answersIn(world, changed);
          const answer = answers[pick % answers.length];
          if (answer === undefined) return;
          const { run } = world;
          if (run.paused?.by !== 'rule') return;
          const { verb, target, consequence } = answer;
          const cluster = world.clusters.find(({ plan }) => target.split('/')[1] === plan.name)!;
          send(world, verb as Verb, target);
          if (!continues(verb as Verb, target)) {
            const [phase, untouched] = [verb === 'skip' ? 'Skipped' : 'Aborted', !changed] as const;
            close(world, cluster, verb === 'rollback' ? 'RolledBack' : phase, untouched);
          }
          const isPaused = policyPause(run) !== null;
          expect(consequence).toMatch(/; .*(stays paused|answered, too|pause ends|then ends)/);
          if (/stays paused|pause ends/.test(consequence))
            expect([consequence, isPaused]).toEqual([consequence, consequence.includes('stays paused')]);
          if (consequence.endsWith('then ends'))
            expect(world.clusters.every((each) => !isRunning(each) || isEnding(each))).toBe(true);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('the policy pauses exactly while it is exceeded by failures that no one accepted', () => {
    check(({ run, clusters }) => {
      const limit = run.input.campaign.stages[0]!.failurePolicy.maxFailures;
      const { failures, acceptedFailures } = run;
      const isNew = [...failures].some((id) => !acceptedFailures.has(id));
      const isPaused = [run.paused, run.ruleBeneath].some((pause) => pause?.by === 'rule');
      expect(isPaused).toBe(failures.size > Number(limit) && isNew);
      expect(
        clusters
          .filter(({ phase }) => phase === 'NeedsDecision')
          .every(({ plan }) => failures.has(plan.resourceId)),
      ).toBe(true);
    });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resourceKey } from '#domain/fleet/ids.ts';
import { outlinePlan } from '#domain/plan/outline-plan.ts';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import type { ClusterReport } from '#domain/status/cluster-report.ts';
import { composeStatus } from '#domain/status/compose-status.ts';
import type { CampaignStatus, Phase, StepStatus, WaitingFor } from '#domain/status/status.ts';
import type { StepProgress } from '#domain/status/step-status.ts';
import { aCampaign } from '../../builders/a-campaign.ts';
import {
  aCampaignStatus,
  aClusterReport,
  aClusterStatus,
  aStepStatus,
} from '../../builders/a-campaign-status.ts';
import { aCluster, aPool } from '../../builders/a-cluster.ts';
import { aFleet } from '../../builders/a-fleet.ts';

const pools = [aPool(), aPool({ name: 'np1', mode: 'User', tags: { 'drydock-hold': '' } })];
const cluster = aCluster({ name: 'AKS-Pay', pools });
const key = resourceKey(cluster.resourceId);
const plan = planCampaign({ campaign: aCampaign(), specDigest: '', fleet: aFleet([cluster]), now: 0 });

interface Said {
  readonly phase?: Phase;
  readonly campaign?: Partial<CampaignStatus>;
  readonly report?: Partial<ClusterReport>;
  readonly progress?: StepProgress;
  readonly trouble?: string;
}

const compose = ({ phase = 'Running', campaign = {}, report, progress, trouble }: Said): CampaignStatus => {
  const line = aClusterStatus({ ...cluster, phase, startedAt: '2026-11-20T08:00:00Z' });
  const stages = [{ name: 'all', phase: 'Running' as const, clusters: [line] }];
  return composeStatus({
    campaign: aCampaignStatus(plan, { stages, ...campaign }),
    outline: outlinePlan(plan),
    reports: new Map(
      report === undefined ? [] : [[key, aClusterReport({ resourceId: cluster.resourceId, ...report })]],
    ),
    progress: new Map(progress === undefined ? [] : [[key, progress]]),
    troubles: new Map(trouble === undefined ? [] : [[key, trouble]]),
  });
};

const stepsOf = (status: CampaignStatus): readonly StepStatus[] => status.stages[0]?.clusters[0]?.steps ?? [];
const controlPlane = aStepStatus({ phase: 'Completed' });
const reported = (...system: readonly Partial<StepStatus>[]): readonly StepStatus[] => [
  controlPlane,
  ...system.map((over) => aStepStatus({ pool: 'system', ...over })),
  aStepStatus({ pool: 'np1', phase: 'Skipped', from: '1.33.5', to: '1.33.5' }),
];

describe('the steps of a cluster that says nothing itself', () => {
  it('are not known: the plan has them', () => {
    expect(stepsOf(compose({ phase: 'NotStarted' }))).toEqual([]);
  });
});

describe('the steps of a cluster that reports', () => {
  it('are its own', () => {
    const steps = reported({ phase: 'Completed' });
    expect(stepsOf(compose({ report: { steps } }))).toEqual(steps);
  });

  const seen = { pool: 'system', progress: '1/3 nodes completed', nodes: { done: 1, total: 3 } };
  it.each<[string, Partial<StepStatus>, StepProgress, number, string | null]>([
    ['shows what is seen of the operation', { phase: 'Running' }, seen, 1, '1/3 nodes completed'],
    ['keeps its own words', { phase: 'Running', detail: 'soaking' }, seen, 1, 'soaking'],
    [
      'keeps its count where none is seen',
      { phase: 'Running' },
      { ...seen, progress: '', nodes: null },
      0,
      null,
    ],
    ['ignores an operation on another pool', { phase: 'Running' }, { ...seen, pool: 'np1' }, 0, null],
    [
      'counts in a rollback the nodes that are still upgraded',
      { phase: 'RollingBack', detail: 'rolling back to 1.33.5', nodes: { done: 3, total: 3 } },
      seen,
      2,
      'rolling back to 1.33.5; 1/3 nodes completed',
    ],
    [
      'counts none twice of a pool that was half upgraded',
      { phase: 'RollingBack', detail: 'rolling back to 1.33.5', nodes: { done: 0, total: 3 } },
      seen,
      0,
      'rolling back to 1.33.5; 1/3 nodes completed',
    ],
    ['ignores one that is over', { phase: 'NeedsDecision' }, seen, 0, null],
  ])('while one runs %s', (_rule, step, progress, done, detail) => {
    const [, system] = stepsOf(compose({ report: { steps: reported(step) }, progress }));
    expect(system).toMatchObject({ nodes: { done, total: 3 }, detail });
  });

  it('say what happens to the nodes of the one that runs, and what holds them up', () => {
    const steps = { counts: { draining: 1, waiting: 2 }, atWork: [] };
    const progress = { ...seen, steps, blockedBy: 'pdb shop/web: pod shop/web-1 on n1, for 12m' };
    const [, system, np1] = stepsOf(
      compose({ report: { steps: reported({ phase: 'Running', blockedBy: 'said before' }) }, progress }),
    );
    expect(system).toMatchObject({ nodeSteps: steps, blockedBy: progress.blockedBy });
    expect(np1).not.toHaveProperty('nodeSteps');
  });

  it.each([
    ['what holds it up is over', null, null],
    ['it could not be read', undefined, 'said before'],
  ])('once %s, are blocked by: %s', (_, blockedBy, shown) => {
    const progress = blockedBy === undefined ? seen : { ...seen, blockedBy };
    const [, system] = stepsOf(
      compose({ report: { steps: reported({ phase: 'Running', blockedBy: 'said before' }) }, progress }),
    );
    expect(system?.blockedBy).toBe(shown);
  });

  it('say why nodes cannot be read, beside what Azure says', () => {
    const progress = { ...seen, unread: 'nodes (kubernetes-refused): No.' };
    const [, system] = stepsOf(compose({ report: { steps: reported({ phase: 'Running' }) }, progress }));
    expect(system?.detail).toBe('1/3 nodes completed; cannot be read: nodes (kubernetes-refused): No.');
  });

  it('say why the one that runs is tried again, not how far it was before', () => {
    const [, system] = stepsOf(
      compose({ report: { steps: reported({ phase: 'Running' }) }, progress: seen, trouble: 'Down.' }),
    );
    expect(system).toMatchObject({ nodes: { done: 1 }, detail: 'Down.' });
  });

  it('leave the reason to what is tried again before any of them runs', () => {
    const reasonOf = (report: Partial<ClusterReport>) =>
      compose({ report, trouble: 'Down.' }).stages[0]?.clusters[0]?.reason;
    expect(reasonOf({ steps: [] })).toBe('Down.');
    expect(reasonOf({ steps: [], reason: 'its own' })).toBe('its own');
    expect(reasonOf({ steps: reported({ phase: 'Running' }) })).toBeNull();
  });
});

describe('the phase of a cluster', () => {
  it.each<[string, Phase, Phase, Phase]>([
    ['is what it says itself while it runs', 'Running', 'NeedsDecision', 'NeedsDecision'],
    ['is what the campaign says once that counts it as ended', 'Failed', 'Running', 'Failed'],
    ['is what it says itself, ended before the campaign heard', 'Running', 'Completed', 'Completed'],
  ])('%s', (_rule, phase, said, shown) => {
    const status = compose({ phase, report: { phase: said, reason: 'said' } });
    expect(status.stages[0]?.clusters[0]).toMatchObject({ phase: shown });
  });
});

describe('progress', () => {
  it.each<[string, Said, number, number]>([
    ['counts nothing at first', { phase: 'NotStarted' }, 0, 0],
    [
      'counts nodes as they are done',
      { report: { steps: reported({ phase: 'Running', nodes: { done: 2, total: 3 } }) } },
      0,
      2,
    ],
    [
      'never counts more nodes than planned',
      { report: { steps: reported({ phase: 'Running', nodes: { done: 9, total: 9 } }) } },
      0,
      3,
    ],
    ['counts a pool when it is completed', { report: { steps: reported({ phase: 'Completed' }) } }, 1, 3],
    ['counts all of a completed cluster', { phase: 'Completed' }, 1, 3],
    [
      'counts nodes that needed no reboot',
      {
        phase: 'Completed',
        report: {
          steps: reported({
            phase: 'Completed',
            from: '1.33.5',
            to: '1.33.5',
            nodes: { done: 1, total: 1 },
          }),
        },
      },
      1,
      3,
    ],
    [
      'counts the nodes of a pool that another upgrade left half done',
      {
        report: {
          steps: reported({
            phase: 'Running',
            from: '1.34.1',
            to: '1.34.1',
            startedAt: '2026-11-20T08:00:00Z',
            nodes: { done: 2, total: 3 },
          }),
        },
        progress: { pool: 'system', progress: '0/1 nodes completed', nodes: { done: 0, total: 1 } },
      },
      0,
      2,
    ],
    [
      'counts no pool that is being rolled back, and no node that is back',
      {
        report: {
          steps: reported({ phase: 'RollingBack', end: 'Succeeded', nodes: { done: 3, total: 3 } }),
        },
        progress: { pool: 'system', progress: '1/3 nodes completed', nodes: { done: 1, total: 3 } },
      },
      0,
      2,
    ],
    [
      'counts no pool that was blocked right before its change',
      { phase: 'Completed', report: { steps: reported({ phase: 'Skipped' }) } },
      0,
      0,
    ],
  ])('%s, and only what is upgraded', (_rule, said, poolsDone, nodesDone) => {
    const { progress } = compose(said);
    expect(progress.pools).toEqual({ done: poolsDone, total: 1 });
    expect(progress.nodes).toEqual({ done: nodesDone, total: 3 });
  });

  it('of a pool with two hops is done with the second', () => {
    const old = aCluster({
      currentKubernetesVersion: '1.32.9',
      pools: [aPool({ currentOrchestratorVersion: '1.32.9' })],
    });
    const upgrade = { type: 'Full', kubernetesVersion: '1.34', allowMultipleHops: true } as const;
    const twoHops = planCampaign({
      campaign: aCampaign({ upgrade }),
      specDigest: '',
      fleet: aFleet([old]),
      now: 0,
    });
    const steps = [true, true, true, false].map((isDone, index) =>
      aStepStatus({ pool: index % 2 === 0 ? null : 'system', phase: isDone ? 'Completed' : 'Running' }),
    );
    const status = composeStatus({
      campaign: aCampaignStatus(twoHops),
      outline: outlinePlan(twoHops),
      reports: new Map([
        [resourceKey(old.resourceId), aClusterReport({ resourceId: old.resourceId, steps })],
      ]),
      progress: new Map(),
      troubles: new Map(),
    });
    expect(status.progress.pools).toEqual({ done: 0, total: 1 });
    expect(status.progress.nodes).toEqual({ done: 0, total: 3 });
  });
});

describe('the status also tells', () => {
  const wait = (over: Partial<WaitingFor>): WaitingFor => ({
    kind: 'window',
    name: 'AKS-Pay',
    since: '2026-11-20T08:00:00Z',
    until: null,
    act: 'it opens by itself',
    ...over,
  });
  const gate = wait({ kind: 'gate', name: 'test' });
  const paused = wait({ kind: 'paused', name: 'k8s-1-34' });

  it.each<[string, readonly WaitingFor[], Partial<ClusterReport>, readonly WaitingFor[]]>([
    ["the campaign's and the clusters'", [gate], { waitingFor: [wait({})] }, [gate, wait({})]],
    ['nothing twice', [wait({})], { waitingFor: [wait({})] }, [wait({})]],
    ['a pause once', [paused], { waitingFor: [wait({ kind: 'paused' })] }, [paused]],
    ['nothing of clusters that have ended', [], { phase: 'Completed', waitingFor: [wait({})] }, []],
  ])('what is waited for: %s', (_rule, own, report, waits) => {
    expect(compose({ campaign: { waitingFor: own }, report }).waitingFor).toEqual(waits);
  });

  it('the window of a cluster, and each setting not put back once', () => {
    const window = { opensAt: '2026-11-20T22:00:00Z', closesAt: '2026-11-21T02:00:00Z', timezone: 'UTC' };
    const settingsToRestore = {
      cluster: 'AKS-Pay',
      pool: 'system',
      setting: 'maxSurge',
      value: '33%',
      command: 'az aks ...',
    };
    const status = compose({
      campaign: { notRestored: [settingsToRestore] },
      report: { window, notRestored: [settingsToRestore] },
    });
    expect([status.window, status.notRestored]).toEqual([window, [settingsToRestore]]);
  });
});

describe('a campaign that is over', () => {
  it('waits for nothing, whatever its clusters said last', () => {
    const wait = { kind: 'decision', name: 'AKS-Pay', since: '', until: null, act: 'drydock retry' } as const;
    const report = { phase: 'NeedsDecision', waitingFor: [wait] } as const;
    expect(compose({ report }).waitingFor).toEqual([wait]);
    expect(compose({ report, campaign: { finishedAt: '2026-11-20T09:00:00Z' } }).waitingFor).toEqual([]);
  });

  it('has no window, nor has a cluster that is over one for the others', () => {
    const window = { opensAt: '2026-11-20T22:00:00Z', closesAt: '2026-11-21T02:00:00Z', timezone: 'UTC' };
    const phase = 'Completed' as const;
    expect(compose({ report: { window, phase } }).window).toBeNull();
    const campaign = { finishedAt: '2026-11-20T09:00:00Z' };
    expect(compose({ report: { window }, campaign }).window).toBeNull();
  });
});

describe('what was asked and done without a person', () => {
  const asked = {
    at: '2026-11-20T09:00:00Z',
    what: 'asked',
    target: 'cluster/AKS-Pay',
    text: 'Why?',
  } as const;
  const paused = {
    at: '2026-11-20T08:30:00Z',
    what: 'paused',
    target: 'campaign',
    text: 'Two failed.',
  } as const;

  it("is the campaign's and its clusters' in order of time, each once", () => {
    const status = compose({ campaign: { journal: [paused, asked] }, report: { journal: [asked] } });
    expect(status.journal).toEqual([paused, asked]);
    expect(compose({ campaign: { journal: [asked] }, report: { journal: [paused] } }).journal).toEqual([
      paused,
      asked,
    ]);
  });

  it('is left out where there is nothing', () => {
    expect(compose({ report: {} })).not.toHaveProperty('journal');
  });
});

describe('the force on a cluster', () => {
  const force = { by: 'bob', reason: 'CHG0042', step: 'system', until: null };

  it('is shown as long as the cluster runs', () => {
    const clusterOf = (phase: Phase) => compose({ phase, report: { force } }).stages[0]!.clusters[0];
    expect(clusterOf('Running')).toMatchObject({ force });
    expect(clusterOf('Failed')).not.toHaveProperty('force');
  });
});

describe('the same state', () => {
  const clusters = ['aks-c', 'aks-a', 'aks-b'].map((name) => aCluster({ name }));
  const seen = planCampaign({ campaign: aCampaign(), specDigest: '', fleet: aFleet(clusters), now: 0 });
  const reports = clusters.map(({ name, resourceId }): [string, ClusterReport] => {
    const since = '2026-11-20T08:00:00Z';
    const waitingFor = (['decision', 'freeze'] as const).map(
      (kind): WaitingFor => ({
        kind,
        name: kind === 'freeze' ? 'year-end' : name,
        since,
        until: null,
        act: name,
      }),
    );
    const journal = [{ at: since, what: 'asked', target: `cluster/${name}`, text: name } as const];
    return [resourceKey(resourceId), aClusterReport({ resourceId, waitingFor, journal })];
  });
  const composed = (said: typeof reports) =>
    composeStatus({
      campaign: aCampaignStatus(seen),
      outline: outlinePlan(seen),
      reports: new Map(said),
      progress: new Map(),
      troubles: new Map(),
    });

  it('has the same order, that of the plan, whichever cluster reports first', () => {
    const planned = seen.stages.flatMap((stage) => stage.clusters.map(({ name }) => name));
    const expected = composed(reports);
    const asking = expected.waitingFor.filter(({ kind }) => kind === 'decision');
    expect(asking.map(({ name }) => name)).toEqual(planned);
    fc.assert(
      fc.property(fc.shuffledSubarray(reports, { minLength: reports.length }), (shuffled) => {
        expect(composed(shuffled)).toEqual(expected);
      }),
    );
  });
});

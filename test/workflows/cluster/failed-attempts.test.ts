import { describe, expect, it } from 'vitest';
import { assessPool } from '#activities/change/assess-pool.ts';
import { type FailureKind, failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { NodePool, OfferedMinor } from '#domain/fleet/fleet.ts';
import type { KubernetesNode } from '#domain/fleet/kubernetes-node.ts';
import type { PlanStep } from '#domain/plan/contents/plan.ts';
import { rollbackWindowMs } from '#domain/rollback/rollback-window.ts';
import { openRollback } from '#domain/status/open-rollback.ts';
import { stepsToRollBack } from '#domain/status/steps-to-roll-back.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { assessFailure } from '#workflows/cluster/failed-pool.ts';
import { nodePoolSteps } from '#workflows/cluster/node-pool-steps.ts';
import { startRollbackClock } from '#workflows/cluster/rollback-clock.ts';
import type { ClusterRun, StepState } from '#workflows/state/cluster-run.ts';
import { aStepStatus } from '../../builders/a-campaign-status.ts';
import { aCluster, aPool } from '../../builders/a-cluster.ts';

const newest = 'AKSUbuntu-2204gen2containerd-202510.19.0';
const older = 'AKSUbuntu-2204gen2containerd-202509.23.0';
const leftAt = Date.now() - 3_600_000;
const until = new Date(leftAt + rollbackWindowMs).toISOString();

const anOffer = (minor: string, patches: OfferedMinor['patches']): OfferedMinor => ({
  minor,
  isPreview: false,
  supportPlans: ['KubernetesOfficial'],
  patches,
});

interface Story {
  readonly kind: 'version' | 'image';
  /** second: another campaign sent the pool to the new version, and left it half done. */
  readonly attempt: 'first' | 'second';
  /** What Azure says of the pool. */
  readonly says: 'Succeeded' | 'Failed' | 'Canceled';
  /** Of two nodes. */
  readonly done: 0 | 1 | 2;
  readonly policy?: 'Never' | 'Ask' | 'OnFailure';
  readonly failed?: FailureKind;
  /** Of the pool's nodes nothing can be read. */
  readonly unread?: boolean;
  readonly channel?: string;
  readonly blueGreen?: boolean;
}

const send = (run: ClusterRun, step: PlanStep, state: StepState, seen: Partial<NodePool>) =>
  startRollbackClock(run, aCluster({ pools: [aPool({ ...seen, name: 'np1' })] }), step, state);

/** The upgrade of np1 has failed, and is assessed by the nodes and by Azure. */
async function afterFailure(story: Story) {
  const { kind, attempt, says, done, policy = 'Ask', failed = 'operation-failed', channel = 'none' } = story;
  const ofVersion = kind === 'version';
  // Azure says the new version once it has accepted the upgrade, and the new image once every node has it.
  const pool = aPool({
    name: 'np1',
    count: 2,
    provisioningState: says,
    currentOrchestratorVersion: '1.34.1',
    nodeImageVersion: ofVersion || says === 'Succeeded' ? newest : older,
    upgradeStrategy: story.blueGreen === true ? 'BlueGreen' : 'Rolling',
  });
  const cluster = aCluster({ kubernetesVersion: '1.34.1', pools: [pool], upgradeChannel: channel });
  const nodes = [0, 1].map(
    (index): KubernetesNode => ({
      name: `n${index}`,
      pool: 'np1',
      kubeletVersion: ofVersion && index >= done ? 'v1.33.5' : 'v1.34.1',
      nodeImageVersion: index >= done ? older : newest,
      ready: true,
      unschedulable: false,
      quarantined: false,
    }),
  );
  const gateways = {
    azure: {
      inspectCluster: async () => cluster,
      recentlyUsedVersions: async () => [
        { version: ofVersion ? '1.33.5' : '1.34.1', nodeImageVersion: older, leftAt },
      ],
      offers: async () => [anOffer('1.33', { '1.33.5': ['1.34.1'] }), anOffer('1.34', { '1.34.1': [] })],
    },
    kubernetes: {
      async nodes() {
        if (story.unread === true) throw new FailureError(failure('evidence-lost', 'no answer'));
        return nodes;
      },
    },
  } as unknown as Gateways;
  const assess = assessPool(gateways);
  const run = {
    input: {
      campaign: 'k8s',
      plan: { resourceId: cluster.resourceId, name: cluster.name },
      rollback: { nodePools: policy },
      health: { at: [] },
      terms: { cluster: { onBusy: {} }, nodePools: {} },
      pace: null,
    },
    steps: [] as StepState[],
    rolledBack: new Set(),
    unfinished: new Set(),
    clock: { now: () => Date.now(), iso: (at: number) => new Date(at).toISOString() },
    activities: {
      read: {
        assessPool: {
          executeWithOptions: async (_: object, [input]: Parameters<typeof assess>) => assess(input),
        },
      },
    },
  } as unknown as ClusterRun;
  const from = attempt === 'first' ? '1.33.5' : '1.34.1';
  const state: StepState = {
    ...aStepStatus(
      ofVersion
        ? { pool: 'np1', from, to: '1.34.1', phase: 'Running', startedAt: '2026-11-20T08:00:00Z' }
        : {
            pool: 'np1',
            from: older,
            to: newest,
            version: '1.34.1',
            phase: 'Running',
            startedAt: '2026-11-20T08:00:00Z',
          },
    ),
  };
  run.steps.push(state);
  const step = {
    action: ofVersion ? 'upgrade-node-pool' : 'upgrade-node-image',
    pool: 'np1',
    from: ofVersion ? from : '1.34.1',
    to: '1.34.1',
    strategy: {},
    ...(story.blueGreen === true
      ? {
          blueGreen: {
            drainBatchSize: '50%',
            drainTimeoutInMinutes: 30,
            batchSoakDurationInMinutes: 15,
            finalSoakDurationInMinutes: 60,
          },
        }
      : {}),
  } as unknown as Parameters<typeof nodePoolSteps>[1];
  await nodePoolSteps(run, step, state)[0]!();
  // Of an image it is this campaign's own retry: one that another campaign left half done is not planned.
  if (attempt === 'first' || !ofVersion)
    send(run, step, state, {
      currentOrchestratorVersion: ofVersion ? '1.33.5' : '1.34.1',
      nodeImageVersion: older,
    });
  if (attempt === 'second') send(run, step, state, pool);
  const after = await assessFailure(run, state, { kind: 'failed', failure: failure(failed, 'it failed') });
  return { after, state, run };
}

const cross = (['first', 'second'] as const).flatMap((attempt) =>
  (['Succeeded', 'Failed', 'Canceled'] as const).flatMap((says) =>
    ([0, 1, 2] as const).map((done) => ({ attempt, says, done })),
  ),
);

describe('a failed pool, whichever attempt it was', () => {
  it.each(cross)(
    'can be rolled back to the version before as soon as a node is upgraded: $attempt attempt, $says, $done of 2',
    async (story) => {
      const { after, state, run } = await afterFailure({ kind: 'version', ...story });
      expect(state.from).toBe('1.33.5');
      if (story.done === 0) {
        expect(after).toMatchObject({ do: 'ask', advice: expect.stringMatching(/^No node was upgraded/) });
        expect(openRollback(state)).toBeUndefined();
        return;
      }
      expect(after).toMatchObject({
        do: 'offer',
        advice: `Rollback to 1.33.5 is possible until ${until}.`,
      });
      expect(openRollback(state)).toEqual({
        version: '1.33.5',
        nodeImageVersion: older,
        until,
        because: null,
      });
      expect(stepsToRollBack(run.steps, 'np1')).toEqual([state]);
    },
  );

  it.each(cross)(
    'goes back to the image before only once Azure says the new one: $attempt attempt, $says, $done of 2',
    async (story) => {
      const { after, state, run } = await afterFailure({ kind: 'image', ...story });
      const isOffered = story.says === 'Succeeded' && story.done > 0;
      expect(after.do).toBe(isOffered ? 'offer' : 'ask');
      expect(openRollback(state)?.until ?? null).toBe(isOffered ? until : null);
      if (story.says !== 'Succeeded') expect(after.advice).toContain('afterwards a rollback is possible');
      expect(stepsToRollBack(run.steps, null)).toEqual([state]);
    },
  );
});

describe('the second attempt at a pool that is half upgraded', () => {
  const half = { kind: 'version', attempt: 'second', says: 'Failed', done: 1 } as const;

  it('is assessed whatever the failure', async () => {
    expect((await afterFailure({ ...half, failed: 'quota-exceeded' })).after.do).toBe('offer');
  });

  it('goes back by rule', async () => {
    expect((await afterFailure({ ...half, policy: 'OnFailure' })).after.do).toBe('roll-back');
  });

  it.each<[string, Partial<Story>, string]>([
    ['the file', { policy: 'Never' }, 'rollback.nodePools is Never'],
    ['a channel', { channel: 'patch' }, 'the automatic upgrade channel is patch'],
    ['blue-green', { blueGreen: true }, 'Azure rolls a blue-green upgrade back only in its final soak'],
  ])('says in its status what stands against a rollback: %s', async (_, over, because) => {
    const { after, state } = await afterFailure({ ...half, ...over });
    expect(after.do).toBe('ask');
    expect(openRollback(state)).toMatchObject({ version: '1.33.5', until: null, because });
  });

  it.each([true, false])('can be rolled back once a channel is off (nodes unread: %s)', async (unread) => {
    const { run, state } = await afterFailure({ ...half, done: 2, channel: 'patch', unread });
    expect(stepsToRollBack(run.steps, 'np1')).toEqual([state]);
  });
});

it('a reboot changes no version, so nothing of it is rolled back', () => {
  const rebooted = aStepStatus({
    pool: 'np1',
    from: '1.34.1',
    to: '1.34.1',
    startedAt: until,
    phase: 'Completed',
  });
  expect(stepsToRollBack([rebooted], null)).toEqual([]);
});

import { WorkflowFailedError } from '@temporalio/client';
import { describe, expect, vi } from 'vitest';
import { clusterWorkflowId } from '#domain/fleet/ids.ts';
import { outlinePlan } from '#domain/plan/outline-plan.ts';
import type { CampaignInput } from '#protocol/campaign.ts';
import { workflowTypes } from '#protocol/workflow-types.ts';
import { fleetFile, groupSpec, slowPool } from '../campaigns/fleet-file.ts';
import type { StartedCampaign } from '../processes/drydock.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations, untilAccepted } from '../simulated/accepted-operations.ts';

const fleet = fleetFile({
  paused: [
    {
      name: 'aks-paused',
      pools: [
        { ...slowPool, count: 1 },
        { name: 'np1', count: 1 },
      ],
    },
  ],
  aborted: [{ name: 'aks-aborted', pools: [slowPool] }],
  canceled: [{ name: 'aks-canceled' }],
  shared: [{ name: 'aks-shared' }],
  other: [{ name: 'aks-other' }],
  gate: [
    { name: 'aks-gate-test', tags: { ring: 'test' } },
    { name: 'aks-gate-production', tags: { ring: 'production' } },
  ],
});

const it = withDrydock({ fleet, speed: 300 })
  .extend(
    'accepted',
    ({ drydock }) =>
      (kind: string, cluster: string) =>
        untilAccepted(drydock.simulator, kind, { cluster }),
  )
  .extend(
    'operationsOf',
    ({ drydock }) =>
      async (...names: readonly string[]) =>
        (await acceptedOperations(drydock.simulator)).filter(({ cluster }) => names.includes(cluster ?? '')),
  )
  /** But for settings that are restored. */
  .extend(
    'endsOf',
    ({ operationsOf }) =>
      async (name: string) =>
        (await operationsOf(name))
          .filter(({ kind }) => kind !== 'settings')
          .map(({ kind, pool, result }) => [kind, pool, result]),
  )
  /** How Temporal shows the end of a campaign and of each of its clusters. */
  .extend('closings', ({ drydock }) => ({ name, plan }: StartedCampaign) => {
    const clusters = plan.stages.flatMap((stage) => stage.clusters);
    const ids = [`campaign/${name}`, ...clusters.map(({ resourceId }) => clusterWorkflowId(resourceId))];
    return Promise.all(
      ids.map(async (id) => {
        const handle = drydock.session.client.workflow.getHandle(id);
        const failed = await handle.result().then(
          () => null,
          (error: unknown) => (error instanceof WorkflowFailedError ? error.cause : error),
        );
        const { status } = await handle.describe();
        return { status: status.name, message: failed instanceof Error ? failed.message : null };
      }),
    );
  });

/** One Azure, one worker, a group of clusters for every question; slow enough to be met in flight. */
describe('what operators say to a running campaign', () => {
  it.concurrent('pauses after what is in flight, says what that is, and goes on where it stood', async ({
    drydock,
    accepted,
    endsOf,
    closings,
  }) => {
    const campaign = await drydock.start(groupSpec('paused'));
    await accepted('node-pool-upgrade', 'aks-paused');
    expect(await campaign.steer('pause', { reason: 'incident 7' })).toBe(
      'Paused; operations in Azure finish first. Operations may still run in Azure: aks-paused.',
    );
    const paused = await campaign.until(({ phase }) => phase === 'Paused');
    expect(paused.reason).toContain('incident 7');
    const inFlight = [
      ['control-plane-upgrade', null, 'Succeeded'],
      ['node-pool-upgrade', 'system', 'Succeeded'],
    ];
    expect(await endsOf('aks-paused')).toEqual(inFlight);
    await expect(campaign.steer('pause')).rejects.toThrow('already');
    await campaign.steer('resume');
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    expect(await closings(campaign)).toEqual([
      { status: 'COMPLETED', message: null },
      { status: 'COMPLETED', message: null },
    ]);
    expect(await endsOf('aks-paused')).toEqual([...inFlight, ['node-pool-upgrade', 'np1', 'Succeeded']]);
  });

  it.concurrent('aborts the running operation in Azure, touches nothing more and says what it left', async ({
    drydock,
    accepted,
    endsOf,
    closings,
  }) => {
    const defaults = { soak: '1m', upgradeSettings: { maxSurge: '2' } };
    const campaign = await drydock.start(groupSpec('aborted', { nodePools: { defaults } }));
    await accepted('node-pool-upgrade', 'aks-aborted');
    expect(await campaign.steer('abort', { reason: 'wrong week' })).toContain(
      'Operations may still run in Azure: aks-aborted',
    );
    expect(await campaign.result()).toMatchObject({
      phase: 'Aborted',
      reason: 'aborted by alice: wrong week',
    });
    expect(await closings(campaign)).toEqual([
      { status: 'FAILED', message: 'Aborted: aborted by alice: wrong week' },
      { status: 'FAILED', message: 'Aborted: aborted by alice: wrong week' },
    ]);
    expect(await endsOf('aks-aborted')).toEqual([
      ['control-plane-upgrade', null, 'Succeeded'],
      ['node-pool-upgrade', 'system', 'Canceled'],
      ['abort', 'system', 'Succeeded'],
    ]);
    const { notRestored } = await campaign.status();
    expect(notRestored).toMatchObject([{ pool: 'system', setting: 'maxSurge', value: '1' }]);
    expect(notRestored[0]?.command).toContain('--max-surge 1');
    expect(notRestored[0]?.condition).toContain('only once the pool is Succeeded');

    // Azure says the new version of it already: the next campaign is not taken in.
    const next = await drydock.start(groupSpec('aborted'));
    expect(next.plan.stages[0]!.clusters[0]!.steps.map(({ reason }) => reason)).toContainEqual(
      expect.stringContaining('ended as Canceled; this campaign continues it'),
    );
    await untilAccepted(drydock.simulator, 'node-pool-upgrade', { cluster: 'aks-aborted', times: 2 });
    await next.steer('abort');
    expect(await next.result()).toMatchObject({ phase: 'Aborted' });
  });

  it.concurrent('waits for a cluster that another campaign holds', async ({
    drydock,
    accepted,
    operationsOf,
  }) => {
    const first = await drydock.start(groupSpec('shared'));
    await accepted('control-plane-upgrade', 'aks-shared');
    const second = await drydock.start(groupSpec('shared'));
    const results = await Promise.all([first.result(), second.result()]);
    expect(results.map(({ phase }) => phase)).toContain('Completed');
    const upgrades = (await operationsOf('aks-shared')).filter(({ kind }) => kind.endsWith('upgrade'));
    expect(upgrades).toHaveLength(2);
  });

  it.concurrent('opens a gate only for a named approver other than the starter, and only for the plan that runs', async ({
    drydock,
    operationsOf,
  }) => {
    const campaign = await drydock.start(
      groupSpec('gate', {
        stages: [
          { name: 'test', clusters: [{ tags: { ring: 'test' } }], approval: { approvers: ['oncall'] } },
          { name: 'production', clusters: [{ tags: { ring: 'production' } }] },
        ],
      }),
    );
    await campaign.until((status) => status.waitingFor.some(({ kind }) => kind === 'gate'));
    const { digest } = campaign.plan;
    const approve = (by: string, about: string) =>
      campaign.steer('approve', { gate: 'test', digest: about, by });
    await expect(approve('alice', digest)).rejects.toThrow('alice started the campaign');
    await expect(approve('mallory', digest)).rejects.toThrow('not an approver');
    await expect(approve('oncall', 'sha256:other')).rejects.toThrow('about plan sha256:other');
    await expect(campaign.steer('approve', { gate: 'production', digest, by: 'oncall' })).rejects.toThrow(
      'no gate',
    );
    const both = ['aks-gate-test', 'aks-gate-production'];
    const before = await operationsOf(...both);
    expect(new Set(before.map(({ cluster }) => cluster))).toEqual(new Set(['aks-gate-test']));
    await campaign.steer('reject', { gate: 'test', digest, by: 'oncall', reason: 'error rate is up' });
    expect(await campaign.result()).toMatchObject({
      phase: 'Aborted',
      reason: 'gate/test was rejected by oncall: error rate is up',
    });
    expect(await operationsOf(...both)).toEqual(before);
    const { decisions } = await campaign.status();
    expect(decisions.map(({ verb, by }) => `${verb} by ${by}`)).toEqual([
      'start by alice',
      'reject by oncall',
    ]);
  });

  it.concurrent('runs no campaign but the one whose digest was reviewed', async ({
    drydock,
    operationsOf,
  }) => {
    const campaign = await drydock.start(groupSpec('other'), 'alice', {
      forceUpgrade: { approvers: [], longestMs: 3_600_000 },
    });
    expect(await campaign.result()).toMatchObject({
      phase: 'Failed',
      reason: expect.stringMatching(
        new RegExp(`^the plan changed: reviewed ${campaign.plan.digest}, now sha256:\\w{64}; plan again$`),
      ),
    });
    const { workflow } = drydock.session.client;
    const history = await workflow.getHandle(`campaign/${campaign.name}`).fetchHistory();
    const { input, taskQueue } = history.events![0]!.workflowExecutionStartedEventAttributes!;
    const sent = JSON.parse(Buffer.from(input!.payloads![0]!.data!).toString()) as CampaignInput;
    const at = new Date().toISOString();
    const carried = {
      startedAt: at,
      deadline: Date.parse(at) + 10 ** 10,
      outline: outlinePlan(campaign.plan),
      clusters: [],
      nextStage: 0,
      decisions: [],
      notRestored: [],
    };
    const forged = await workflow.start(workflowTypes.campaign, {
      workflowId: `campaign/${campaign.name}-forged`,
      taskQueue: taskQueue!.name!,
      args: [{ ...sent, carried }],
    });
    await expect(forged.result()).rejects.toMatchObject({
      cause: { message: expect.stringContaining('it was started with the state of another run') },
    });
    // A cron begins later runs with the client's own state, which is none of an earlier run's.
    const workflowId = `campaign/${campaign.name}-cron`;
    const later = { cronSchedule: '@every 1s', args: [{ ...sent, carried }] };
    await workflow.start(workflowTypes.campaign, { workflowId, taskQueue: taskQueue!.name!, ...later });
    const query = `WorkflowId = "${workflowId}" AND ExecutionStatus = "Failed"`;
    const isRepeated = async () => {
      let runs = 0;
      for await (const _ of workflow.list({ query })) runs += 1;
      return runs > 1;
    };
    await vi.waitUntil(isRepeated, { timeout: 30_000, interval: 500 });
    await workflow.getHandle(workflowId).terminate();
    expect(await operationsOf('aks-other')).toEqual([]);
  });

  // Not beside the others: an abort must come before a control plane is done.
  it('takes a cancellation in Temporal as an abort', async ({ drydock, accepted, operationsOf }) => {
    const campaign = await drydock.start(groupSpec('canceled'));
    await accepted('control-plane-upgrade', 'aks-canceled');
    await drydock.session.client.workflow.getHandle(`campaign/${campaign.name}`).cancel();
    expect(await campaign.result()).toMatchObject({ phase: 'Aborted' });
    expect((await operationsOf('aks-canceled')).at(-1)).toMatchObject({ kind: 'abort' });
  });
});

import { defaultPayloadConverter } from '@temporalio/common';
import { describe, expect } from 'vitest';
import { clusterWorkflowId } from '#domain/fleet/ids.ts';
import type { CampaignStatus } from '#domain/status/status.ts';
import type { ClusterUpgradeInput } from '#protocol/cluster-upgrade.ts';
import { workflowTypes } from '#protocol/workflow-types.ts';
import { fleetFile, groupSpec, slowPool } from '../campaigns/fleet-file.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations, untilAccepted } from '../simulated/accepted-operations.ts';

const unhurried = { ...slowPool, count: 5 };
const inGroup = (resourceGroup: string) => ({ name: 'aks-prod', resourceGroup, pools: [unhurried] });

const fleet = fleetFile({
  'same-name': [inGroup('rg-blue'), inGroup('rg-green'), { name: 'aks-other' }],
  'second-attempt': [
    { name: 'aks-again', tags: { of: 'again' }, pools: [slowPool] },
    { name: 'aks-open', tags: { of: 'open' } },
  ],
  direct: [{ name: 'aks-direct' }],
  deadline: ['a', 'b', 'c'].map((letter) => ({ name: `aks-late-${letter}` })),
});

const it = withDrydock({ fleet, speed: 2400 });

const patient = { maxFailures: 9, minSuccess: '0%', maxConsecutive: 9 };
const clustersOf = ({ stages }: CampaignStatus) => stages[0]?.clusters ?? [];
const phaseOf = (status: CampaignStatus, name: string) =>
  clustersOf(status).find((cluster) => cluster.name === name)?.phase;

describe('an order reaches the cluster that it names', () => {
  it.concurrent('among clusters of the same name', async ({ drydock }) => {
    const nodePools = { defaults: { soak: '1m', timeout: '2d' } };
    const campaign = await drydock.start(
      groupSpec('same-name', { stages: [{ failurePolicy: patient }], nodePools }),
    );
    const names = ['rg-blue/aks-prod', 'rg-green/aks-prod'];
    expect(campaign.plan.stages[0]!.clusters.map(({ name }) => name)).toEqual(['aks-other', ...names]);
    await untilAccepted(drydock.simulator, 'node-pool-upgrade', { cluster: 'aks-prod', times: 2 });
    for (const verb of ['abort', 'rollback'] as const)
      await expect(campaign.steer(verb, { target: 'pool/aks-prod/system' })).rejects.toThrow(
        'aks-prod is the name of 2 clusters of this campaign. Name one of them: pool/rg-blue/aks-prod/system, pool/rg-green/aks-prod/system.',
      );
    expect(await campaign.steer('abort', { target: 'cluster/RG-Green/aks-prod' })).toContain(
      'Aborting rg-green/aks-prod',
    );
    expect(await campaign.result()).toMatchObject({
      phase: 'CompletedWithFailures',
      reason: 'aborted: rg-green/aks-prod',
    });
    const status = await campaign.status();
    expect(names.map((name) => phaseOf(status, name))).toEqual(['Completed', 'Aborted']);
    expect(status.decisions.at(-1)?.target).toBe('cluster/rg-green/aks-prod');
  });

  it.concurrent('on its second attempt, whose abort is not taken by the first', async ({ drydock }) => {
    for (const cluster of ['aks-again', 'aks-open'])
      await drydock.simulator.fault({ kind: 'deny', match: { method: 'PUT', pool: 'system', cluster } });
    const campaign = await drydock.start(
      groupSpec('second-attempt', { stages: [{ failurePolicy: patient }] }),
    );
    await campaign.until(
      (status) => clustersOf(status).filter(({ phase }) => phase === 'NeedsDecision').length === 2,
    );
    await campaign.steer('skip', { target: 'cluster/aks-again' });
    await campaign.until((status) => phaseOf(status, 'aks-again') === 'Failed');
    const other = await drydock.start(
      groupSpec('second-attempt', { stages: [{ clusters: [{ tags: { of: 'again' } }] }] }),
    );
    await untilAccepted(drydock.simulator, 'node-pool-upgrade', { cluster: 'aks-again' });
    await campaign.steer('retry', { target: 'cluster/aks-again' });
    // What is shown is the attempt that waits, not the one before it.
    await campaign.until(
      (status) =>
        status.waitingFor.some(({ kind }) => kind === 'lock') && phaseOf(status, 'aks-again') === 'Waiting',
    );
    expect(await campaign.steer('abort', { target: 'cluster/aks-again', reason: 'not twice' })).toContain(
      'Aborting aks-again',
    );
    await campaign.until((status) => phaseOf(status, 'aks-again') === 'Aborted');
    await campaign.steer('skip', { target: 'cluster/aks-open' });
    expect(await campaign.result()).toMatchObject({
      clusters: [{ phase: 'Aborted', reason: 'aborted by alice: not twice' }, {}],
    });
    await other.steer('abort');
    await other.result();
    const upgrades = (await acceptedOperations(drydock.simulator)).filter(
      ({ cluster, kind }) => cluster === 'aks-again' && kind === 'node-pool-upgrade',
    );
    expect(upgrades).toHaveLength(1);
  });
});

it('a campaign past its deadline starts nothing, and its clusters that wait are still decided on', async ({
  drydock,
}) => {
  for (const letter of ['a', 'b'])
    await drydock.simulator.fault({
      kind: 'deny',
      match: { method: 'PUT', pool: 'system', cluster: `aks-late-${letter}` },
    });
  const campaign = await drydock.start(
    groupSpec('deadline', {
      stages: [{ failurePolicy: patient }],
      timeouts: { cluster: '12h', campaign: '12h' },
    }),
  );
  await campaign.until(needsDecision);
  await campaign.until(({ reason }) => reason === 'timeouts.campaign is exceeded: no further cluster starts');
  await campaign.steer('retry', { target: 'cluster/aks-late-a' });
  await campaign.until((status) => phaseOf(status, 'aks-late-a') === 'Completed');
  await campaign.steer('skip', { target: 'cluster/aks-late-b' });
  expect(await campaign.result()).toMatchObject({
    phase: 'CompletedWithFailures',
    reason: expect.stringContaining('timeouts.campaign') as unknown,
    clusters: [{ phase: 'Completed' }, { phase: 'Failed' }, { phase: 'Completed' }],
  });
});

describe('a cluster is upgraded by a campaign alone', () => {
  it.concurrent('and not by a client that starts its workflow', async ({ drydock }) => {
    const match = { method: 'PUT', cluster: 'aks-direct' };
    await drydock.simulator.fault({ kind: 'deny', match, times: 1 });
    const campaign = await drydock.start(groupSpec('direct'));
    await campaign.until(needsDecision);
    const { client } = drydock.session;
    const lock = clusterWorkflowId(campaign.plan.stages[0]!.clusters[0]!.resourceId);
    const { events } = await client.workflow.getHandle(lock).fetchHistory();
    const [payload] = events![0]!.workflowExecutionStartedEventAttributes!.input!.payloads!;
    const input = defaultPayloadConverter.fromPayload<ClusterUpgradeInput>(payload!);
    await campaign.steer('skip', { target: 'cluster/aks-direct' });
    await campaign.result();
    const strangers = [
      [lock, input.campaignWorkflowId],
      [`${lock}-2`, input.campaignWorkflowId],
      [lock, 'campaign/never'],
      [lock, lock],
    ] as const;
    for (const [workflowId, campaignWorkflowId] of strangers) {
      const started = client.workflow.execute(workflowTypes.clusterUpgrade, {
        workflowId,
        taskQueue: drydock.worker().taskQueue,
        args: [{ ...input, campaignWorkflowId }],
      });
      await expect(started).rejects.toMatchObject({
        cause: { type: 'NotOfACampaign', message: expect.stringContaining('Nothing was changed') as string },
      });
    }
    const accepted = await acceptedOperations(drydock.simulator);
    expect(accepted.filter(({ cluster }) => cluster === 'aks-direct')).toEqual([]);
  });
});

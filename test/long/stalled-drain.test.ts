import { KubeConfig, PolicyV1Api } from '@kubernetes/client-node';
import { describe, expect } from 'vitest';
import { clusterWorkflowId } from '#domain/fleet/ids.ts';
import type { CampaignStatus, ClusterStatus, StepStatus } from '#domain/status/status.ts';
import { fleetFile, groupSpec } from '../campaigns/fleet-file.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations, tell } from '../simulated/accepted-operations.ts';

/** Its control plane is up to date; no budget of it ever lets its one pod go. */
const blockedCluster = (name: string) => ({
  name,
  version: '1.34.1',
  pools: [{ name: 'system', mode: 'System', count: 2, version: '1.33.5' }],
  workloads: [
    { kind: 'Deployment', namespace: 'shop', name: 'till', replicas: 1, budget: { minAvailable: 1 } },
  ],
});
/** No budget is there yet, and AKS tries for a day also when the file's settings are no longer the pool's. */
const free = (name: string) => ({
  ...blockedCluster(name),
  pools: [
    {
      ...blockedCluster(name).pools[0],
      properties: { upgradeSettings: { drainTimeoutInMinutes: 1440 } },
    },
  ],
  workloads: [{ kind: 'Deployment', namespace: 'shop', name: 'till', replicas: 1 }],
});
const fleet = fleetFile({
  told: [blockedCluster('aks-told')],
  asked: [blockedCluster('aks-asked')],
  left: [blockedCluster('aks-left')],
  forced: [blockedCluster('aks-forced')],
  aborted: [blockedCluster('aks-aborted')],
  back: [free('aks-back')],
  halfway: [free('aks-halfway')],
});

/** As a plain key it looks like a promise's `then` to linters. */
const fields = { afterwards: 'then' } as const;

interface More {
  readonly forceUpgrade?: object;
  /** Of the pool. */
  readonly soak?: string;
}

/** AKS tries for a day; the rule of the file comes much earlier. */
const spec = (group: string, then: string, { soak = '1m', ...more }: More = {}) =>
  groupSpec(group, {
    ...more,
    nodePools: {
      defaults: {
        soak,
        timeout: '5d',
        upgradeSettings: { drainTimeoutInMinutes: 1440 },
        stalledDrain: { notifyAfter: '10m', [fields.afterwards]: then, after: '20m' },
      },
    },
  });

const only = (status: CampaignStatus): ClusterStatus => status.stages[0]!.clusters[0]!;
const poolOf = (status: CampaignStatus): StepStatus =>
  only(status).steps.find(({ pool }) => pool === 'system')!;
const blockedSince = (status: CampaignStatus) => poolOf(status).nodeSteps?.atWork[0]?.blocker?.since;
const blocked =
  /pdb shop\/till: pod shop\/till-\S+ of Deployment shop\/till on aks-system-\S+, (for|since) \d/;

const it = withDrydock({ fleet, speed: 1200 })
  .extend(
    'named',
    ({ drydock }) =>
      (cluster: string) =>
        drydock.simulator.ready.clusters.find(({ name }) => name === cluster)!,
  )
  .extend('budgetsOf', ({ named }) => (cluster: string): PolicyV1Api => {
    const config = new KubeConfig();
    config.loadFromFile(named(cluster).kubeconfigFile);
    return config.makeApiClient(PolicyV1Api);
  })
  /** Its pool was upgraded and soaks; then a budget comes, and a person takes it back. */
  .extend('goBackHeldUp', ({ drydock, budgetsOf }) => async (group: string, then: string) => {
    const cluster = `aks-${group}`;
    const campaign = await drydock.start(spec(group, then, { soak: '20d' }));
    await campaign.until(({ waitingFor }) => waitingFor.some(({ name }) => name === `${cluster}/system`));
    await budgetsOf(cluster).createNamespacedPodDisruptionBudget({
      namespace: 'shop',
      body: {
        metadata: { name: 'till' },
        spec: { minAvailable: 1, selector: { matchLabels: { app: 'till' } } },
      },
    });
    await campaign.steer('rollback', { target: `pool/${cluster}/system`, reason: 'it is slow' });
    return campaign;
  })
  .extend('fix', ({ budgetsOf }) => async (cluster: string): Promise<void> => {
    await budgetsOf(cluster).deleteNamespacedPodDisruptionBudget({ namespace: 'shop', name: 'till' });
  })
  .extend('needsAttention', ({ drydock, named }) => async (cluster: string): Promise<unknown> => {
    const workflow = drydock.session.client.workflow.getHandle(clusterWorkflowId(named(cluster).resourceId));
    const { searchAttributes } = await workflow.describe();
    return searchAttributes.DrydockNeedsAttention?.[0];
  })
  .extend('operationsOf', ({ drydock }) => async (cluster: string): Promise<readonly string[]> => {
    return (await acceptedOperations(drydock.simulator)).filter((each) => each.cluster === cluster).map(tell);
  });

describe.concurrent('a drain that a budget blocks', () => {
  it('is reported with node, pod, budget and owner, asks for attention, and continues once the budget is fixed', async ({
    drydock,
    fix,
    needsAttention,
  }) => {
    const campaign = await drydock.start(spec('told', 'Wait'));
    const told = await campaign.until(({ waitingFor }) => waitingFor.some(({ kind }) => kind === 'drain'));
    const step = poolOf(told);
    expect(told.phase).toBe('Running');
    expect(step).toMatchObject({ phase: 'Running', blockedBy: expect.stringMatching(blocked) });
    expect(told.waitingFor.find(({ kind }) => kind === 'drain')).toMatchObject({
      name: 'aks-told/system',
      until: null,
      act: expect.stringMatching(
        /fix it, or drydock abort \S+ --target pool\/aks-told\/system --reason TEXT/,
      ),
    });
    expect(await needsAttention('aks-told')).toBe(true);
    const seen = poolOf(await campaign.until((status) => poolOf(status).nodeSteps !== undefined)).nodeSteps;
    expect(seen).toMatchObject({
      counts: { draining: 1, waiting: 1, surge: 1 },
      atWork: [{ step: 'draining', podsLeft: 1, blocker: { by: 'pdb shop/till' } }],
    });

    await fix('aks-told');
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await needsAttention('aks-told')).toBe(false);
  });

  it('needs a decision whichever worker reads it, again after an operator said to wait, until the drain continues', async ({
    drydock,
    fix,
    operationsOf,
  }) => {
    const campaign = await drydock.start(spec('asked', 'Ask'));
    expect(only(await campaign.until(needsDecision)).reason).toMatch(blocked);
    const since = blockedSince(await campaign.until((status) => blockedSince(status) !== undefined));
    await drydock.worker().kill();
    await drydock.restartWorker();
    const after = await campaign.until((status) => blockedSince(status) !== undefined);
    expect([after.phase, blockedSince(after)]).toEqual(['NeedsDecision', since]);
    await campaign.steer('retry', { target: 'cluster/aks-asked' });
    const again = await campaign.until((status) => needsDecision(status) && status.decisions.length > 1);
    expect(only(again).reason).toMatch(blocked);
    await fix('aks-asked');
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await operationsOf('aks-asked')).not.toContain('aks-asked abort system');
  });

  it('is aborted in Azure for a person who wants the pool left', async ({ drydock, operationsOf }) => {
    const campaign = await drydock.start(spec('left', 'Ask'));
    await campaign.until(needsDecision);
    await campaign.steer('skip', { target: 'pool/aks-left/system', reason: 'not this one' });
    expect((await campaign.result()).clusters).toMatchObject([
      { phase: 'CompletedWithFailures', reason: expect.stringContaining('system') },
    ]);
    expect(await operationsOf('aks-left')).toContain('aks-left abort system');
  });

  it('is aborted in Azure and forced for a second person who says so', async ({ drydock, operationsOf }) => {
    const forMs = 4 * 3_600_000;
    const campaign = await drydock.start(spec('forced', 'Ask', { forceUpgrade: { approvers: ['bob'] } }));
    const asked = await campaign.until(needsDecision);
    expect(asked.waitingFor.find(({ kind }) => kind === 'decision')?.act).toContain('or drydock force');
    await campaign.steer('force', { target: 'cluster/aks-forced', forMs, by: 'bob' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await operationsOf('aks-forced')).toContain('aks-forced abort system');
  });

  it('is aborted in Azure where the file says so; a person then decides', async ({
    drydock,
    fix,
    operationsOf,
  }) => {
    const campaign = await drydock.start(spec('aborted', 'Abort'));
    const asked = only(await campaign.until(needsDecision));
    expect(asked.reason).toMatch(/aborted as the file says/);
    expect(asked.reason).toMatch(blocked);
    expect(await operationsOf('aks-aborted')).toContain('aks-aborted abort system');
    await fix('aks-aborted');
    await campaign.steer('retry', { target: 'cluster/aks-aborted' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
  });

  it('in a rollback is reported as in an upgrade, needs a decision even where the file says Abort, and is never aborted by rule', async ({
    goBackHeldUp,
    fix,
    operationsOf,
  }) => {
    const campaign = await goBackHeldUp('back', 'Abort');
    const told = await campaign.until((status) => poolOf(status).nodeSteps?.atWork[0]?.blocker != null);
    expect(poolOf(told)).toMatchObject({
      phase: 'RollingBack',
      nodeSteps: { atWork: [{ step: 'draining', podsLeft: 1, blocker: { by: 'pdb shop/till' } }] },
    });
    const asked = await campaign.until(needsDecision);
    expect(only(asked).reason).toMatch(/^The drain of system, which is being rolled back, is blocked by/);
    expect(only(asked).reason).toMatch(blocked);
    expect(poolOf(asked)).toMatchObject({
      phase: 'RollingBack',
      detail: expect.stringMatching(/^rolling back to 1\.33\.5/),
      blockedBy: expect.stringMatching(blocked),
    });
    expect(asked.waitingFor.find(({ kind }) => kind === 'decision')?.act).toMatch(
      /^drydock retry \S+ --target cluster\/aks-back --reason TEXT \(waits another 20m; or fix it; or skip, which/,
    );
    await campaign.steer('retry', { target: 'cluster/aks-back' });
    await campaign.until((status) => status.waitingFor.some(({ kind }) => kind === 'drain'));
    await fix('aks-back');
    expect((await campaign.result()).clusters).toMatchObject([{ phase: 'RolledBack' }]);
    expect(await operationsOf('aks-back')).not.toContain('aks-back abort system');
  });

  it('in a rollback is aborted in Azure for a person who wants the cluster left', async ({
    goBackHeldUp,
    operationsOf,
  }) => {
    const campaign = await goBackHeldUp('halfway', 'Ask');
    await campaign.until(needsDecision);
    await campaign.steer('skip', { target: 'cluster/aks-halfway', reason: 'it is night' });
    const { clusters } = await campaign.result();
    expect(clusters).toMatchObject([{ phase: 'Failed' }]);
    expect(await operationsOf('aks-halfway')).toContain('aks-halfway abort system');
  });
});

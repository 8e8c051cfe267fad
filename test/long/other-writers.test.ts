import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { clusterWorkflowId } from '#domain/fleet/ids.ts';
import type { CampaignStatus, ClusterStatus } from '#domain/status/status.ts';
import { fleetFile, groupSpec, slowPool } from '../campaigns/fleet-file.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import type { StartedCampaign } from '../processes/drydock.ts';
import { broken } from '../rules/ledger-rules.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations, tell } from '../simulated/accepted-operations.ts';

const stable = { properties: { autoUpgradeProfile: { upgradeChannel: 'stable' } } };
/** Written out as a key, `then` looks like a promise's to linters. */
const fields = { afterwards: 'then' } as const;
const orFail = { [fields.afterwards]: 'Fail' };
const autoscaled = { enableAutoScaling: true, minCount: 1, maxCount: 5 };

/** Karpenter's nodes belong to no node pool of AKS and are not upgraded with one. */
const provisionedNode = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'aks-default-x7k2p', labels: { 'karpenter.sh/nodepool': 'default' } },
  spec: {},
  status: { nodeInfo: { kubeletVersion: 'v1.33.5' } },
};

const fleet = fleetFile({
  shared: [
    {
      name: 'aks-shared',
      version: '1.33.6',
      pools: [{ name: 'system', mode: 'System', count: 1, version: '1.33.5' }],
    },
  ],
  held: [{ name: 'aks-held' }],
  busy: ['aks-busy-a', 'aks-busy-b', 'aks-busy-c'].map((name) => ({ name })),
  'busy-fails': [{ name: 'aks-busy-fails' }],
  stopped: [{ name: 'aks-stopped', stopped: true }, { name: 'aks-not-stopped' }],
  halted: ['aks-halted-a', 'aks-halted-b', 'aks-halted-c'].map((name) => ({ name })),
  'halted-asks': ['aks-asks-a', 'aks-asks-b'].map((name) => ({ name })),
  suspended: [{ name: 'aks-suspended', ...stable }],
  'aborted-at-rest': [{ name: 'aks-aborted-at-rest', ...stable }],
  'aborted-half-way': [{ name: 'aks-aborted-half-way', ...stable, pools: [slowPool] }],
  'channel-fails': [{ name: 'aks-channel', ...stable }, { name: 'aks-no-channel' }],
  killed: [{ name: 'aks-killed', ...stable }],
  special: [
    { name: 'aks-entra', entra: true, properties: { disableLocalAccounts: true } },
    {
      name: 'aks-karpenter',
      properties: { nodeProvisioningProfile: { mode: 'Auto' } },
      manifests: [provisionedNode],
    },
    { name: 'aks-local' },
    { name: 'aks-private', properties: { apiServerAccessProfile: { enablePrivateCluster: true } } },
    {
      name: 'aks-spot',
      pools: [
        { name: 'system', mode: 'System' },
        { name: 'spot', properties: { scaleSetPriority: 'Spot' } },
      ],
    },
    {
      name: 'aks-vms',
      pools: [
        { name: 'system', mode: 'System' },
        { name: 'vms', count: 2, properties: { type: 'VirtualMachines' } },
        { name: 'managed', properties: { mode: 'ManagedSystem', type: 'VirtualMachines' } },
      ],
    },
  ],
  'silent-reset': [{ name: 'aks-silent-reset' }],
  'silent-503': [{ name: 'aks-silent-503' }],
  'no-entry-401': [{ name: 'aks-no-entry-401' }],
  'no-entry-403': [{ name: 'aks-no-entry-403' }],
  moving: [
    {
      name: 'aks-moving',
      pools: [
        { name: 'system', mode: 'System', count: 2, properties: autoscaled },
        { name: 'work', count: 3, properties: autoscaled },
      ],
    },
  ],
});

/** In minutes: what lasts so long ends in time only where the test ends it. */
const aMonth = 30 * 24 * 60;

const clustersOf = ({ stages }: CampaignStatus) => stages.flatMap(({ clusters }) => clusters);
const cluster = (name: string, status: CampaignStatus) =>
  clustersOf(status).find((each) => each.name === name);
const waitsIn = (kind: string, { waitingFor }: CampaignStatus) =>
  waitingFor.some((each) => each.kind === kind);
const soaks =
  (name: string) =>
  ({ waitingFor }: CampaignStatus) =>
    waitingFor.some((wait) => wait.kind === 'soak' && wait.name === name);

const isDeferred = (seen: ClusterStatus | undefined) => seen?.phase === 'Deferred';

interface Properties {
  readonly provisioningState: string;
  readonly autoUpgradeProfile: { readonly upgradeChannel: string };
}

const it = withDrydock({ fleet, speed: 2400 })
  .extend('happen', ({ drydock }) => async (scheduledEvent: object) => {
    const { status, text } = await drydock.simulator.ask('/_simulator/scheduled-events', {
      method: 'POST',
      body: { after: '0s', ...scheduledEvent },
    });
    if (status !== 200) throw new Error(text);
  })
  .extend(
    'operationsOf',
    ({ drydock }) =>
      async (...names: readonly string[]) =>
        (await acceptedOperations(drydock.simulator)).filter((each) => names.includes(each.cluster ?? '')),
  )
  .extend(
    'upgradesOf',
    ({ operationsOf }) =>
      async (...names: readonly string[]) =>
        (await operationsOf(...names)).filter(({ kind }) => kind.endsWith('-upgrade')).map(tell),
  )
  .extend('propertiesOf', ({ drydock }) => async (name: string) => {
    const { text } = await drydock.simulator.ask(`/_simulator/state?cluster=${name}`);
    const { clusters } = JSON.parse(text) as { clusters: [{ properties: Properties }] };
    return clusters[0].properties;
  })
  .extend(
    'channelOf',
    ({ propertiesOf }) =>
      async (name: string) =>
        (await propertiesOf(name)).autoUpgradeProfile.upgradeChannel,
  )
  .extend('untilIdle', ({ propertiesOf }) => async (name: string) => {
    while ((await propertiesOf(name)).provisioningState !== 'Succeeded') await pause(20);
  })
  /** Every breach of the rules of change on these clusters. */
  .extend(
    'breaches',
    ({ operationsOf }) =>
      async (names: readonly string[], steps: readonly string[]) =>
        broken(await operationsOf(...names), { steps, stages: [], isOpen: () => true }),
  )
  .extend('untilState', ({ drydock }) => async (name: string, power: string): Promise<void> => {
    const look = async () => (await drydock.simulator.ask(`/_simulator/state?cluster=${name}`)).text;
    while (!(await look()).includes(`"powerState":{"code":"${power}"}`)) await pause(20);
  })
  /** Its verification asks for the nodes, so the pool's own count was read already. */
  .extend('untilVerified', ({ drydock }) => async (): Promise<void> => {
    const { resourceId } = drydock.simulator.ready.clusters.find(({ name }) => name === 'aks-moving')!;
    const workflow = drydock.session.client.workflow.getHandle(clusterWorkflowId(resourceId));
    const looks = async () =>
      /\{[^{}]*\{[^{}]*aks-moving[^{}]*\}[^{}]*\}/.exec(
        (await drydock.simulator.ask('/_simulator/faults')).text,
      )?.[0];
    const isVerifying = async () => {
      const { raw } = await workflow.describe().catch(() => ({ raw: null }));
      return (raw?.pendingActivities ?? []).some(({ activityType }) => activityType?.name === 'verifyNodes');
    };
    let before = await looks();
    while (!(await isVerifying())) {
      before = await looks();
      await pause(20);
    }
    while ((await looks()) === before) await pause(20);
  });

/** One Azure, one worker, a group of clusters for every question. */
const bothSteps = (name: string) => [
  `${name} control-plane-upgrade 1.33.5 -> 1.34.1`,
  `${name} node-pool-upgrade system 1.33.5 -> 1.34.1`,
];

describe.concurrent('other writers at the same cluster', () => {
  it('wait for the one that holds it, by name, and get their turn, or are refused by their own file', async ({
    drydock,
    happen,
    breaches,
  }) => {
    await drydock.simulator.fault({
      kind: 'conflict',
      minutes: aMonth,
      match: { cluster: 'aks-shared', method: 'PUT' },
    });
    const poolsOnly = { type: 'NodePoolsOnly', kubernetesVersion: '1.33.6' };
    const first = await drydock.start(
      groupSpec('shared', {
        name: 'first',
        upgrade: { type: 'ControlPlaneOnly' },
        cluster: { controlPlaneSoak: '30d', onBusy: { wait: '30d' } },
      }),
    );
    const held = await first.until((status) => waitsIn('lock', status));
    expect(held.waitingFor[0]).toMatchObject({
      name: 'aks-shared',
      act: expect.stringMatching(/another operation/i),
    });
    await happen({ kind: 'foreign-operation-ends', cluster: 'aks-shared' });
    const [second, nightly, strict] = await Promise.all([
      drydock.start(
        groupSpec('shared', { name: 'second', upgrade: poolsOnly, cluster: { onBusy: { wait: '30d' } } }),
      ),
      drydock.start(
        groupSpec('shared', { name: 'nightly', upgrade: poolsOnly, cluster: { onBusy: { wait: '0s' } } }),
      ),
      drydock.start(
        groupSpec('shared', {
          name: 'strict',
          upgrade: poolsOnly,
          cluster: { onBusy: { wait: '0s', ...orFail } },
        }),
      ),
    ]);
    const waiting = await second.until((status) => waitsIn('lock', status));
    expect(waiting.waitingFor).toMatchObject([
      { kind: 'lock', name: 'aks-shared', act: `campaign ${first.name} holds the cluster` },
    ]);
    expect(cluster('aks-shared', waiting)?.reason).toBe(
      `waits for campaign ${first.name}, which holds the cluster`,
    );
    const reason = expect.stringContaining(`campaign ${first.name} held the cluster`);
    expect(await nightly.result()).toMatchObject({ clusters: [{ phase: 'Skipped', reason }] });
    expect(await strict.result()).toMatchObject({
      phase: 'Failed',
      clusters: [{ phase: 'Failed', reason }],
    });
    await first.until((status) => waitsIn('soak', status));
    await first.steer('promote', { target: 'cluster/aks-shared' });
    expect(await first.result()).toMatchObject({ phase: 'Completed' });
    expect(await second.result()).toMatchObject({ phase: 'Completed' });
    expect(
      await breaches(
        ['aks-shared'],
        [
          'aks-shared control-plane-upgrade 1.33.6 -> 1.34.1',
          'aks-shared node-pool-upgrade system 1.33.5 -> 1.33.6',
        ],
      ),
    ).toEqual([]);
  });

  it('are waited for no longer once the cluster, or the whole campaign, is aborted', async ({
    drydock,
    upgradesOf,
  }) => {
    const holder = await drydock.start(groupSpec('held', { cluster: { controlPlaneSoak: '30d' } }));
    await holder.until((status) => waitsIn('soak', status));
    const patient = () => drydock.start(groupSpec('held', { cluster: { onBusy: { wait: '30d' } } }));
    const [one, other] = await Promise.all([patient(), patient()]);
    await Promise.all([one, other].map((each) => each.until((status) => waitsIn('lock', status))));
    await one.steer('pause');
    await one.until(({ phase }) => phase === 'Paused');
    await one.steer('abort', { target: 'cluster/aks-held', reason: 'not today' });
    await one.steer('resume');
    expect(await one.result()).toMatchObject({
      clusters: [{ phase: 'Aborted', reason: expect.stringContaining('not today') }],
    });
    await other.steer('abort');
    expect(await other.result()).toMatchObject({ phase: 'Aborted' });
    expect(await upgradesOf('aks-held')).toEqual(bothSteps('aks-held').slice(0, 1));
  });
});

describe.concurrent('a cluster that is busy', () => {
  it('is left for the others and gets another turn when they are done', async ({
    drydock,
    happen,
    operationsOf,
    untilIdle,
    breaches,
  }) => {
    await drydock.simulator.fault({
      kind: 'conflict',
      minutes: aMonth,
      match: { cluster: 'aks-busy-a', method: 'PUT' },
    });
    const campaign = await drydock.start(
      groupSpec('busy', { cluster: { afterCluster: { soak: '5d' }, onBusy: { wait: '2m' } } }),
    );
    const promote = async (name: string) => {
      await campaign.until(soaks(name));
      await campaign.steer('promote', { target: `cluster/${name}` });
    };
    const skipped = await campaign.until((status) => isDeferred(cluster('aks-busy-a', status)));
    await happen({ kind: 'foreign-operation-ends', cluster: 'aks-busy-a' });
    await untilIdle('aks-busy-a');
    for (const name of ['aks-busy-b', 'aks-busy-c', 'aks-busy-a']) await promote(name);
    expect(cluster('aks-busy-a', skipped)?.reason).toContain('cluster.onBusy');
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    const end = await campaign.status();
    const [begun] = await operationsOf('aks-busy-a');
    for (const name of ['aks-busy-b', 'aks-busy-c'])
      expect(Date.parse(cluster(name, end)!.finishedAt!)).toBeLessThan(Date.parse(begun!.at));
    const names = clustersOf(end).map(({ name }) => name);
    expect(await breaches(names, names.flatMap(bothSteps))).toEqual([]);
  });

  it('asks a person where the file says Fail', async ({ drydock, operationsOf }) => {
    await drydock.simulator.fault({
      kind: 'conflict',
      minutes: aMonth,
      match: { cluster: 'aks-busy-fails', method: 'PUT' },
    });
    const campaign = await drydock.start(
      groupSpec('busy-fails', { cluster: { onBusy: { wait: '2m', ...orFail } } }),
    );
    const asked = await campaign.until(needsDecision);
    expect(cluster('aks-busy-fails', asked)?.reason).toContain('longer than cluster.onBusy allows');
    await campaign.steer('skip', { target: 'cluster/aks-busy-fails' });
    expect(await campaign.result()).toMatchObject({ phase: 'Failed' });
    expect(await operationsOf('aks-busy-fails')).toEqual([]);
  });
});

describe.concurrent('a cluster that is stopped', () => {
  it('is left out of the plan, or blocks it, as the file says', async ({ drydock, operationsOf }) => {
    const strict = await drydock.start(groupSpec('stopped', { cluster: { onStopped: 'Fail' } }));
    expect(await strict.result()).toMatchObject({
      phase: 'Failed',
      reason: expect.stringContaining('stopped, and onStopped is Fail: aks-stopped'),
    });
    expect(await operationsOf('aks-stopped', 'aks-not-stopped')).toEqual([]);
    const campaign = await drydock.start(groupSpec('stopped'));
    expect(await campaign.result()).toMatchObject({
      phase: 'Completed',
      reason: 'skipped: aks-stopped',
      clusters: [
        { phase: 'Completed' },
        { phase: 'Skipped', reason: expect.stringContaining('it is stopped; start it') },
      ],
    });
  });

  const oneByOne = [{ maxConcurrency: 1 }];

  it('after the plan was made is passed over, and done when it is up again', async ({
    drydock,
    happen,
    upgradesOf,
    untilState,
  }) => {
    const campaign = await drydock.start(
      groupSpec('halted', { stages: oneByOne, cluster: { afterCluster: { soak: '5d' } } }),
    );
    const promote = async (name: string) => {
      await campaign.until(soaks(name));
      await campaign.steer('promote', { target: `cluster/${name}` });
    };
    await campaign.until(soaks('aks-halted-a'));
    await happen({ kind: 'stop', cluster: 'aks-halted-b' });
    await untilState('aks-halted-b', 'Stopped');
    await promote('aks-halted-a');
    const skipped = await campaign.until((status) => isDeferred(cluster('aks-halted-b', status)));
    expect(cluster('aks-halted-b', skipped)?.reason).toContain('aks-halted-b is stopped');
    await happen({ kind: 'start', cluster: 'aks-halted-b' });
    await untilState('aks-halted-b', 'Running');
    for (const name of ['aks-halted-c', 'aks-halted-b']) await promote(name);
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await upgradesOf('aks-halted-a', 'aks-halted-b', 'aks-halted-c')).toEqual(
      ['aks-halted-a', 'aks-halted-c', 'aks-halted-b'].flatMap(bothSteps),
    );
  });

  it('after the plan was made asks a person where the file says Fail', async ({
    drydock,
    happen,
    untilState,
  }) => {
    const campaign = await drydock.start(
      groupSpec('halted-asks', {
        stages: oneByOne,
        cluster: { onStopped: 'Fail', afterCluster: { soak: '5d' } },
      }),
    );
    await campaign.until(soaks('aks-asks-a'));
    await happen({ kind: 'stop', cluster: 'aks-asks-b' });
    await untilState('aks-asks-b', 'Stopped');
    await campaign.steer('promote', { target: 'cluster/aks-asks-a' });
    const asked = await campaign.until(needsDecision);
    expect(cluster('aks-asks-b', asked)?.reason).toContain('start it, then retry');
    await happen({ kind: 'start', cluster: 'aks-asks-b' });
    await untilState('aks-asks-b', 'Running');
    await campaign.steer('retry', { target: 'cluster/aks-asks-b' });
    await campaign.until(soaks('aks-asks-b'));
    await campaign.steer('promote', { target: 'cluster/aks-asks-b' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
  });
});

describe.concurrent('an automatic upgrade channel', () => {
  const suspending = (group: string, more: object = {}) =>
    groupSpec(group, { cluster: { onAutoUpgradeConflict: 'Suspend', ...more } });
  const inSoak = (campaign: StartedCampaign) => campaign.until((status) => waitsIn('soak', status));

  it('is none while the cluster is ours, and put back after', async ({ drydock, channelOf }) => {
    const campaign = await drydock.start(suspending('suspended', { controlPlaneSoak: '5d' }));
    await inSoak(campaign);
    expect(await channelOf('aks-suspended')).toBe('none');
    await campaign.steer('promote', { target: 'cluster/aks-suspended' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    expect(await channelOf('aks-suspended')).toBe('stable');
  });

  it('is put back after an abort where the cluster rests', async ({ drydock, channelOf }) => {
    const campaign = await drydock.start(suspending('aborted-at-rest', { controlPlaneSoak: '30d' }));
    await inSoak(campaign);
    await campaign.steer('abort');
    expect(await campaign.result()).toMatchObject({ phase: 'Aborted' });
    expect(await channelOf('aks-aborted-at-rest')).toBe('stable');
    expect((await campaign.status()).notRestored).toEqual([]);
  });

  it('is named with its command after an abort that leaves a pool half upgraded', async ({
    drydock,
    operationsOf,
    channelOf,
  }) => {
    const name = 'aks-aborted-half-way';
    const campaign = await drydock.start(suspending('aborted-half-way'));
    while (!(await operationsOf(name)).some(({ kind }) => kind === 'node-pool-upgrade')) await pause(20);
    await campaign.steer('abort');
    expect(await campaign.result()).toMatchObject({ phase: 'Aborted' });
    expect(await channelOf(name)).toBe('none');
    expect((await campaign.status()).notRestored).toMatchObject([
      {
        cluster: name,
        setting: 'upgradeChannel',
        value: 'stable',
        command: expect.stringContaining('az aks update'),
      },
    ]);
  });

  it('leaves the cluster out, with the reason, where the file says Fail', async ({ drydock, channelOf }) => {
    const campaign = await drydock.start(groupSpec('channel-fails'));
    expect(await campaign.result()).toMatchObject({
      phase: 'Completed',
      clusters: [
        { phase: 'Skipped', reason: expect.stringContaining('automatic upgrade channel is stable') },
        { phase: 'Completed' },
      ],
    });
    expect(await channelOf('aks-channel')).toBe('stable');
  });
});

describe.concurrent('clusters that need a clear answer', () => {
  it('are warned of in the plan, and upgraded all the same', async ({ drydock }) => {
    const campaign = await drydock.start(groupSpec('special'));
    const warnings = campaign.plan.stages[0]!.clusters.map((each) => [each.name, ...each.warnings]);
    expect(warnings).toEqual([
      ['aks-entra'],
      ['aks-karpenter', expect.stringContaining('nodes that AKS provisions itself')],
      ['aks-local'],
      ['aks-private', expect.stringContaining('its API server is private')],
      ['aks-spot', expect.stringContaining('node pool spot is a Spot pool')],
      ['aks-vms'],
    ]);
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
  });

  it.for<readonly [string, object]>([
    ['reset', { kind: 'reset' }],
    ['503', { kind: 'error-answer', status: 503, code: 'ServiceUnavailable' }],
  ])(
    'say so when their API server does not answer (%s), for as long as it does not',
    async ([how, fault], { drydock }) => {
      const name = `aks-silent-${how}`;
      // There from the start, for nothing but the verification of a pool asks for nodes here.
      const away = { plane: 'kubernetes', cluster: name, pathPattern: '/nodes$' };
      await drydock.simulator.fault({ ...fault, times: 1000, match: away });
      const campaign = await drydock.start(groupSpec(`silent-${how}`));
      await campaign.until((status) =>
        (cluster(name, status)?.steps ?? []).some(({ detail }) =>
          /API server does not answer; check its network .* \(attempt \d+/.test(detail ?? ''),
        ),
      );
      await drydock.simulator.clearFaults(name);
      expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    },
  );

  it.for([
    [403, 'deny'],
    [401, 'error-answer'],
  ])(
    'say so when their API server answers %i, and go on once it lets us in',
    async ([status, kind], { drydock }) => {
      await drydock.simulator.fault({
        kind,
        ...(kind === 'error-answer' && { status, code: 'Unauthorized' }),
        match: {
          plane: 'kubernetes',
          cluster: `aks-no-entry-${status}`,
          pathPattern: '/(nodes|version)$',
        },
      });
      const campaign = await drydock.start(groupSpec(`no-entry-${status}`));
      const asked = await campaign.until(needsDecision);
      expect(clustersOf(asked)[0]!.reason).toContain('denies Drydock access');
      await campaign.steer('retry', { target: `cluster/aks-no-entry-${status}` });
      expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    },
  );

  it('are believed when an autoscaler adds or removes nodes while they are verified', async ({
    drydock,
    happen,
    untilVerified,
  }) => {
    const strikes = { plane: 'kubernetes', cluster: 'aks-moving', pathPattern: '/nodes$' };
    await drydock.simulator.fault({ kind: 'slow', milliseconds: 1000, times: 1000, match: strikes });
    // Soaks that only a promotion ends in time, so that each look is met.
    const nodePools = { defaults: { soak: '5d' } };
    const campaign = await drydock.start(groupSpec('moving', { nodePools }));
    const untilSoaking = (pool: string) =>
      campaign.until(({ waitingFor }) => waitingFor.some(({ name }) => name === `aks-moving/${pool}`));
    const promote = () => campaign.steer('promote', { target: 'cluster/aks-moving' });
    await untilVerified();
    await happen({ kind: 'autoscale', cluster: 'aks-moving', pool: 'system', count: 3 });
    await untilSoaking('system');
    await promote();
    await untilVerified();
    await happen({ kind: 'autoscale', cluster: 'aks-moving', pool: 'work', count: 1 });
    await untilSoaking('work');
    await promote();
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
  });
});

describe('a worker that is killed', () => {
  it('while a channel is suspended leaves none suspended', async ({
    drydock,
    operationsOf,
    upgradesOf,
    channelOf,
  }) => {
    const campaign = await drydock.start(
      groupSpec('killed', { cluster: { onAutoUpgradeConflict: 'Suspend' } }),
    );
    while ((await operationsOf('aks-killed')).length < 2) await pause(20);
    expect(await channelOf('aks-killed')).toBe('none');
    await drydock.worker().kill();
    await drydock.restartWorker();
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    expect(await channelOf('aks-killed')).toBe('stable');
    expect(await upgradesOf('aks-killed')).toEqual(bothSteps('aks-killed'));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Campaign, VersionUpgrade } from '#domain/campaign/campaign.ts';
import type { Cluster, NodePool } from '#domain/fleet/fleet.ts';
import type { PlanStep } from '#domain/plan/contents/plan.ts';
import { stepName } from '#domain/plan/contents/step-name.ts';
import { planCluster } from '#domain/plan/plan-cluster.ts';
import { compareVersions, minorsBetween } from '#domain/version/kubernetes-version.ts';
import { aCampaign } from '../../builders/a-campaign.ts';
import { aCluster, aPool, aWindowsPool } from '../../builders/a-cluster.ts';
import { anOffer, usualOffers } from '../../builders/a-fleet.ts';

type CampaignOver = Partial<VersionUpgrade> & {
  readonly exclude?: readonly string[];
  readonly order?: readonly string[];
  readonly onAutoUpgradeConflict?: 'Fail' | 'Suspend';
};

const aCampaignTo = (over: CampaignOver): Campaign => {
  const { exclude = [], order = ['*'], onAutoUpgradeConflict = 'Fail', ...upgrade } = over;
  const campaign = aCampaign();
  return {
    ...campaign,
    upgrade: { ...campaign.upgrade, ...upgrade },
    cluster: { ...campaign.cluster, pools: { order, exclude }, onAutoUpgradeConflict },
  };
};

const plan = (cluster: Partial<Cluster>, over: CampaignOver = {}) =>
  planCluster(aCluster(cluster), aCampaignTo(over), usualOffers, []).plan;

const words = ({ action, pool, from, to, reason }: PlanStep): string => {
  const name = stepName({ action, pool });
  return action === 'none' ? `${name}: ${reason}` : `${name} ${from} -> ${to}`;
};

const atTarget = {
  currentKubernetesVersion: '1.34.1',
  pools: [aPool({ currentOrchestratorVersion: '1.34.1' })],
};

const np1 = (over: Partial<NodePool> = {}): NodePool => aPool({ name: 'np1', mode: 'User', ...over });

it('says with which hop AKS changes the operating system of a pool', () => {
  const offers = [
    anOffer('1.34', { '1.34.1': ['1.35.5'] }),
    anOffer('1.35', { '1.35.5': ['1.36.1'] }),
    anOffer('1.36', { '1.36.1': [] }),
  ];
  const cluster = aCluster({
    currentKubernetesVersion: '1.34.1',
    pools: [aPool({ currentOrchestratorVersion: '1.34.1' })],
  });
  const campaign = aCampaignTo({ kubernetesVersion: '1.36', allowMultipleHops: true });
  const pools = planCluster(cluster, campaign, offers, []).plan.steps.filter(({ pool }) => pool !== null);
  expect(pools.map(({ to, osChange }) => [to, osChange?.to])).toEqual([
    ['1.35.5', 'Ubuntu 24.04'],
    ['1.36.1', undefined],
  ]);
});

describe('the steps of a cluster', () => {
  it.each<[string, Partial<Cluster>, CampaignOver, readonly string[]]>([
    [
      'the control plane comes first, then system pools, then the others',
      { pools: [aWindowsPool(), np1(), aPool()] },
      {},
      [
        'control plane 1.33.5 -> 1.34.1',
        'system 1.33.5 -> 1.34.1',
        'np1 1.33.5 -> 1.34.1',
        'win22 1.33.5 -> 1.34.1',
      ],
    ],
    [
      'pools that AKS alone manages, or whose machines have versions of their own, are passed over',
      {
        pools: [
          aPool({ mode: 'ManagedSystem' }),
          np1({ mode: 'Machines', count: null, currentOrchestratorVersion: '' }),
        ],
      },
      {},
      [
        'control plane 1.33.5 -> 1.34.1',
        'np1: each of its machines has a version of its own (mode Machines)',
        'system: AKS alone manages and upgrades it (mode ManagedSystem)',
      ],
    ],
    [
      'the order of the file holds',
      { pools: [np1(), aPool()] },
      { order: ['np*'] },
      ['control plane 1.33.5 -> 1.34.1', 'np1 1.33.5 -> 1.34.1', 'system 1.33.5 -> 1.34.1'],
    ],
    [
      'every hop takes the whole cluster along',
      { currentKubernetesVersion: '1.32.9', pools: [aPool({ currentOrchestratorVersion: '1.32.9' })] },
      { allowMultipleHops: true },
      [
        'control plane 1.32.9 -> 1.33.6',
        'system 1.32.9 -> 1.33.6',
        'control plane 1.33.6 -> 1.34.1',
        'system 1.33.6 -> 1.34.1',
      ],
    ],
    [
      'a control plane alone leaves the pools',
      { pools: [aPool(), np1()] },
      { type: 'ControlPlaneOnly' },
      ['control plane 1.33.5 -> 1.34.1'],
    ],
    [
      'pools alone follow the control plane',
      { currentKubernetesVersion: '1.34.1', pools: [aPool(), np1({ currentOrchestratorVersion: '1.34.1' })] },
      { type: 'NodePoolsOnly' },
      ['system 1.33.5 -> 1.34.1', 'np1: already 1.34.1'],
    ],
    [
      'a control plane at the target does not keep the pools from it',
      { currentKubernetesVersion: '1.34.1', pools: [aPool()] },
      {},
      ['control plane: already 1.34.1', 'system 1.33.5 -> 1.34.1'],
    ],
    [
      'a pool that lags goes through every minor',
      { pools: [aPool({ currentOrchestratorVersion: '1.32.9' })] },
      { allowMultipleHops: true },
      ['control plane 1.33.5 -> 1.34.1', 'system 1.32.9 -> 1.33.6', 'system 1.33.6 -> 1.34.1'],
    ],
    [
      'what is left out stands in its place with the reason',
      {
        pools: [
          aPool({ powerState: 'Stopped' }),
          np1({ tags: { 'Drydock-Hold': 'ask Kim' } }),
          np1({ name: 'np2' }),
          aWindowsPool(),
        ],
      },
      { exclude: ['win*'] },
      [
        'control plane 1.33.5 -> 1.34.1',
        'system: it is stopped',
        'np1: blocked by its tag drydock-hold',
        'np2 1.33.5 -> 1.34.1',
        'win22: excluded by the campaign',
      ],
    ],
    [
      'everything at the target is nothing to do',
      { currentKubernetesVersion: '1.34.1', pools: [aPool({ currentOrchestratorVersion: '1.34.1' })] },
      {},
      ['control plane: already 1.34.1', 'system: already 1.34.1'],
    ],
  ])('%s', (_rule, cluster, over, steps) => {
    const { blocked, steps: planned } = plan(cluster, over);
    expect(blocked).toEqual([]);
    expect(planned.map(words)).toEqual(steps);
  });

  it('tell of a pool its image, nodes, surge and strategy', () => {
    const [, step] = plan({ pools: [aPool({ count: 5, upgradeSettings: { maxSurge: '50%' } })] }).steps;
    expect(step).toEqual({
      action: 'upgrade-node-pool',
      pool: 'system',
      from: '1.33.5',
      to: '1.34.1',
      image: {
        from: 'AKSUbuntu-2204gen2containerd-202509.23.0',
        to: 'AKSUbuntu-2204gen2containerd-202510.19.0',
      },
      nodes: 5,
      surge: 1,
      reason: null,
      strategy: aCampaign().nodePools.defaults,
    });
  });

  it('surge by the own value of the pool where the campaign names none', () => {
    const campaign = aCampaign();
    const defaults = { ...campaign.nodePools.defaults, upgradeSettings: {} };
    const pools = [aPool({ count: 5, upgradeSettings: { maxSurge: '33%' } })];
    const { steps } = planCluster(
      aCluster({ pools }),
      { ...campaign, nodePools: { ...campaign.nodePools, defaults } },
      usualOffers,
      [],
    ).plan;
    expect(steps.map(({ surge }) => surge)).toEqual([0, 2]);
  });

  it.each(['Failed', 'Canceled'])(
    'go on with a pool that is %s although Azure says it is there',
    (provisioningState) => {
      const there = { orchestratorVersion: '1.34.1', currentOrchestratorVersion: '1.34.1' };
      const pools = [aPool(there), aPool({ ...there, name: 'np1', mode: 'User', provisioningState })];
      const { steps } = plan({ kubernetesVersion: '1.34.1', currentKubernetesVersion: '1.34.1', pools });
      expect(steps.filter(({ pool }) => pool !== null)).toMatchObject([
        { pool: 'system', action: 'none', reason: 'already 1.34.1' },
        {
          pool: 'np1',
          action: 'upgrade-node-pool',
          from: '1.34.1',
          to: '1.34.1',
          reason: `half done: its last operation ended as ${provisioningState}; this campaign continues it`,
        },
      ]);
    },
  );

  it('leave the image to Azure where the newest one was not asked for', () => {
    const [, step] = plan({ pools: [aPool({ latestNodeImageVersion: null })] }).steps;
    expect(step?.image?.to).toBeNull();
  });
});

describe('a cluster is left out, with nothing done to it,', () => {
  it.each<[string, Partial<Cluster>, CampaignOver, readonly string[]]>([
    ['if it is stopped', { powerState: 'Stopped' }, {}, ['it is stopped; start it, then plan again']],
    [
      'if it was not understood',
      { notUnderstood: ['tags is no map of texts'] },
      {},
      ["Azure's answer was not understood: tags is no map of texts"],
    ],
    [
      'if a pool was not understood, even one that seems to be there',
      { pools: [np1({ currentOrchestratorVersion: '1.34.1', notUnderstood: ['count is no whole number'] })] },
      {},
      ["node pool np1: Azure's answer was not understood: count is no whole number"],
    ],
    [
      'if Azure does not say how many nodes a pool has',
      { pools: [np1({ count: null })] },
      {},
      [expect.stringContaining('node pool np1: Azure does not say how many nodes it has')],
    ],
    [
      'if it is an Automatic one',
      { isAutomatic: true, upgradeChannel: 'stable' },
      {},
      [expect.stringContaining('AKS upgrades it by its channel stable, in its own maintenance window')],
    ],
    [
      'if a pool is an availability set',
      { pools: [np1({ type: 'AvailabilitySet' })] },
      {},
      [expect.stringContaining('az aks update -g GROUP -n CLUSTER --migrate-vmas-to-vms')],
    ],
    ['if a tag holds it', { tags: { 'drydock-hold': '' } }, {}, ['blocked by its tag drydock-hold']],
    [
      'if its last operation failed',
      { provisioningState: 'Failed' },
      {},
      [
        'its last operation ended as Failed; fix it (az aks update -g GROUP -n CLUSTER reconciles it), then plan again',
      ],
    ],
    [
      'if the last operation of a pool was canceled',
      { pools: [aPool({ provisioningState: 'Canceled' })] },
      {},
      [
        'node pool system: its last operation ended as Canceled; let a campaign that works on it finish (drydock list), or continue the operation (az aks nodepool upgrade -g GROUP --cluster-name CLUSTER -n system --kubernetes-version 1.33.5, or --node-image-only in place of the version), or exclude it; then plan again',
      ],
    ],
    [
      'if no path leads to the target',
      { currentKubernetesVersion: '1.32.9' },
      {},
      ['1.32 -> 1.34 skips 1.33; set allowMultipleHops or upgrade to 1.33 first'],
    ],
    [
      'if no path leads a pool to the target',
      { pools: [aPool({ currentOrchestratorVersion: '1.32.9' })] },
      {},
      ['node pool system: 1.32 -> 1.34 skips 1.33; set allowMultipleHops or upgrade to 1.33 first'],
    ],
    [
      'if a channel would have its control plane refused',
      { upgradeChannel: 'stable' },
      {},
      [
        'its automatic upgrade channel is stable, with which AKS refuses to upgrade the control plane alone; set it to none (az aks update -g GROUP -n CLUSTER --auto-upgrade-channel none) or let the campaign do so (onAutoUpgradeConflict: Suspend), then plan again',
      ],
    ],
    [
      'if a pool that stays would fall too far behind',
      { pools: [np1({ currentOrchestratorVersion: '1.30.4' })] },
      { exclude: ['np1'] },
      ['node pool np1: 1.30.4 would be more than 3 minors behind the control plane (1.34.1)'],
    ],
    [
      'if its pools would overtake the control plane',
      {},
      { type: 'NodePoolsOnly' },
      ['node pools at 1.34.1 would be ahead of the control plane (1.33.5); upgrade the control plane first'],
    ],
    [
      'if a pool runs Windows Server 2019',
      { pools: [aWindowsPool({ name: 'win19', osSKU: 'Windows2019' })] },
      {},
      [
        'node pool win19: AKS does not offer Windows Server 2019 from Kubernetes 1.33 on; the Windows version of a pool cannot be changed: move its workloads to a new pool of Windows Server 2022 or Windows Server 2025 (upgrade.type: Migrate; container images need that base), or exclude the pool',
      ],
    ],
    [
      'if its version cannot be read',
      { currentKubernetesVersion: '' },
      {},
      ['"" is not a Kubernetes version'],
    ],
    [
      'for every reason at once',
      { powerState: 'Stopped', tags: { 'drydock-hold': '' }, currentKubernetesVersion: '1.34.1' },
      { kubernetesVersion: '1.33' },
      [
        'blocked by its tag drydock-hold',
        'it is stopped; start it, then plan again',
        '1.34.1 -> 1.33 is a downgrade, which AKS does not support',
      ],
    ],
  ])('%s', (_rule, cluster, over, blocked) => {
    const planned = plan(cluster, over);
    expect(planned.blocked).toEqual(blocked);
    expect(planned.steps.length > 0).toBe(blocked.length === 0);
  });

  it('but not for a channel, a failed pool or Windows 2019 that it does not touch', () => {
    const pools = [
      aPool(),
      aWindowsPool({ name: 'win19', osSKU: 'Windows2019', provisioningState: 'Failed' }),
    ];
    const upgraded = { currentKubernetesVersion: '1.34.1', upgradeChannel: 'stable', pools };
    expect(plan(upgraded, { exclude: ['win19'] })).toMatchObject({
      blocked: [],
      warnings: ['its automatic upgrade channel is stable: AKS may upgrade it automatically'],
    });
  });
});

describe('a cluster that upgrades itself', () => {
  const suspending = { onAutoUpgradeConflict: 'Suspend' } as const;

  it.each<[string, Partial<Cluster>, CampaignOver, readonly string[]]>([
    [
      'has its channel suspended first and put back last',
      { upgradeChannel: 'stable' },
      {},
      [
        'suspend channel stable -> none',
        'control plane 1.33.5 -> 1.34.1',
        'system 1.33.5 -> 1.34.1',
        'resume channel none -> stable',
      ],
    ],
    [
      'once, however many hops',
      { upgradeChannel: 'node-image', currentKubernetesVersion: '1.32.9', pools: [] },
      { allowMultipleHops: true },
      [
        'suspend channel node-image -> none',
        'control plane 1.32.9 -> 1.33.6',
        'control plane 1.33.6 -> 1.34.1',
        'resume channel none -> node-image',
      ],
    ],
    [
      'also where only node pools are upgraded',
      { upgradeChannel: 'patch', currentKubernetesVersion: '1.34.1' },
      { type: 'NodePoolsOnly' },
      ['suspend channel patch -> none', 'system 1.33.5 -> 1.34.1', 'resume channel none -> patch'],
    ],
    [
      'but not where there is nothing to do',
      { ...atTarget, upgradeChannel: 'stable' },
      {},
      ['control plane: already 1.34.1', 'system: already 1.34.1'],
    ],
    [
      'nor where it has no channel',
      { upgradeChannel: 'none' },
      { type: 'ControlPlaneOnly' },
      ['control plane 1.33.5 -> 1.34.1'],
    ],
  ])('%s', (_rule, cluster, over, steps) => {
    const planned = plan(cluster, { ...suspending, ...over });
    expect([planned.blocked, planned.steps.map(words)]).toEqual([[], steps]);
  });

  it('is left out if suspending would continue with a half-done pool that the campaign leaves alone', () => {
    const pools = [aPool(), np1({ provisioningState: 'Failed' })];
    const over = { ...suspending, exclude: ['np1'] };
    expect(plan({ upgradeChannel: 'stable', pools }, over).blocked).toEqual([
      'node pool np1: its last operation ended as Failed, and suspending the channel would continue it; fix it, then plan again',
    ]);
  });

  it('has a warning if its channel stays and only its pools are upgraded', () => {
    const cluster = { upgradeChannel: 'patch', currentKubernetesVersion: '1.34.1' };
    expect(plan(cluster, { type: 'NodePoolsOnly' })).toMatchObject({
      blocked: [],
      warnings: ['its automatic upgrade channel is patch: AKS may upgrade it automatically'],
    });
  });
});

describe('a warning is given', () => {
  it.each<[string, Partial<Cluster>, CampaignOver, readonly string[]]>([
    ['of nothing, where nothing is to be said', {}, {}, []],
    [
      'where another operation runs',
      { provisioningState: 'Updating', pools: [aPool({ provisioningState: 'Scaling' })] },
      {},
      ['another operation runs (it is Updating, node pool system is Scaling); Drydock waits for it'],
    ],
    [
      'where AKS may be the one that is at work',
      {
        nodeOSUpgradeChannel: 'NodeImage',
        pools: [aPool({ provisioningState: 'UpgradingNodeImageVersion' })],
      },
      {},
      [
        'another operation runs (node pool system is UpgradingNodeImageVersion); Drydock waits for it; AKS may have begun it by its node OS channel NodeImage',
      ],
    ],
    [
      'of a Spot pool',
      { pools: [np1({ scaleSetPriority: 'Spot' })] },
      {},
      [expect.stringContaining('node pool np1 is a Spot pool: Azure adds no surge nodes')],
    ],
    [
      'not of a Spot pool that is skipped',
      { pools: [np1({ scaleSetPriority: 'Spot' })] },
      { exclude: ['np1'] },
      [],
    ],
    [
      'of a private API server',
      { isPrivate: true },
      {},
      ['its API server is private: the worker has to reach its network to look at the nodes'],
    ],
    [
      'of nodes outside every node pool',
      { nodeProvisioning: 'Auto' },
      {},
      ['nodes that AKS provisions itself are outside its node pools: this campaign does not upgrade them'],
    ],
    [
      'of an autoscaler',
      { pools: [aPool(), np1({ autoscaling: { min: 2, max: 9 } })] },
      {},
      ['node pool np1 is autoscaled (2 to 9 nodes): its count may change meanwhile'],
    ],
    [
      'of none of these where nothing is done',
      {
        ...atTarget,
        isPrivate: true,
        nodeProvisioning: 'Auto',
        pools: atTarget.pools.map((pool) => ({ ...pool, autoscaling: { min: 2, max: 9 } })),
      },
      {},
      [],
    ],
    [
      'where a pool stays two minors behind',
      { pools: [np1({ currentOrchestratorVersion: '1.32.9' })] },
      { exclude: ['np1'] },
      ['node pool np1: 1.32.9 is 2 minors behind the control plane (1.34.1); 3 is the limit'],
    ],
  ])('%s', (_rule, cluster, over, warnings) => {
    expect(plan(cluster, over).warnings).toEqual(warnings);
  });
});

describe('whatever the cluster', () => {
  const versions = fc.constantFrom<string[]>(
    '1.30.4',
    '1.31.10',
    '1.32.9',
    '1.33.2',
    '1.33.5',
    '1.33.6',
    '1.34.0',
    '1.34.1',
    '1.35.0',
    '',
  );
  const pools = fc.uniqueArray(
    fc
      .record({
        name: fc.constantFrom('system', 'np1', 'np2', 'win22'),
        mode: fc.constantFrom('System' as const, 'User' as const),
        osType: fc.constantFrom('Linux' as const, 'Windows' as const),
        powerState: fc.constantFrom('Running' as const, 'Running' as const, 'Stopped' as const),
        currentOrchestratorVersion: versions,
        count: fc.nat({ max: 20 }),
      })
      .map((over) => aPool(over)),
    { selector: ({ name }) => name, minLength: 1 },
  );
  const clusters = fc.record({
    currentKubernetesVersion: versions,
    supportPlan: fc.constantFrom('KubernetesOfficial' as const, 'AKSLongTermSupport' as const),
    upgradeChannel: fc.constantFrom<string[]>('none', 'stable'),
    pools,
  });
  const campaigns = fc.record({
    type: fc.constantFrom('Full' as const, 'ControlPlaneOnly' as const, 'NodePoolsOnly' as const),
    kubernetesVersion: fc.constantFrom('1.33', '1.33.6', '1.34', '1.34.0', '1.35', '1.36'),
    allowMultipleHops: fc.boolean(),
    exclude: fc.constantFrom<readonly string[]>([], ['np*']),
    onAutoUpgradeConflict: fc.constantFrom('Fail' as const, 'Suspend' as const),
  });

  it('its channel is none while anything of it is upgraded alone, and is what it was after', () => {
    fc.assert(
      fc.property(clusters, campaigns, (cluster, over) => {
        let channel = cluster.upgradeChannel;
        for (const { action, from, to } of plan(cluster, over).steps) {
          if (action === 'upgrade-control-plane') expect(channel).toBe('none');
          if (!action.endsWith('auto-upgrade')) continue;
          expect([from, to]).toContain('none');
          expect(from).toBe(channel);
          channel = to;
        }
        expect(channel).toBe(cluster.upgradeChannel);
      }),
      { numRuns: 1000 },
    );
  });

  it('no step goes back or skips a minor, and no pool is ever ahead of the control plane or too far behind', () => {
    fc.assert(
      fc.property(clusters, campaigns, (cluster, over) => {
        const { steps } = plan(cluster, over);
        const standing = new Map(cluster.pools.map((pool) => [pool.name, pool.currentOrchestratorVersion]));
        let controlPlane = cluster.currentKubernetesVersion;
        for (const { action, pool, from, to } of steps.filter((step) => step.action.startsWith('upgrade-'))) {
          expect(from).toBe(pool === null ? controlPlane : standing.get(pool));
          expect(compareVersions(to, from)).toBeGreaterThan(0);
          expect(minorsBetween(from, to)).toBeLessThanOrEqual(1);
          if (action === 'upgrade-control-plane') {
            controlPlane = to;
            for (const version of standing.values())
              expect(minorsBetween(version, to)).toBeLessThanOrEqual(3);
          } else {
            standing.set(pool ?? '', to);
            expect(compareVersions(to, controlPlane)).toBeLessThanOrEqual(0);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('every pool that the campaign is about stands in the plan: upgraded, or once with the reason', () => {
    fc.assert(
      fc.property(clusters, campaigns, (cluster, over) => {
        const { steps, blocked } = plan(cluster, over);
        if (blocked.length > 0 || over.type === 'ControlPlaneOnly') return;
        for (const { name } of cluster.pools) {
          const own = steps.filter(({ pool }) => pool === name);
          const idle = own.filter(({ action }) => action === 'none');
          expect([own.length > 0, idle.length <= (own.length === 1 ? 1 : 0)]).toEqual([true, true]);
          expect(idle.every(({ reason }) => reason !== null && reason !== '')).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import type { Campaign } from '#domain/campaign/campaign.ts';
import type { Cluster, Fleet } from '#domain/fleet/fleet.ts';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import { aCampaign, aNightlyWindow, anApproval, aRing, aStage } from '../../builders/a-campaign.ts';
import { aCluster, aPool, aWindowsPool } from '../../builders/a-cluster.ts';
import { aFleet, usualOffers } from '../../builders/a-fleet.ts';

const now = Date.parse('2026-11-20T08:00:00Z');
const hour = 3_600_000;

const plan = (over: Partial<Campaign>, clusters: readonly Cluster[], offers: Fleet['offers'] = {}) =>
  planCampaign({
    campaign: aCampaign(over),
    specDigest: 'sha256:spec',
    fleet: aFleet(clusters, offers),
    now,
  });

const atTarget = (over: Partial<Cluster> = {}): Cluster =>
  aCluster({
    currentKubernetesVersion: '1.34.1',
    pools: [aPool({ currentOrchestratorVersion: '1.34.1' })],
    ...over,
  });

describe('the plan of a campaign', () => {
  const rings = [
    aRing('test', { soakMs: 12 * hour, approval: anApproval({ approvers: ['oncall'] }) }),
    aRing('canary', { approval: anApproval({ required: false, expiresMs: null }) }),
    aRing('production', { soakMs: hour, approval: anApproval({ approvers: ['oncall'] }) }),
  ];
  const clusters = rings.map(({ name }) => aCluster({ name: `aks-${name}`, tags: { ring: name } }));

  it('has a gate after each stage that asks, never after the last', () => {
    const { stages } = plan({ stages: rings }, clusters);
    expect(stages.map(({ gates }) => gates)).toEqual([
      [{ name: 'test', approvers: ['oncall'], quorum: 1, expires: '3d', onExpiry: 'Pause' }],
      [],
      [],
    ]);
  });

  it('names clusters of the same name in two stages by their groups, which changes no digest', () => {
    const aks = (ring: string) =>
      aCluster({
        name: 'aks-prod',
        tags: { ring },
        resourceId: `/subscriptions/1/resourceGroups/rg-${ring}/providers/Microsoft.ContainerService/managedClusters/aks-prod`,
      });
    const both = plan({ stages: rings }, [aks('test'), aks('production')]);
    const namesOf = ({ stages }: typeof both) =>
      stages.flatMap((stage) => stage.clusters.map(({ name }) => name));
    expect(namesOf(both)).toEqual(['rg-test/aks-prod', 'rg-production/aks-prod']);
    const alone = plan({ stages: rings }, [aks('test')]);
    expect(namesOf(alone)).toEqual(['aks-prod']);
    expect(alone.stages[0]!.clusters[0]!.digest).toBe(both.stages[0]!.clusters[0]!.digest);
  });

  it('says soaks and windows in words', () => {
    const { stages } = plan({ stages: rings, maintenance: aNightlyWindow() }, clusters);
    expect(stages.map(({ soak, window }) => [soak, window])).toEqual([
      ['12h', 'daily 22:00-02:00 UTC'],
      ['0s', 'daily 22:00-02:00 UTC'],
      ['1h', 'daily 22:00-02:00 UTC'],
    ]);
    expect(plan({}, [aCluster()]).stages[0]?.window).toBe('always');
  });

  it.each<[string, readonly Cluster[], Fleet['offers'], string]>([
    ['is pinned where all clusters agree', [aCluster(), aCluster({ name: 'b' })], {}, '1.34.1'],
    [
      'stays as asked where locations differ',
      [aCluster(), aCluster({ name: 'b', location: 'northeurope' })],
      {
        northeurope: usualOffers.map((offer) => ({
          ...offer,
          patches: offer.minor === '1.34' ? { '1.34.0': [] } : offer.patches,
        })),
      },
      '1.34',
    ],
    [
      'does not ask clusters that are left out',
      [aCluster(), aCluster({ name: 'b', currentKubernetesVersion: '1.32.9' })],
      {},
      '1.34.1',
    ],
    ['stays as asked where no cluster takes part', [aCluster({ powerState: 'Stopped' })], {}, '1.34'],
  ])('has a target that %s', (_rule, selected, offers, target) => {
    expect(plan({}, selected, offers).target).toBe(target);
  });

  it('says of a cluster that two stages select where it belongs', () => {
    const { stages } = plan({ stages: [aRing('test'), aStage({ name: 'rest' })] }, clusters);
    expect(stages[0]?.clusters[0]?.warnings).toEqual([
      'stage rest selects it too; it belongs to the first, test',
    ]);
  });

  it.each([
    ['still lasts', '2126-01-01T00:00:00Z', 1],
    ['is over', '1969-12-31T23:59:59Z', 0],
  ])('says of a foreign force that %s what it does', (_, forcedUntil, times) => {
    const { stages } = plan({}, [aCluster({ forcedUntil })]);
    const warnings = stages[0]?.clusters[0]?.warnings.filter((each) =>
      each.startsWith('its upgrades are forced'),
    );
    expect(warnings).toHaveLength(times);
  });

  it('counts what is upgraded, each pool once however many hops', () => {
    const old = aCluster({
      name: 'old',
      currentKubernetesVersion: '1.32.9',
      pools: [aPool({ currentOrchestratorVersion: '1.32.9' })],
    });
    const both = aCluster({ name: 'both', pools: [aPool(), aWindowsPool({ vmSize: 'Standard_D8s_v5' })] });
    const stopped = aCluster({ name: 'stopped', powerState: 'Stopped' });
    const upgrade = { type: 'Full', kubernetesVersion: '1.34', allowMultipleHops: true } as const;
    expect(plan({ upgrade }, [old, both, stopped, atTarget()]).totals).toEqual({
      clusters: 4,
      pools: 3,
      nodes: 8,
      blocked: 1,
      unchanged: 1,
      surgeNodes: 1,
      surgeVcpus: 8,
    });
  });

  const { nodePools } = aCampaign();
  const upgradeSettings = { maxSurge: '100%', maxUnavailable: '0' };
  const allAtOnce = { nodePools: { ...nodePools, defaults: { ...nodePools.defaults, upgradeSettings } } };

  it.each([
    [1, 3, 12],
    [2, 5, 20],
    ['100%', 6, 24],
  ] as const)('counts the surge of as many clusters as run at a time: %j', (maxConcurrency, nodes, vcpus) => {
    const surging = (name: string, ...surges: readonly number[]) =>
      aCluster({
        name,
        pools: surges.map((count, index) => aPool({ name: `np${index}`, count })),
      });
    const clusters = [surging('a', 1, 1), surging('b', 3, 2), surging('c', 2, 1)];
    const { totals } = plan({ stages: [aStage({ maxConcurrency })], ...allAtOnce }, clusters);
    expect([totals.surgeNodes, totals.surgeVcpus]).toEqual([nodes, vcpus]);
  });

  it('counts the surge of the hungriest stage', () => {
    const stages = ['test', 'production'].map((ring) => aRing(ring, { maxConcurrency: 1 }));
    const clusters = [1, 4].map((count, index) =>
      aCluster({
        name: `c${index}`,
        tags: { ring: stages[index]!.name },
        pools: [aPool({ count })],
      }),
    );
    expect(plan({ stages, ...allAtOnce }, clusters).totals.surgeNodes).toBe(4);
  });

  it('does not guess the vCPUs of a machine that it does not know', () => {
    const { totals } = plan({}, [aCluster({ pools: [aPool({ vmSize: 'Special' })] })]);
    expect([totals.surgeNodes, totals.surgeVcpus]).toEqual([1, null]);
  });
});

describe('a plan may not start', () => {
  const gone = aCluster({ name: 'gone' }).resourceId;
  const unstopped = { cluster: { ...aCampaign().cluster, onStopped: 'Fail' } } as const;
  it.each<[string, Partial<Campaign>, readonly Cluster[], readonly string[]]>([
    ['if nothing keeps it: it may', {}, [aCluster()], []],
    [
      'if it selects nothing',
      { stages: [aRing('test')] },
      [aCluster()],
      ['stage test selects 0 clusters, at least 1 expected; no cluster has a tag ring'],
    ],
    [
      'if it selects nothing, even where that was expected',
      { stages: [aRing('test', { expect: { min: 0, max: null } })] },
      [aCluster()],
      ['the campaign selects no cluster at all'],
    ],
    [
      'if it selects fewer than expected',
      { stages: [aStage({ expect: { min: 2, max: null } })] },
      [aCluster()],
      ['stage all selects 1 cluster, at least 2 expected'],
    ],
    [
      'if it selects more than expected',
      { stages: [aStage({ expect: { min: 1, max: 1 } })] },
      [aCluster(), aCluster({ name: 'b' })],
      ['stage all selects 2 clusters, at most 1 expected'],
    ],
    [
      'if it names a cluster that is not there',
      { stages: [aStage({ clusters: [{ resourceId: aCluster().resourceId }, { resourceId: gone }] })] },
      [aCluster()],
      [`stage all names a cluster that Azure does not show: ${gone}`],
    ],
    [
      'if it names a cluster by a mistyped id',
      {
        stages: [
          aStage({ clusters: [{ resourceId: `${aCluster().resourceId}x` }], expect: { min: 0, max: null } }),
        ],
      },
      [aCluster()],
      [
        `stage all names a cluster that Azure does not show: ${aCluster().resourceId}x; did you mean ${aCluster().resourceId}?`,
      ],
    ],
    [
      'if every cluster is blocked',
      {},
      [aCluster({ powerState: 'Stopped' })],
      ['nothing can be done: every cluster is blocked'],
    ],
    [
      'if those not blocked are at the target',
      {},
      [aCluster({ powerState: 'Stopped' }), atTarget({ name: 'b' })],
      ['nothing can be done: 1 of 2 clusters is blocked, and nothing can begin on the others'],
    ],
    [
      'but may if one of two is blocked',
      {},
      [aCluster({ powerState: 'Stopped' }), aCluster({ name: 'b' })],
      [],
    ],
    ['but may if all are at the target', {}, [atTarget()], []],
    [
      'if a cluster is stopped that must not be',
      unstopped,
      [aCluster({ powerState: 'Stopped' }), aCluster({ name: 'b' })],
      ['stopped, and onStopped is Fail: aks-one-weu; start them or exclude them, then plan again'],
    ],
    [
      'but may if the stopped one has the hold tag',
      unstopped,
      [aCluster({ powerState: 'Stopped', tags: { 'Drydock-Hold': '' } }), aCluster({ name: 'b' })],
      [],
    ],
    [
      'and names ten stopped clusters at most',
      unstopped,
      Array.from({ length: 12 }, (_, index) =>
        aCluster({ name: `c${10 + index}`, powerState: index < 11 ? 'Stopped' : 'Running' }),
      ),
      [
        'stopped, and onStopped is Fail: c10, c11, c12, c13, c14, c15, c16, c17, c18, c19 and 1 more; start them or exclude them, then plan again',
      ],
    ],
  ])('%s', (_rule, over, clusters, blocked) => {
    expect(plan(over, clusters).blocked).toEqual(blocked);
  });

  it('once for all subscriptions that are not shown', () => {
    const fleet = { ...aFleet([aCluster()]), missingSubscriptions: ['5b1d', '77e0'] };
    const { blocked } = planCampaign({ campaign: aCampaign(), specDigest: 'sha256:spec', fleet, now });
    expect(blocked).toEqual([
      'the campaign names 2 subscriptions that Azure does not show: 5b1d, 77e0 (mistyped, or this identity may read nothing there; see az account list)',
    ]);
  });

  it('if a subscription that it names is not shown, whatever the others have', () => {
    const fleet = { ...aFleet([aCluster()]), missingSubscriptions: ['5b1d'] };
    const { blocked } = planCampaign({ campaign: aCampaign(), specDigest: 'sha256:spec', fleet, now });
    expect(blocked).toEqual([
      'the campaign names a subscription that Azure does not show: 5b1d (mistyped, or this identity may read nothing there; see az account list)',
    ]);
  });
});

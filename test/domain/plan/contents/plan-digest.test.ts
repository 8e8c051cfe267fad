import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Approval, Campaign } from '#domain/campaign/campaign.ts';
import type { Cluster, NodePool } from '#domain/fleet/fleet.ts';
import { digestPlan } from '#domain/plan/contents/plan-digest.ts';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import { planCluster } from '#domain/plan/plan-cluster.ts';
import { canonicalJson, digestText } from '#domain/text/digest.ts';
import { aCampaign, aNightlyWindow, anApproval, aRing } from '../../../builders/a-campaign.ts';
import { aCluster, aPool } from '../../../builders/a-cluster.ts';
import { aFleet, usualOffers } from '../../../builders/a-fleet.ts';

const campaign = aCampaign({ stages: [aRing('test'), aRing('production')] });
const [test, production] = campaign.stages as [Campaign['stages'][number], Campaign['stages'][number]];
const pay = aCluster({
  name: 'aks-pay',
  tags: { ring: 'production' },
  pools: [aPool(), aPool({ name: 'np1', mode: 'User' })],
});
const clusters = [aCluster({ name: 'aks-test', tags: { ring: 'test' } }), pay] as const;

const planOf = (over: Partial<Campaign>, fleet: readonly Cluster[], specDigest: string, now: number) =>
  planCampaign({ campaign: { ...campaign, ...over }, specDigest, fleet: aFleet(fleet), now });

const digestOf = (
  over: Partial<Campaign> = {},
  fleet: readonly Cluster[] = clusters,
  specDigest = 'sha256:1',
) => planOf(over, fleet, specDigest, 0).digest;

const agreed = digestOf();

describe('an approval stays bound to its plan', () => {
  const harmless = fc.record({
    count: fc.integer({ min: 0, max: 100 }),
    vmSize: fc.string(),
    nodeImageVersion: fc.string(),
    latestNodeImageVersion: fc.option(fc.string()),
    eTag: fc.string(),
    provisioningState: fc.constantFrom('Succeeded', 'Scaling', 'Updating'),
    autoscaling: fc.option(fc.record({ min: fc.nat(), max: fc.nat() })),
  });
  const harmlessForClusters = fc.record({
    eTag: fc.string(),
    provisioningState: fc.constantFrom('Succeeded', 'Updating'),
    nodeOSUpgradeChannel: fc.constantFrom('None', 'NodeImage'),
    entra: fc.boolean(),
    localAccounts: fc.boolean(),
    isPrivate: fc.boolean(),
    nodeProvisioning: fc.constantFrom('Manual' as const, 'Auto' as const),
  });

  it('whatever happens to node counts, machines, images, access and running operations', () => {
    fc.assert(
      fc.property(harmless, harmlessForClusters, fc.nat(), (over, own, now) => {
        const pools = pay.pools.map((pool): NodePool => ({ ...pool, ...over }));
        const fleet = [clusters[0], { ...pay, ...own, pools }];
        expect(planOf({}, fleet, 'sha256:1', now).digest).toBe(agreed);
      }),
    );
  });

  it.each<[string, readonly Cluster[]]>([
    ['in which order Azure lists clusters', clusters.toReversed()],
    ['in which order Azure lists pools', [clusters[0], { ...pay, pools: pay.pools.toReversed() }]],
    ['in which case Azure spells an id', [clusters[0], { ...pay, resourceId: pay.resourceId.toUpperCase() }]],
    ['in which case a tag is written', [clusters[0], { ...pay, tags: { Ring: 'production' } }]],
  ])('no matter %s', (_what, fleet) => {
    expect(digestOf({}, fleet)).toBe(agreed);
  });

  it('no matter under which name the campaign is started', () => {
    expect(digestOf({ name: 'other' })).toBe(agreed);
  });

  it('no matter why a cluster is left out', () => {
    const stopped = digestOf({}, [clusters[0], { ...pay, powerState: 'Stopped' }]);
    expect(digestOf({}, [clusters[0], { ...pay, provisioningState: 'Failed' }])).toBe(stopped);
    expect(stopped).not.toBe(agreed);
  });
});

describe('an approval is void once the plan differs in', () => {
  const suspending = { cluster: { ...campaign.cluster, onAutoUpgradeConflict: 'Suspend' as const } };
  const channelled = clusters.map((each) => ({ ...each, upgradeChannel: 'stable' }));
  const asking = (over: Partial<Approval>) => ({
    stages: [{ ...test, approval: anApproval(over) }, production],
  });
  const rows: readonly (readonly [string, Partial<Campaign>, (readonly Cluster[])?, string?])[] = [
    ['the text of the file', {}, clusters, 'sha256:2'],
    ['the target', { upgrade: { ...campaign.upgrade, kubernetesVersion: '1.34.0' } }],
    ['the kind of upgrade', { upgrade: { ...campaign.upgrade, type: 'ControlPlaneOnly' } }],
    ['a version that runs', {}, [clusters[0], { ...pay, currentKubernetesVersion: '1.33.6' }]],
    ['a cluster more', {}, [...clusters, { ...pay, name: 'aks-shop', resourceId: `${pay.resourceId}-2` }]],
    ['a cluster less', {}, [clusters[0]]],
    ['a pool more', {}, [clusters[0], { ...pay, pools: [...pay.pools, aPool({ name: 'np2' })] }]],
    [
      'a pool that is blocked',
      {},
      [clusters[0], { ...pay, pools: pay.pools.map((pool) => ({ ...pool, tags: { 'drydock-hold': '' } })) }],
    ],
    ['the order of pools', { cluster: { ...campaign.cluster, pools: { order: ['np*'], exclude: [] } } }],
    ['the order of stages', { stages: [production, test] }],
    ['the name of a stage', { stages: [{ ...test, name: 'first' }, production] }],
    ['a gate', asking({ required: false })],
    ['an approver', asking({ approvers: ['oncall'] })],
    ['how many have to approve', asking({ quorum: 2 })],
    ['how long a gate waits', asking({ expiresMs: 1 })],
    ['what follows from a gate without an answer', asking({ onExpiry: 'Abort' })],
    ['a soak of a stage', { stages: [{ ...test, soakMs: 1 }, production] }],
    ['how many clusters at a time', { stages: [test, { ...production, maxConcurrency: '50%' }] }],
    [
      'a failure policy',
      { stages: [test, { ...production, failurePolicy: { ...production.failurePolicy, maxFailures: 1 } }] },
    ],
    [
      'what is done about a busy cluster',
      { cluster: { ...campaign.cluster, onBusy: { waitMs: 1, afterwards: 'Skip' } } },
    ],
    ['what is done about a stopped cluster', { cluster: { ...campaign.cluster, onStopped: 'Fail' } }],
    ['what is done about a channel', { cluster: { ...campaign.cluster, onAutoUpgradeConflict: 'Suspend' } }],
    ['a soak of clusters', { cluster: { ...campaign.cluster, afterCluster: { soakMs: 1 } } }],
    ['a window', { maintenance: aNightlyWindow() }],
    ['what may be finished after it', { maintenance: aNightlyWindow({ onClose: 'FinishCluster' }) }],
    [
      'the strategy of a pool',
      { nodePools: { defaults: { ...campaign.nodePools.defaults, soakMs: 1 }, overrides: [] } },
    ],
    ['an automatic channel that has to be suspended', suspending, channelled],
    ['which channel that is', suspending, channelled.map((each) => ({ ...each, upgradeChannel: 'rapid' }))],
    ['a timeout', { timeouts: { ...campaign.timeouts, clusterMs: 1 } }],
  ];

  const digests = rows.map(([what, ...changed]) => ({ what, digest: digestOf(...changed) }));

  it.each(digests)('$what', ({ digest }) => {
    expect(digest).not.toBe(agreed);
  });

  /** Every leaf of what the file says, with another value in it; a list or an object also without content, null with one. */
  const changesOf = (value: unknown): readonly unknown[] => {
    if (Array.isArray(value))
      return [
        [...value, 'more'],
        ...value.flatMap((each, index) => changesOf(each).map((other) => value.with(index, other))),
      ];
    if (typeof value === 'object' && value !== null)
      return [
        { ...value, more: 1 },
        ...Object.entries(value).flatMap(([key, each]) =>
          changesOf(each).map((other) => ({ ...value, [key]: other })),
        ),
      ];
    if (typeof value === 'boolean') return [!value];
    return [typeof value === 'number' ? value + 1 : `${String(value)}x`];
  };

  it('any single value of the file but the name, whatever digest of the text a client supplies', () => {
    const { name: _, ...terms } = aCampaign({
      ...campaign,
      maintenance: aNightlyWindow(),
      forceUpgrade: { approvers: ['oncall'], longestMs: 1 },
    });
    const { target, stages } = planOf({}, clusters, 'sha256:1', 0);
    const of = (over: unknown) =>
      digestPlan({ ...terms, ...(over as object), name: 'a' }, 'sha256:1', { target, stages });
    const changed = changesOf(terms).map(of);
    expect(changed.length).toBeGreaterThan(150);
    expect(new Set([of({}), ...changed]).size).toBe(changed.length + 1);
  });

  it('the clock that its waits run on', () => {
    const pace = { speed: 60, virtualEpoch: 0, realEpoch: 0, simulatorId: 'a' };
    const paced = (over: object) =>
      planCampaign({
        campaign,
        specDigest: 'sha256:1',
        fleet: aFleet(clusters),
        now: 0,
        pace: { ...pace, ...over },
      });
    expect(paced({}).pace).toBe('simulator');
    expect(paced({}).digest).not.toBe(agreed);
    expect(paced({ speed: 1, realEpoch: 5, simulatorId: 'b' }).digest).toBe(paced({}).digest);
  });

  it('any two of these: no two give the same plan', () => {
    expect(new Set(digests.map(({ digest }) => digest)).size).toBe(rows.length);
  });
});

describe('a digest', () => {
  it('of a text is its SHA-256', () => {
    expect(digestText('abc')).toBe('sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('of each cluster changes with that cluster alone', () => {
    const digests = (fleet: readonly Cluster[]) =>
      planOf({}, fleet, 'sha256:1', 0).stages.flatMap((stage) => stage.clusters.map(({ digest }) => digest));
    const [first, second] = digests(clusters);
    const [same, other] = digests([clusters[0], { ...pay, currentKubernetesVersion: '1.33.6' }]);
    expect([first === same, second === other]).toEqual([true, false]);
  });

  it('of each cluster is the one that the cluster gets when it is planned alone', () => {
    const { stages } = planOf({}, clusters, 'sha256:1', 0);
    for (const cluster of clusters) {
      const alone = planCluster(cluster, campaign, usualOffers, ['a note']).plan;
      const together = stages
        .flatMap((stage) => stage.clusters)
        .find(({ resourceId }) => resourceId === cluster.resourceId);
      expect(alone.digest).toBe(together?.digest);
    }
  });

  it('does not depend on the order of keys', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([key, part]) => [key, reversed(part)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

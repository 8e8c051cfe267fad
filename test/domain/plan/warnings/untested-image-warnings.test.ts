import { describe, expect, it } from 'vitest';
import type { Campaign } from '#domain/campaign/campaign.ts';
import type { NodePool } from '#domain/fleet/fleet.ts';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import type { RebootMethod } from '#domain/reboot/reboot-terms.ts';
import { aCampaign, aRing } from '../../../builders/a-campaign.ts';
import { aCluster, aPool, aWindowsPool } from '../../../builders/a-cluster.ts';
import { aFleet } from '../../../builders/a-fleet.ts';

const current = aPool({ nodeImageVersion: aPool().latestNodeImageVersion ?? '' });

function warnings(upgrade: Campaign['upgrade'], pool = aPool()): readonly (readonly string[])[] {
  const rings = ['test', 'production'];
  const clusters = rings.map((ring) =>
    aCluster({ name: ring, tags: { ring }, pools: [pool], nodeOSUpgradeChannel: 'Unmanaged' }),
  );
  const plan = planCampaign({
    campaign: { ...aCampaign({ stages: rings.map((ring) => aRing(ring)) }), upgrade },
    specDigest: 'sha256:spec',
    fleet: aFleet(clusters),
    now: 0,
  });
  return plan.stages.flatMap((stage) =>
    stage.clusters.map((cluster) =>
      cluster.warnings.filter((each) => each.includes('reboots block no image')),
    ),
  );
}

const reboots = (...methods: RebootMethod[]): Campaign['upgrade'] => ({
  type: 'Reboot',
  reboot: {
    methods,
    kured: 'Leave',
    checkPod: null,
    drainTimeoutMs: 1_800_000,
    bootTimeoutMs: 1_200_000,
    readyForMs: 120_000,
  },
});

describe('images that no earlier stage has tested', () => {
  it('are warned of where a later stage of reboots takes them', () => {
    const [first, later] = warnings(reboots('NodeImage', 'Restart'));
    expect(first).toEqual([]);
    expect(later).toEqual([expect.stringMatching(/it gets .*202510.19.0 whether stage test has run that/)]);
  });

  it.each<[string, Parameters<typeof warnings>]>([
    ['nodes are restarted alone', [reboots('Restart')]],
    ['no newer one is there', [reboots('NodeImage', 'Restart'), current]],
    ['the rule of promotion holds', [{ type: 'NodeImageOnly', nodeImageSelection: 'Consistent' }]],
  ])('are none where %s', (_, given) => {
    expect(warnings(...given)).toEqual([[], []]);
  });
});

describe('a pool that is blocked', () => {
  const waiting = (...pools: readonly NodePool[]) => {
    const clusters = [
      aCluster({ name: 'test', tags: { ring: 'test' }, pools: [aPool()] }),
      aCluster({ name: 'production', tags: { ring: 'production' }, pools }),
    ];
    const plan = planCampaign({
      campaign: {
        ...aCampaign({ stages: [aRing('test'), aRing('production')], soaksAcrossRuns: true }),
        upgrade: { type: 'NodeImageOnly', nodeImageSelection: 'Consistent' },
      },
      specDigest: 'sha256:spec',
      fleet: aFleet(clusters),
      now: 0,
    });
    const [production] = plan.stages[1]!.clusters;
    expect(production!.blockedPools).toHaveLength(pools.length);
    return production!.warnings.filter((each) => each.includes('stays blocked'));
  };

  it('is said to wait for ever where no pool before it is of its family', () => {
    expect(waiting(aPool(), aWindowsPool())).toEqual([
      expect.stringMatching(/^node pool win22 stays blocked: no pool of stage test is of AKSWindows-2022;/),
    ]);
  });

  it('only waits where one is', () => {
    expect(waiting(aPool())).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Campaign } from '#domain/campaign/campaign.ts';
import type { Cluster } from '#domain/fleet/fleet.ts';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import { aCampaign } from '../../../builders/a-campaign.ts';
import { aCluster, aPool } from '../../../builders/a-cluster.ts';
import { aFleet, anOffer } from '../../../builders/a-fleet.ts';

const offers = [
  anOffer('1.32', { '1.32.9': ['1.33.5'] }),
  anOffer('1.33', { '1.33.5': ['1.34.1'] }),
  anOffer('1.34', { '1.34.1': [] }),
];

function warningsOf(cluster: Partial<Cluster>, campaign: Partial<Campaign> = {}): readonly string[] {
  const fleet = aFleet([aCluster(cluster)], { westeurope: offers });
  const plan = planCampaign({ campaign: aCampaign(campaign), specDigest: 'x', fleet, now: 0 });
  return plan.stages[0]?.clusters[0]?.warnings ?? [];
}

const old = { currentKubernetesVersion: '1.32.9', pools: [aPool({ currentOrchestratorVersion: '1.32.9' })] };
const hops = { upgrade: { type: 'Full', kubernetesVersion: '1.34', allowMultipleHops: true } } as const;
const onFailure = { rollback: { nodePools: 'OnFailure' } } as const;
const channel = { nodeOSUpgradeChannel: 'NodeImage' };

const closed =
  'its node pools could not go back: the node OS upgrade channel is NodeImage; az aks update -g GROUP -n CLUSTER --node-os-upgrade-channel None opens the way, also afterwards';

describe('the plan says of the rollback', () => {
  it('that a second hop of a pool closes what the first opened', () => {
    expect(warningsOf(old, hops)).toEqual([
      'node pool system: its step to 1.34.1 ends the possible rollback to 1.32.9',
    ]);
  });

  it('nothing where a pool has one hop', () => {
    expect(warningsOf({})).toEqual([]);
  });

  it.each<[string, Partial<Cluster>, Partial<Campaign>, readonly string[]]>([
    ['where pools go back by themselves', channel, onFailure, [closed]],
    ['where a person is asked', channel, {}, [closed]],
    ['not where no pool ever goes back', channel, { rollback: { nodePools: 'Never' } }, []],
    [
      'not where no pool is upgraded',
      channel,
      { ...onFailure, upgrade: { ...hops.upgrade, type: 'ControlPlaneOnly' } },
      [],
    ],
    ['not where no channel is on', {}, onFailure, []],
    [
      'not of a channel that the campaign suspends',
      { upgradeChannel: 'patch' },
      { ...onFailure, cluster: { ...aCampaign().cluster, onAutoUpgradeConflict: 'Suspend' } },
      [],
    ],
  ])('that a channel closes it, %s', (_, cluster, campaign, warnings) => {
    expect(warningsOf(cluster, campaign).filter((each) => each.includes('go back'))).toEqual(warnings);
  });
});

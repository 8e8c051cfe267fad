import { describe, expect, it } from 'vitest';
import type { NodePoolOverride } from '#domain/campaign/campaign.ts';
import type { UpgradeSettings } from '#domain/fleet/upgrade-settings.ts';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import type { StalledDrainPolicy } from '#domain/rolling-upgrade/stalled-drain.ts';
import { aCampaign } from '../../../builders/a-campaign.ts';
import { aCluster, aPool } from '../../../builders/a-cluster.ts';
import { aFleet, anOffer } from '../../../builders/a-fleet.ts';

const minute = 60_000;
const offers = [
  anOffer('1.32', { '1.32.9': ['1.33.5'] }),
  anOffer('1.33', { '1.33.5': ['1.34.1'] }),
  anOffer('1.34', { '1.34.1': [] }),
];

interface Case {
  readonly stalledDrain?: Partial<StalledDrainPolicy>;
  /** What the file sends along, and what the pool has itself. */
  readonly sent?: UpgradeSettings;
  readonly own?: UpgradeSettings;
  readonly overrides?: readonly NodePoolOverride[];
  readonly version?: string;
}

function warningsOf({ stalledDrain = {}, sent = {}, own = {}, overrides = [], version = '1.33.5' }: Case) {
  const { defaults } = aCampaign().nodePools;
  const campaign = aCampaign({
    upgrade: { type: 'Full', kubernetesVersion: '1.34', allowMultipleHops: true },
    nodePools: {
      defaults: {
        ...defaults,
        upgradeSettings: { maxSurge: '1', ...sent },
        stalledDrain: {
          notifyAfterMs: 10 * minute,
          afterwards: 'Ask',
          afterMs: 20 * minute,
          ...stalledDrain,
        },
      },
      overrides,
    },
  });
  const pools = [aPool({ currentOrchestratorVersion: version, upgradeSettings: own })];
  const fleet = aFleet([aCluster({ currentKubernetesVersion: version, pools })], { westeurope: offers });
  const plan = planCampaign({ campaign, specDigest: 'x', fleet, now: 0 });
  return (plan.stages[0]?.clusters[0]?.warnings ?? []).filter((each) => each.includes('stalledDrain'));
}

describe('the plan says of a drain that is blocked', () => {
  it('that no decision will be requested, because AKS gives up before', () => {
    expect(warningsOf({ stalledDrain: { afterMs: 45 * minute } })).toEqual([
      'node pool system: stalledDrain says Ask after 45m, but AKS gives a drain up after 30m (drainTimeoutInMinutes)',
    ]);
  });

  it.each<[string, Case]>([
    [
      'by the timeout that the file sends',
      { sent: { drainTimeoutInMinutes: 15 }, own: { drainTimeoutInMinutes: 60 } },
    ],
    ['by the timeout that the pool has', { own: { drainTimeoutInMinutes: 15 } }],
    ['by the 30 minutes of AKS, to the minute', { stalledDrain: { afterMs: 30 * minute } }],
    ['of an abort alike', { stalledDrain: { afterwards: 'Abort', afterMs: 45 * minute } }],
    [
      'by what an override says',
      { overrides: [{ match: { name: 's*' }, settings: { stalledDrain: { afterMs: 45 * minute } } }] },
    ],
    ['once, however many hops the pool takes', { stalledDrain: { afterMs: 45 * minute }, version: '1.32.9' }],
  ])('so, %s', (_, said) => {
    expect(warningsOf(said)).toHaveLength(1);
  });

  it.each<[string, Case]>([
    ['AKS tries longer', {}],
    [
      'the pool lets AKS try longer',
      { stalledDrain: { afterMs: 45 * minute }, own: { drainTimeoutInMinutes: 60 } },
    ],
    ['nothing follows', { stalledDrain: { afterwards: 'Wait', afterMs: 45 * minute } }],
    ['the pool is not upgraded', { stalledDrain: { afterMs: 45 * minute }, version: '1.34.1' }],
  ])('nothing where %s', (_, said) => {
    expect(warningsOf(said)).toEqual([]);
  });
});

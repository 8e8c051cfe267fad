import type { Campaign } from '#domain/campaign/campaign.ts';
import { resolveCount } from '#domain/campaign/count.ts';
import { type Pace, paceTime } from '#domain/campaign/pace.ts';
import type { Cluster } from '#domain/fleet/fleet.ts';
import type { ImageRecord } from '#domain/image/image-record.ts';
import type { CampaignPlan } from '#domain/plan/contents/plan.ts';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import { isSelected, subscriptionsOf } from '#domain/plan/selection.ts';
import { digestText } from '#domain/text/digest.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { readFleet } from '#procedures/read/read-fleet.ts';
import { paceOfClock } from '../clusters/read-simulated-time.ts';
import type { CampaignSource } from '../input/read-campaign.ts';
import { during } from '../view/terminal/progress.ts';

export interface MadePlan {
  readonly plan: CampaignPlan;
  readonly specDigest: string;
  /** Everything that the subscriptions have. */
  readonly clusters: readonly Cluster[];
  /** The simulator that the fleet was read from; null: it is no simulated one. */
  readonly simulatorId: string | null;
  /** The time at the clusters (ms), a simulator's where they are simulated: images have their age by it. */
  readonly clusterTime: number;
  /** null: real time. */
  readonly pace: Pace | null;
}

export interface PlanTerms {
  readonly pace: Pace | null;
  /** Campaign time (ms); absent: now. */
  readonly at?: number;
  /** What is on record. */
  readonly images?: ImageRecord;
}

/** Reads the fleet and plans. Throws what the gateways throw. */
export async function makePlan(
  source: CampaignSource,
  gateways: Gateways,
  { pace, at = paceTime(pace, Date.now()), images = [] }: PlanTerms,
): Promise<MadePlan> {
  const { campaign, text } = source;
  const clock = await gateways.readSimulatorClock();
  const fleet = await during('reading the fleet', () =>
    readFleet(gateways, {
      subscriptions: subscriptionsOf(campaign),
      apiVersion: campaign.nodePools.previewApiVersion,
      namesMissing: true,
      images: (cluster) => isSelected(campaign, cluster),
      otherWriters: (cluster) => isSelected(campaign, cluster),
      ownWindows: (campaign.maintenance?.source ?? 'Spec') !== 'Spec',
    }),
  );
  const clusterTime = paceTime(clock === null ? null : paceOfClock(clock), Date.now());
  const specDigest = digestText(text);
  const plan = planCampaign({ campaign, specDigest, fleet, now: at, images, pace });
  const simulatorId = clock?.simulator ?? null;
  return { plan, specDigest, clusters: fleet.clusters, simulatorId, clusterTime, pace };
}

/** The stages of a plan whose failure policy takes node pools back without asking. */
export function stagesRollingBack(campaign: Campaign, plan: CampaignPlan): readonly string[] {
  if (campaign.rollback.nodePools === 'Never') return [];
  const names = new Set(plan.stages.map(({ name }) => name));
  return campaign.stages
    .filter(({ name, failurePolicy }) => names.has(name) && failurePolicy.onExceeded === 'Rollback')
    .map(({ name }) => name);
}

/** How many clusters run at a time, by stage. */
export function concurrencyOf(campaign: Campaign, plan: CampaignPlan): Readonly<Record<string, number>> {
  const stages = campaign.stages.map(({ name, maxConcurrency }) => {
    const clusters = plan.stages.find((stage) => stage.name === name)?.clusters.length ?? 0;
    return [name, resolveCount(maxConcurrency, clusters)] as const;
  });
  return Object.fromEntries(stages);
}

import { asksForImages, type Campaign } from '#domain/campaign/campaign.ts';
import { type CampaignOutline, outlinePlan } from '#domain/plan/outline-plan.ts';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import { isSelected, subscriptionsOf } from '#domain/plan/selection.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { readFleet } from '#procedures/read/read-fleet.ts';
import { readMaintenance } from '#procedures/read/read-other-writers.ts';
import { campaignNow } from '../envelope/campaign-clock.ts';
import type { PacedInput } from '../envelope/paced-input.ts';
import { readFleetRecord } from './fleet-record.ts';

export interface PlanCampaignInput extends PacedInput {
  readonly campaign: Campaign;
  readonly specDigest: string;
}

/** Plans again what a person agreed to; anyone who asks compares the digests. Images are no part of what they bind to.
 * Answers with a line a cluster: hundreds of whole plans would not fit into a history. */
export function planCampaignActivity(gateways: Gateways) {
  return async ({ campaign, specDigest, pace }: PlanCampaignInput): Promise<CampaignOutline> => {
    const fleet = await readFleet(gateways, {
      subscriptions: subscriptionsOf(campaign),
      apiVersion: campaign.nodePools.previewApiVersion,
      namesMissing: true,
      images: (cluster) => asksForImages(campaign.upgrade) && isSelected(campaign, cluster),
    });
    const observesWindows = (campaign.maintenance?.source ?? 'Spec') !== 'Spec';
    const selected = fleet.clusters.filter((cluster) => observesWindows && isSelected(campaign, cluster));
    const maintenance = await readMaintenance(gateways.azure, selected);
    const otherWriters = { memberships: [], unread: [], maintenance };
    const isForImages = campaign.upgrade.type === 'NodeImageOnly' && campaign.stages.length > 1;
    const images = isForImages ? (await readFleetRecord()).images : [];
    return outlinePlan(
      planCampaign({
        campaign,
        specDigest,
        fleet: { ...fleet, otherWriters },
        now: campaignNow(pace),
        images,
        pace,
      }),
    );
  };
}

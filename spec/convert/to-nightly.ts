import type { Campaign } from '#domain/campaign/campaign.ts';
import type { Nightly } from '#domain/campaign/nightly.ts';
import type { NightlyFile } from '../schema/nightly-file.ts';
import { toCampaign } from './to-campaign.ts';

/** A sound nightly file as the domain sees it. */
export function toNightly({ metadata, spec }: NightlyFile): Nightly {
  const { cron, timezone, jitter, catchUp, overlap, decideWithin } = spec.schedule;
  return {
    name: metadata.name,
    schedule: {
      cron,
      timezone,
      jitterMs: jitter,
      catchUpMs: catchUp,
      overlap,
      decideWithinMs: decideWithin,
    },
    campaign: overScheduledRuns(toCampaign({ metadata, spec: spec.campaign })),
  };
}

/** What production takes over of test soaks from one scheduled run to another: no scheduled run waits for it. */
function overScheduledRuns(campaign: Campaign): Campaign {
  const { upgrade } = campaign;
  const isConsistent = upgrade.type === 'NodeImageOnly' && upgrade.nodeImageSelection === 'Consistent';
  return isConsistent ? { ...campaign, soaksAcrossRuns: true } : campaign;
}

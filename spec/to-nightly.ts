import type { Nightly } from '#domain/campaign/nightly.ts';
import type { NightlyFile } from './schema/nightly-file.ts';
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
    campaign: toCampaign({ metadata, spec: spec.campaign }),
  };
}

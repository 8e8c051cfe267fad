import type { Campaign } from '../campaign/campaign.ts';
import { canonicalJson, digestText } from '../text/digest.ts';

/**
 * "sha256:…": of all that the campaigns of a schedule act by. Their name differs from run to run, and is no part; nor is when runs begin, which
 * whoever may trigger the schedule chooses anyhow.
 */
export function scheduleDigest(campaign: Campaign, specDigest: string): string {
  const { name: _, ...terms } = campaign;
  return digestText(canonicalJson({ scheduled: terms, specDigest }));
}

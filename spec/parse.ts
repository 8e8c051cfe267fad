import type { Campaign } from '#domain/campaign/campaign.ts';
import { toCampaign } from './convert/to-campaign.ts';
import { findClosedWindows } from './find-closed-windows.ts';
import { findLongWaiversOfCampaign } from './find-long-waivers.ts';
import { findWarnings } from './find-warnings.ts';
import { judgeFile } from './judge-file.ts';
import { campaignFields } from './known-fields.ts';
import type { Problem } from './problem/problem.ts';
import { campaignFile } from './schema/campaign-file.ts';

export type ParsedCampaign =
  | { readonly ok: true; readonly campaign: Campaign; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * From the text of a campaign file to a campaign, or to every problem at once, in the order of the text.
 * `file` is only named in problems; `now` (ms) is what windows have to open after and waivers may last a year from, null: that is not asked. Warnings: sound files with fields that change nothing. Never throws.
 */
export function parseCampaign(text: string, file: string, now: number | null = null): ParsedCampaign {
  const form = { kind: 'UpgradeCampaign', schema: campaignFile, fields: campaignFields } as const;
  const { data, problems, isWritten, locate } = judgeFile(text, file, form);
  if (data === null) return { ok: false, problems };
  const campaign = toCampaign(data);
  const byTime = [
    ...findClosedWindows(data.spec, campaign.maintenance, now),
    ...findLongWaiversOfCampaign(data.spec, now),
  ];
  if (byTime.length > 0) return { ok: false, problems: locate(byTime) };
  return { ok: true, campaign, warnings: locate(findWarnings(data.spec, isWritten)) };
}

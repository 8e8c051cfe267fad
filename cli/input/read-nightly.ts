import type { Campaign } from '#domain/campaign/campaign.ts';
import type { Nightly } from '#domain/campaign/nightly.ts';
import { isNightlyFile } from '#spec/parse-any-file.ts';
import { parseNightly } from '#spec/parse-nightly.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { log } from '../view/terminal/print.ts';
import { problemsText, warningsText } from '../view/terminal/problems-text.ts';
import { type CampaignSource, campaignFromText } from './read-campaign.ts';
import { readTextFile } from './read-text-file.ts';

/** A nightly file with the text it was read from, which every scheduled run's plan is bound to. */
export interface NightlySource {
  readonly nightly: Nightly;
  readonly file: string;
  readonly text: string;
}

/** Reads a nightly file. Throws CommandError (65) with every problem of it; warnings go to stderr. */
export function readNightly(file: string): NightlySource {
  return nightlyFromText(readTextFile(file), file, Date.now());
}

function nightlyFromText(text: string, file: string, now: number | null): NightlySource {
  const parsed = parseNightly(text, file, now);
  if (!parsed.ok)
    throw new CommandError(
      exitCodes.invalidFile,
      `${file} is not a valid nightly file\n${problemsText(parsed.problems)}`,
      'drydock schema nightly prints what is allowed; nothing was touched',
    );
  if (parsed.warnings.length > 0) log(warningsText(parsed.warnings));
  return { nightly: parsed.nightly, file, text };
}

/** A campaign file or a nightly one, by the kind that it says it is; `now` as in `parseCampaign`. Throws as either does. */
export function readAnySource(file: string, now: number | null = Date.now()): CampaignSource | NightlySource {
  // Once: standard input is not there a second time.
  const text = readTextFile(file);
  return isNightlyFile(text) ? nightlyFromText(text, file, now) : campaignFromText(text, file, now);
}

/**
 * The campaign of a campaign file or of a nightly one; `nightly` is null for the former. Windows that never open are no
 * problem here: the commands that ask for them report it. Throws as either does.
 */
export function readScheduledCampaign(file: string): {
  readonly campaign: Campaign;
  readonly nightly: Nightly | null;
} {
  const source = readAnySource(file, null);
  if ('campaign' in source) return { campaign: source.campaign, nightly: null };
  return { campaign: source.nightly.campaign, nightly: source.nightly };
}

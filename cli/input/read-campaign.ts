import type { Campaign } from '#domain/campaign/campaign.ts';
import { parseCampaign } from '#spec/parse.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { log } from '../view/terminal/print.ts';
import { problemsText, warningsText } from '../view/terminal/problems-text.ts';
import { readTextFile } from './read-text-file.ts';

/** A campaign together with the text it was read from, which the plan's digest covers. */
export interface CampaignSource {
  readonly campaign: Campaign;
  readonly file: string;
  readonly text: string;
}

/** Reads a campaign file. Throws CommandError (65) with every problem of it; warnings go to stderr. */
export function readCampaign(file: string): CampaignSource {
  return campaignFromText(readTextFile(file), file);
}

/** As `readCampaign`, from a text that is already there (a saved plan carries its file's). */
export function campaignFromText(
  text: string,
  file: string,
  now: number | null = Date.now(),
): CampaignSource {
  const parsed = parseCampaign(text, file, now);
  if (!parsed.ok)
    throw new CommandError(
      exitCodes.invalidFile,
      `${file} is not a valid campaign file\n${problemsText(parsed.problems)}`,
      'drydock schema prints what is allowed; nothing was touched',
    );
  if (parsed.warnings.length > 0) log(warningsText(parsed.warnings));
  return { campaign: parsed.campaign, file, text };
}

import { writeFileSync } from 'node:fs';
import type { CampaignPlan } from '#domain/campaign/plan.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { CampaignSource } from './read-campaign.ts';
import { readTextFile } from './read-text-file.ts';

/** What a saved plan binds `start` to: the text it was made from, and its digest. */
export interface SavedPlan {
  readonly digest: string;
  readonly source: { readonly file: string; readonly text: string };
}

/** `drydock plan -o json` and `--out` have the same shape: the plan, and the file's text with it. */
export function planDocument(plan: CampaignPlan, { file, text }: CampaignSource) {
  return { ...plan, source: { file, text } };
}

/** Throws CommandError (1) where the file cannot be written. */
export function savePlan(file: string, plan: CampaignPlan, source: CampaignSource): void {
  const document = { apiVersion: 'drydock.dev/v1', ...planDocument(plan, source) };
  try {
    writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(
      exitCodes.unclassified,
      `the plan cannot be saved to ${file}: ${why}`,
      null,
      error,
    );
  }
}

/** Throws CommandError (65) for anything that is not a plan of ours. */
export function readSavedPlan(file: string): SavedPlan {
  const document = parseJson(readTextFile(file));
  if (isSavedPlan(document)) return document;
  throw new CommandError(
    exitCodes.invalidFile,
    `${file} is not a saved plan`,
    'drydock plan -f campaign.yaml --out plan.json makes one; a campaign file is started with -f',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isSavedPlan(value: unknown): value is SavedPlan {
  if (!isRecord(value) || value.kind !== 'CampaignPlan' || typeof value.digest !== 'string') return false;
  const { source } = value;
  return isRecord(source) && typeof source.file === 'string' && typeof source.text === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

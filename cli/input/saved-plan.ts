import type { CampaignPlan } from '#domain/plan/contents/plan.ts';
import { digestCluster, digestPlan } from '#domain/plan/contents/plan-digest.ts';
import type { PreflightFinding } from '#domain/preflight/findings/preflight-finding.ts';
import { digestText } from '#domain/text/digest.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { type CampaignSource, campaignFromText } from './read-campaign.ts';
import { readTextFile } from './read-text-file.ts';
import { writeTextFile } from './write-text-file.ts';

const apiVersion = 'drydock.dev/v1';

/** What a saved plan binds `start` to: the campaign it was made of, and what was reviewed. */
export interface SavedPlan {
  readonly file: string;
  readonly plan: ReviewedPlan;
  readonly source: CampaignSource;
}

/** Of a plan, what its digest is made of. */
type ReviewedPlan = Pick<CampaignPlan, 'digest' | 'target' | 'stages' | 'pace'>;

interface PlanDocument extends ReviewedPlan {
  readonly source: { readonly file: string; readonly text: string };
}

/**
 * `drydock plan -o json` and `--out` have the same shape: the plan, what was found in advance, which binds no one, and
 * the file's text with it.
 */
export function planDocument(
  plan: CampaignPlan,
  findings: readonly PreflightFinding[],
  { file, text }: CampaignSource,
) {
  return { ...plan, preflight: { findings }, source: { file, text } };
}

/** Throws CommandError (1) where the file cannot be written. */
export function savePlan(file: string, document: ReturnType<typeof planDocument>): void {
  writeTextFile(file, 'the plan', `${JSON.stringify({ apiVersion, ...document }, null, 2)}\n`);
}

/** Throws CommandError (65) for anything that is not a plan of ours, or no longer the plan that was saved. */
export function readSavedPlan(file: string): SavedPlan {
  const document = parseJson(readTextFile(file));
  if (!isPlanDocument(document))
    throw new CommandError(
      exitCodes.invalidFile,
      `${file} is not a saved plan`,
      'create one: drydock plan -f campaign.yaml --out plan.json; to start a campaign file, use -f',
    );
  const { source, digest } = document;
  const read = campaignFromText(source.text, source.file);
  if (isAsSaved(document, read)) return { file, plan: document, source: read };
  throw new CommandError(
    exitCodes.invalidFile,
    `${file} was changed after it was saved: its content does not match its digest ${digest}`,
    'plan again, check the new plan, then start it; nothing was changed',
  );
}

/** Anyone who reads a saved plan before it is started has to have read what will be done. */
function isAsSaved(document: PlanDocument, { campaign, text }: CampaignSource): boolean {
  try {
    const clusters = document.stages.flatMap((stage) => stage.clusters);
    return (
      clusters.every((cluster) => digestCluster(cluster) === cluster.digest) &&
      digestPlan(campaign, digestText(text), document) === document.digest
    );
  } catch {
    return false;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isPlanDocument(value: unknown): value is PlanDocument {
  if (!isRecord(value) || value.apiVersion !== apiVersion || value.kind !== 'CampaignPlan') return false;
  const { source, digest, target, stages } = value;
  if (typeof digest !== 'string' || typeof target !== 'string' || !Array.isArray(stages)) return false;
  return isRecord(source) && typeof source.file === 'string' && typeof source.text === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

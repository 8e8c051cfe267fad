import type { CampaignStatus, Phase } from '#domain/status/status.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import { needsPerson } from '../view/status/waits.ts';

const byPhase: Partial<Readonly<Record<Phase, ExitCode>>> = {
  Completed: exitCodes.done,
  CompletedWithFailures: exitCodes.campaignFailed,
  Failed: exitCodes.campaignFailed,
  Aborted: exitCodes.campaignAborted,
};

/** null: the campaign has not ended. */
export function endExitCode({ phase, finishedAt }: CampaignStatus): ExitCode | null {
  return finishedAt === null ? null : (byPhase[phase] ?? null);
}

/** Whether `--exit-on-gate` ends here. */
export function waitsForPerson({ waitingFor, phase }: CampaignStatus): boolean {
  return phase === 'NeedsDecision' || waitingFor.some(needsPerson);
}

import { describeUndone, judgeCampaign } from '#domain/status/result.ts';
import type { CampaignResult } from '#protocol/campaign.ts';
import { type CampaignRun, lineOf } from '../state/campaign-run.ts';

/** Says how it ended. `refusal`: why nothing was done at all. */
export function conclude(run: CampaignRun, refusal: string | null): CampaignResult {
  if (run.deferredToNextRun !== null) leaveLines(run, 'left for the next night');
  const { phase, reason } = judge(run, refusal);
  leaveLines(run, 'its turn never came');
  run.result = { phase, reason, at: run.clock.iso() };
  run.stage = null;
  return { phase, reason, clusters: run.lines.map(lineOf) };
}

function leaveLines(run: CampaignRun, reason: string): void {
  for (const line of run.lines.filter((each) => each.phase === 'NotStarted'))
    Object.assign(line, { phase: 'Skipped', reason });
}

function judge(run: CampaignRun, refusal: string | null): Pick<CampaignResult, 'phase' | 'reason'> {
  if (refusal !== null) return { phase: 'Failed', reason: refusal };
  if (run.aborted !== null) return { phase: 'Aborted', reason: run.aborted };
  const { gateDecision } = run;
  if (gateDecision?.verb === 'reject') {
    const { by, target, reason } = gateDecision;
    return { phase: 'Aborted', reason: `${target} was rejected by ${by}: ${reason}` };
  }
  const phase = judgeCampaign(run.lines);
  if (!run.timedOut)
    return {
      phase,
      reason:
        run.deferredToNextRun ??
        describeUndone(run.lines.map(({ plan, phase: end }) => ({ name: plan.name, phase: end }))),
    };
  const reason = 'the campaign took longer than its file allows; clusters that had not begun were left';
  return { phase: phase === 'Failed' ? 'Failed' : 'CompletedWithFailures', reason };
}

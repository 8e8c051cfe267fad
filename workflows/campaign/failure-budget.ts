import type { Stage } from '#domain/campaign/campaign.ts';
import { isBlockedByPolicy } from '#domain/campaign/pauses.ts';
import { type ClusterEnd, judgeStage } from '#domain/status/stage-verdict.ts';
import { orderRollback } from '../operator/rollback-verb.ts';
import { abort, endRulePause, pause, record } from '../operator/steer-campaign.ts';
import { type CampaignRun, isRunning, isStopped } from '../state/campaign-run.ts';
import { noteOfCampaign } from '../state/journal.ts';

/** The ends of one stage's clusters, in the order in which they came, and what follows from them. */
export interface FailureBudget {
  end(resourceId: string, end: ClusterEnd): void;
  /** A person decided "retry": it is open again. */
  reopen(resourceId: string): void;
}

export function openFailureBudget(run: CampaignRun, stage: Stage, total: number): FailureBudget {
  const ends = new Map<string, ClusterEnd>();
  run.failures = 0;
  run.acceptedFailures = 0;
  return {
    end: (resourceId, end) => {
      ends.delete(resourceId);
      ends.set(resourceId, end);
      apply(run, stage, [...ends.values()], total);
    },
    reopen: (resourceId) => {
      ends.delete(resourceId);
      apply(run, stage, [...ends.values()], total);
    },
  };
}

function apply(run: CampaignRun, stage: Stage, ends: readonly ClusterEnd[], total: number): void {
  run.failures = ends.filter((end) => end === 'failed').length;
  const verdict = judgeStage(stage.failurePolicy, ends, total);
  if (!verdict.exceeded) {
    endRulePause(run);
    return;
  }
  if (isStopped(run) || isBlockedByPolicy(run) || run.failures <= run.acceptedFailures) return;
  const reason = `stage ${stage.name}: ${verdict.reason}`;
  if (stage.failurePolicy.onExceeded === 'Abort') {
    noteOfCampaign(run, 'aborted', reason);
    abort(run, reason);
    return;
  }
  noteOfCampaign(run, 'paused', reason);
  pause(run, 'rule', 'node-pool', reason);
  if (stage.failurePolicy.onExceeded === 'Rollback') rollBackFailed(run, stage, reason);
}

/** Of the clusters that wait for a person. Those that were closed already are out of reach. */
function rollBackFailed(run: CampaignRun, stage: Stage, reason: string): void {
  if (run.input.campaign.rollback.nodePools === 'Never') return;
  const because = `failurePolicy.onExceeded: Rollback (${reason})`;
  for (const line of run.lines) {
    if (line.stage !== stage.name || line.phase !== 'NeedsDecision' || !isRunning(line)) continue;
    record(
      run,
      'rollback',
      `cluster/${line.plan.name}`,
      { by: 'failure policy', reason },
      { identity: 'rule' },
    );
    orderRollback(line, { pool: null, because });
  }
}

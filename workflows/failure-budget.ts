import type { Stage } from '#domain/campaign/campaign.ts';
import { type ClusterEnd, judgeStage } from '#domain/campaign/stage-verdict.ts';
import { type CampaignRun, isStopped } from './campaign-run.ts';
import { abort, pause, resume } from './steer-campaign.ts';

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
    if (run.paused?.by === 'rule') resume(run);
    return;
  }
  if (isStopped(run) || run.paused !== null || run.failures <= run.acceptedFailures) return;
  const reason = `stage ${stage.name}: ${verdict.reason}`;
  if (stage.failurePolicy.onExceeded === 'Abort') {
    abort(run, reason);
    return;
  }
  pause(run, 'rule', 'node-pool', reason);
}

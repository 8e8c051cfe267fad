import type { Stage } from '#domain/campaign/campaign.ts';
import { isBlockedByPolicy } from '#domain/campaign/pauses.ts';
import { isRunning } from '#domain/outcome/next-cluster.ts';
import { countFailures, reactToEnds } from '#domain/outcome/stage-reaction.ts';
import type { ClusterEnd } from '#domain/outcome/stage-verdict.ts';
import { orderRollback } from '../operator/rollback-verb.ts';
import { abort, endPolicyPause, pause, policyPauseLevel, record } from '../operator/steer-campaign.ts';
import { type CampaignRun, isStopped } from '../state/campaign-run.ts';
import { noteOfCampaign } from '../state/journal.ts';

/** The ends of one stage's clusters, in the order in which they came, and what follows from them. */
export interface FailureBudget {
  end(resourceId: string, end: ClusterEnd): void;
  /** It counts as failed as far as the stage has come. */
  hasFailed(resourceId: string): boolean;
  /** It runs again. */
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
      react(run, stage, [...ends.values()], total);
    },
    hasFailed: (resourceId) => ends.get(resourceId) === 'failed',
    reopen: (resourceId) => {
      ends.delete(resourceId);
      react(run, stage, [...ends.values()], total);
    },
  };
}

function react(run: CampaignRun, stage: Stage, ends: readonly ClusterEnd[], total: number): void {
  run.failures = countFailures(ends);
  const reaction = reactToEnds({
    stage: stage.name,
    policy: stage.failurePolicy,
    ends,
    total,
    accepted: run.acceptedFailures,
    isStopped: isStopped(run),
    isPausedByRule: isBlockedByPolicy(run),
  });
  switch (reaction.do) {
    case 'continue':
      endPolicyPause(run);
      break;
    case 'nothing':
      break;
    case 'abort':
      noteOfCampaign(run, 'aborted', reaction.reason);
      abort(run, reaction.reason);
      break;
    case 'pause':
    case 'roll-back':
      noteOfCampaign(run, 'paused', reaction.reason);
      pause(run, 'rule', policyPauseLevel, reaction.reason);
      if (reaction.do === 'roll-back') rollBackFailed(run, stage, reaction.reason);
  }
}

/** Of the clusters that wait for a decision; those that have ended are out of reach. */
function rollBackFailed(run: CampaignRun, stage: Stage, reason: string): void {
  if (run.input.campaign.rollback.nodePools === 'Never') return;
  const because = `failurePolicy.onExceeded: Rollback (${reason})`;
  for (const cluster of run.clusters) {
    if (cluster.stage !== stage.name || cluster.phase !== 'NeedsDecision' || !isRunning(cluster)) continue;
    const target = `cluster/${cluster.plan.name}`;
    record(run, 'rollback', target, { by: 'failure policy', reason }, { identity: 'rule' });
    orderRollback(cluster, { pool: null, because });
  }
}

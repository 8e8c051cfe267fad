import type { Stage } from '#domain/campaign/campaign.ts';
import { isPausedOtherwise, policyPause, policyPauseLevel } from '#domain/campaign/pauses.ts';
import { isRunning } from '#domain/outcome/next-cluster.ts';
import { reactToEnds, type StageReaction } from '#domain/outcome/stage-reaction.ts';
import type { ClusterEnd } from '#domain/outcome/stage-verdict.ts';
import type { PauseEnds } from '#domain/status/status.ts';
import { orderRollback } from '../operator/rollback-verb.ts';
import { abort, endPolicyPause, pause, record, updatePolicyPause } from '../operator/steer-campaign.ts';
import { wasRollbackOrdered } from '../state/campaign-cluster.ts';
import { type CampaignRun, isStopped } from '../state/campaign-run.ts';
import { isAnythingBlocked } from '../state/campaign-status.ts';
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
  run.failures = new Set();
  run.acceptedFailures = new Set();
  const update = (resourceId: string, end: ClusterEnd | null) => {
    ends.delete(resourceId);
    if (end !== null) ends.set(resourceId, end);
    for (const cluster of run.clusters)
      if (cluster.plan.resourceId === resourceId) cluster.failed = end === 'failed';
    run.failures = new Set([...ends].flatMap(([id, each]) => (each === 'failed' ? [id] : [])));
    run.acceptedFailures = new Set([...run.acceptedFailures].filter((id) => run.failures.has(id)));
    react(run, stage, ends, total);
    run.pauseEndsWith = pauseEnds(run, stage, ends, total);
  };
  return {
    end: update,
    hasFailed: (resourceId) => run.failures.has(resourceId),
    reopen: (resourceId) => update(resourceId, null),
  };
}

type Ends = ReadonlyMap<string, ClusterEnd>;

function reactionTo(run: CampaignRun, stage: Stage, ends: Ends, total: number): StageReaction {
  return reactToEnds({
    stage: stage.name,
    policy: stage.failurePolicy,
    ends: [...ends.values()],
    total,
    isAccepted: [...ends].every(([id, end]) => end !== 'failed' || run.acceptedFailures.has(id)),
    isStopped: isStopped(run),
    isPausedOtherwise: isPausedOtherwise(run),
  });
}

function pauseEnds(run: CampaignRun, stage: Stage, ends: Ends, total: number): PauseEnds {
  const failed = run.clusters.filter(({ plan }) => run.failures.has(plan.resourceId));
  const endedBy = (end: readonly ClusterEnd[]) =>
    failed
      .filter(({ plan: { resourceId } }) => {
        const others = [...ends].filter(([id]) => id !== resourceId);
        const instead = new Map([...others, ...end.map((each) => [resourceId, each] as const)]);
        return reactionTo(run, stage, instead, total).do === 'continue';
      })
      .map(({ plan }) => plan.name);
  return { continued: endedBy([]), calledOff: endedBy(['skipped']) };
}

function react(run: CampaignRun, stage: Stage, ends: Ends, total: number): void {
  const reaction = reactionTo(run, stage, ends, total);
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
      if (policyPause(run) === null) {
        pause(run, 'rule', policyPauseLevel, reaction.reason);
        // After the last cluster of the last stage it blocks nothing: the campaign ends.
        if (isAnythingBlocked(run)) noteOfCampaign(run, 'paused', reaction.reason);
      } else if (policyPause(run)?.reason !== reaction.reason) {
        updatePolicyPause(run, reaction.reason);
        // The record ends with the rule that the status names.
        noteOfCampaign(run, 'paused', reaction.reason);
      }
      if (reaction.do === 'roll-back') rollBackFailed(run, stage, reaction.reason);
  }
}

/** Of the clusters that wait for a decision; those that have ended are out of reach. */
function rollBackFailed(run: CampaignRun, stage: Stage, reason: string): void {
  if (run.input.campaign.rollback.nodePools === 'Never') return;
  const because = `failurePolicy.onExceeded: Rollback (stage ${stage.name})`;
  for (const cluster of run.clusters) {
    if (cluster.stage !== stage.name || cluster.phase !== 'NeedsDecision' || !isRunning(cluster)) continue;
    // One that asks after its rollback was refused is an operator's to decide.
    if (wasRollbackOrdered(cluster)) continue;
    const target = `cluster/${cluster.plan.name}`;
    record(run, 'rollback', target, { by: 'failure policy', reason }, { identity: 'rule' });
    orderRollback(cluster, { pool: null, because });
  }
}

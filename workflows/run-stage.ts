import { condition, workflowInfo } from '@temporalio/workflow';
import type { Stage } from '#domain/campaign/campaign.ts';
import { resolveCount } from '#domain/campaign/count.ts';
import { type CampaignRun, isRunning, isStopped, type Line } from './campaign-run.ts';
import { type FailureBudget, openFailureBudget } from './failure-budget.ts';
import type { ClusterOutcome, ClusterUpgradeInput } from './messages.ts';
import { publishCampaign } from './publish-campaign.ts';
import { upgradeInChild } from './upgrade-in-child.ts';

/** What the two signals from below reach while a stage runs. */
export interface RunningStage {
  readonly budget: FailureBudget;
}

/**
 * Runs the clusters of one stage, so many at a time. One that waits for a person frees its place for the next but
 * keeps its lock; the stage ends when all of them have.
 */
export async function runStage(
  run: CampaignRun,
  stage: Stage,
  opened: (stage: RunningStage) => void,
): Promise<void> {
  const lines = run.lines.filter((line) => line.stage === stage.name && takesPart(line));
  const budget = openFailureBudget(run, stage, lines.length);
  opened({ budget });
  const places = resolveCount(stage.maxConcurrency, lines.length);
  const running: Promise<void>[] = [];
  for (const line of lines) {
    await condition(() => isStopped(run) || (run.paused === null && occupied(lines) < places));
    if (isStopped(run)) break;
    running.push(upgrade(run, line, budget));
  }
  await Promise.all(running);
}

function takesPart(line: Line): boolean {
  return line.phase === 'NotStarted';
}

function occupied(lines: readonly Line[]): number {
  return lines.filter((line) => isRunning(line) && line.phase !== 'NeedsDecision').length;
}

async function upgrade(run: CampaignRun, line: Line, budget: FailureBudget): Promise<void> {
  Object.assign(line, { phase: 'Running', startedAt: run.clock.iso() });
  publishCampaign(run);
  const outcome = await upgradeInChild(run, line, inputFor(run, line));
  Object.assign(line, { phase: outcome.phase, reason: outcome.reason, finishedAt: run.clock.iso() });
  run.notRestored = [...run.notRestored, ...outcome.notRestored];
  budget.end(line.plan.resourceId, endOf(outcome));
  publishCampaign(run);
}

function endOf(outcome: ClusterOutcome): 'succeeded' | 'failed' {
  return outcome.phase === 'Completed' ? 'succeeded' : 'failed';
}

/** A cluster gets its own slice of the plan and nothing more. */
function inputFor(run: CampaignRun, line: Line): ClusterUpgradeInput {
  const { campaign, pace, tuning } = run.input;
  return {
    campaignWorkflowId: workflowInfo().workflowId,
    campaign: campaign.name,
    stage: line.stage,
    plan: line.plan,
    policy: campaign.cluster,
    timeoutMs: campaign.timeouts.clusterMs,
    maintenance: campaign.maintenance,
    pace,
    tuning,
  };
}

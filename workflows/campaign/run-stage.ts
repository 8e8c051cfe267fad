import { condition, workflowInfo } from '@temporalio/workflow';
import type { Stage } from '#domain/campaign/campaign.ts';
import { resolveCount } from '#domain/campaign/count.ts';
import { decidersOf } from '#domain/gate/decider.ts';
import { isStageOver, nextCluster, occupiedPlaces } from '#domain/outcome/next-cluster.ts';
import { clusterEnd } from '#domain/outcome/stage-verdict.ts';
import type { ClusterOutcome, ClusterUpgradeInput } from '#protocol/cluster-upgrade.ts';
import { provenForce } from '../operator/prove-identity.ts';
import { type CampaignCluster, closeAttempt, openAttempt, settleOutcome } from '../state/campaign-cluster.ts';
import { type CampaignRun, isStopped } from '../state/campaign-run.ts';
import { keepInCampaign } from '../state/journal.ts';
import { publishCampaign } from '../state/publish-campaign.ts';
import { type FailureBudget, openFailureBudget } from './failure-budget.ts';
import { upgradeInChild } from './upgrade-in-child.ts';

/**
 * Runs the clusters of one stage, `maxConcurrency` at a time. One that waits for a decision frees its place but keeps its
 * lock; one that was busy or stopped is tried again after the others; one that an operator retries is queued again.
 */
export async function runStage(
  run: CampaignRun,
  stage: Stage,
  opened: (budget: FailureBudget) => void,
): Promise<void> {
  const clusters = run.clusters.filter((cluster) => cluster.stage === stage.name);
  const total = clusters.filter((cluster) => cluster.phase === 'NotStarted').length;
  const budget = openFailureBudget(run, stage, total);
  run.stageIsOpen = true;
  opened(budget);
  const places = resolveCount(stage.maxConcurrency, total);
  const running: Promise<void>[] = [];
  const next = () => (occupiedPlaces(clusters) < places ? nextCluster(clusters, run) : undefined);
  for (;;) {
    await condition(() => isStopped(run) || isStageOver(clusters) || next() !== undefined);
    if (isStopped(run) || isStageOver(clusters)) break;
    const cluster = next();
    if (cluster !== undefined) running.push(upgrade(run, cluster, budget));
  }
  run.stageIsOpen = false;
  await Promise.all(running);
}

async function upgrade(run: CampaignRun, cluster: CampaignCluster, budget: FailureBudget): Promise<void> {
  budget.reopen(cluster.plan.resourceId);
  openAttempt(cluster, run.clock.iso());
  publishCampaign(run);
  const outcome = await upgradeInChild(run, cluster, inputFor(run, cluster));
  close(run, cluster, outcome, budget);
  publishCampaign(run);
}

function close(
  run: CampaignRun,
  cluster: CampaignCluster,
  ended: ClusterOutcome,
  budget: FailureBudget,
): void {
  const outcome = settleOutcome(cluster, ended);
  const { skippedByRule, deferred = false, journal = [], notRestored } = outcome;
  closeAttempt(cluster, outcome, run.clock.iso());
  cluster.deferred = deferred || (run.input.scheduledRun !== undefined && skippedByRule);
  run.notRestored = [...run.notRestored, ...notRestored];
  keepInCampaign(run, journal);
  const { resourceId } = cluster.plan;
  const end = { ...outcome, untouched: cluster.changedByAttempt === null };
  if (!cluster.hasSecondAttempt) budget.end(resourceId, clusterEnd(end, budget.hasFailed(resourceId)));
}

/** A cluster gets its own part of the plan and the terms it is upgraded on, nothing more. */
function inputFor(
  run: CampaignRun,
  { stage, plan, slice, reached, changedByAttempt }: CampaignCluster,
): ClusterUpgradeInput {
  const { campaign, scheduledRun, pace, tuning } = run.input;
  const { upgrade: terms, cluster, nodePools, rollback, health, preflight, baseline } = campaign;
  return {
    campaignWorkflowId: workflowInfo().workflowId,
    campaign: campaign.name,
    stage,
    plan,
    slice,
    ...(reached === null ? {} : { reached }),
    changedByAttempt,
    terms: { upgrade: terms, cluster, nodePools },
    rollback,
    health,
    preflight,
    baseline,
    mayForce:
      campaign.forceUpgrade === null ? null : decidersOf(campaign.forceUpgrade.approvers, run.startedBy),
    ...provenForce(run),
    defersBlocked: campaign.soaksAcrossRuns,
    ...(scheduledRun === undefined ? {} : { scheduledRun }),
    ...(run.tested === undefined ? {} : { tested: run.tested }),
    timeoutMs: campaign.timeouts.clusterMs,
    maintenance: campaign.maintenance,
    pace,
    tuning,
  };
}

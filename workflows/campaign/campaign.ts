import {
  allHandlersFinished,
  CancellationScope,
  condition,
  defineQuery,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '#activities/index.ts';
import { describeForOperator } from '#domain/failure.ts';
import type { CampaignOutline } from '#domain/plan/outline-plan.ts';
import type { CampaignStatus } from '#domain/status/status.ts';
import type { CampaignInput, CampaignResult } from '#protocol/campaign.ts';
import { queries } from '#protocol/workflow-types.ts';
import { activityOptions } from '../activity-options.ts';
import { closeAs } from '../close-as.ts';
import { listenToOperators } from '../operator/listen-to-operators.ts';
import { proveStart } from '../operator/prove-identity.ts';
import { record } from '../operator/steer-campaign.ts';
import { readFailure } from '../read-failure.ts';
import { type CampaignRun, isStopped, openCampaignRun } from '../state/campaign-run.ts';
import { statusOf } from '../state/campaign-status.ts';
import { publishCampaign } from '../state/publish-campaign.ts';
import { carriedClusters, continueInNewRun, openClusters } from './carry-over.ts';
import { conclude } from './conclude-campaign.ts';
import type { FailureBudget } from './failure-budget.ts';
import { listenToClusters } from './listen-to-clusters.ts';
import { passStageGate } from './pass-stage-gate.ts';
import { runStage } from './run-stage.ts';
import { soakStage } from './soak-stage.ts';
import { findTested, noteStage } from './stage-images.ts';
import { limitCampaign, limitPauses } from './time-limits.ts';

const campaignStatus = defineQuery<CampaignStatus>(queries.campaignStatus);
const campaignPlan = defineQuery<CampaignOutline | null>(queries.campaignPlan);

/** Plan -> stage by stage -> result, which says what went wrong and with which the workflow closes. */
export async function campaign(input: CampaignInput): Promise<CampaignResult> {
  const { carried, scheduledRun } = input;
  const run = openCampaignRun(input, carried === null ? [] : carriedClusters(carried));
  listenToOperators(run, () => publishCampaign(run));
  setHandler(campaignStatus, () => statusOf(run), { description: 'Status of the campaign' });
  const { maintenance } = input.campaign;
  setHandler(campaignPlan, () => run.plan && { ...run.plan, maintenance }, {
    description: 'Its plan, one entry per cluster',
  });
  // A cancellation in Temporal becomes an abort (see listenToOperators): nothing is cut off half way.
  return CancellationScope.nonCancellable(async () => {
    const refusal = carried === null ? await begin(run) : refuseForeignState();
    if (refusal === null) {
      limitCampaign(run).catch(() => undefined);
      if (scheduledRun !== undefined) limitPauses(run, scheduledRun).catch(() => undefined);
      await runStages(run, carried?.nextStage ?? 0);
      await awaitResumeBeforeEnd(run);
    }
    const result = conclude(run, refusal);
    publishCampaign(run);
    await condition(allHandlersFinished);
    return closeAs(result);
  });
}

/**
 * State comes from an earlier run of this workflow alone: no one has reviewed what a client puts there. A cron and a retry begin
 * later runs with the client's own input.
 */
function refuseForeignState(): string | null {
  const { continuedFromExecutionRunId, cronSchedule, retryPolicy } = workflowInfo();
  const isOwn = continuedFromExecutionRunId !== undefined && !cronSchedule && retryPolicy === undefined;
  if (isOwn) return null;
  return 'it was started with the state of another run; start it with drydock start';
}

/** Why nothing is done; null: the campaign runs. */
async function begin(run: CampaignRun): Promise<string | null> {
  const { reason } = run.input;
  const starter = await proveStart(run);
  if (typeof starter === 'string') return starter;
  run.startedBy = starter.by;
  record(run, 'start', 'campaign', { ...starter, reason });
  publishCampaign(run);
  return plan(run);
}

/** Plans again and compares: only the plan that was agreed to is carried out. */
async function plan(run: CampaignRun): Promise<string | null> {
  const { campaign, specDigest, planDigest, pace, tuning } = run.input;
  const { planCampaign } = proxyActivities<Activities>(activityOptions(tuning).read);
  try {
    const outline = await planCampaign.executeWithOptions({ summary: 'Plan again and compare' }, [
      { campaign, specDigest, pace },
    ]);
    run.plan = outline;
    run.clusters = openClusters(outline);
    if (outline.blocked.length > 0) return `the plan is blocked: ${outline.blocked.join('; ')}`;
    if (outline.digest === planDigest) return null;
    return `the plan changed: reviewed ${planDigest}, now ${outline.digest}; plan again`;
  } catch (thrown) {
    return `the plan could not be made: ${describeForOperator(readFailure(thrown))}`;
  }
}

async function runStages(run: CampaignRun, first: number): Promise<void> {
  const running: { budget: FailureBudget | null } = { budget: null };
  listenToClusters(run, () => running.budget);
  const { stages, soaksAcrossRuns } = run.input.campaign;
  for (const [index, stage] of stages.entries()) {
    if (index < first) continue;
    await untilResumed(run);
    if (isStopped(run)) return;
    run.stage = stage.name;
    publishCampaign(run);
    run.tested = await findTested(run, index);
    await runStage(run, stage, (budget) => {
      running.budget = budget;
    });
    await noteStage(run, stage.name, false);
    await soakStage(run, stage);
    if (!soaksAcrossRuns && !isStopped(run)) await noteStage(run, stage.name, true);
    if (index === stages.length - 1) return;
    await untilResumed(run);
    const end = await passStageGate(run, stage);
    publishCampaign(run);
    if (end !== 'passed') return;
    await continueInNewRun(run, index + 1);
  }
}

async function untilResumed(run: CampaignRun): Promise<void> {
  await condition(() => run.paused === null || isStopped(run));
}

/** An operator's pause delays the end too, so that failed clusters can still be retried. It does not count as late. */
async function awaitResumeBeforeEnd(run: CampaignRun): Promise<void> {
  const isPaused = () =>
    run.paused?.by === 'operator' && run.aborted === null && run.deferredToNextRun === null;
  if (!isPaused() || run.timedOut || run.gateDecision?.verb === 'reject') return;
  publishCampaign(run);
  await condition(() => !isPaused());
  run.timedOut = false;
}

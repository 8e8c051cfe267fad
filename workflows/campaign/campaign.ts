import {
  allHandlersFinished,
  CancellationScope,
  condition,
  defineQuery,
  defineSignal,
  makeContinueAsNewFunc,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '#activities/index.ts';
import type { Stage } from '#domain/campaign/campaign.ts';
import { describeForOperator } from '#domain/failure.ts';
import type { CampaignOutline } from '#domain/plan/outline-plan.ts';
import type { CampaignStatus } from '#domain/status/status.ts';
import { formatDuration } from '#domain/text/duration.ts';
import type { CampaignInput, CampaignResult } from '#protocol/campaign.ts';
import { campaignSignals, type NeedsPersonSignal, type PauseAcknowledgedSignal } from '#protocol/signals.ts';
import { queries } from '#protocol/workflow-types.ts';
import { activityOptions } from '../activity-options.ts';
import { listenToOperators } from '../operator/listen-to-operators.ts';
import { record } from '../operator/steer-campaign.ts';
import { readFailure } from '../read-failure.ts';
import { type CampaignRun, isRunning, isStopped, openCampaignRun, statusOf } from '../state/campaign-run.ts';
import { publishCampaign } from '../state/publish-campaign.ts';
import { carriedLines, carry, openLines } from './carry-over.ts';
import { conclude } from './conclude-campaign.ts';
import { endPauses } from './expire-pauses.ts';
import { type GateEnd, passStageGate, soakStage } from './pass-stage-gate.ts';
import { type RunningStage, runStage } from './run-stage.ts';
import { findTested, noteStage } from './stage-images.ts';

const campaignStatus = defineQuery<CampaignStatus>(queries.campaignStatus);
const campaignPlan = defineQuery<CampaignOutline | null>(queries.campaignPlan);
const needsPerson = defineSignal<[NeedsPersonSignal]>(campaignSignals.needsPerson);
const pauseAcknowledged = defineSignal<[PauseAcknowledgedSignal]>(campaignSignals.pauseAcknowledged);

/** Plan -> stage by stage -> result. Never ends in a surprise: what goes wrong is in the result. */
export async function campaign(input: CampaignInput): Promise<CampaignResult> {
  const run = openCampaignRun(input, input.carried === null ? [] : carriedLines(input.carried));
  listenToOperators(run, () => publishCampaign(run));
  setHandler(campaignStatus, () => statusOf(run), { description: 'Where the campaign stands' });
  setHandler(campaignPlan, () => run.plan, { description: 'The plan it runs by, a line a cluster' });
  // A cancellation in Temporal becomes an abort (see listenToOperators): nothing is cut off half way.
  return CancellationScope.nonCancellable(async () => {
    const refusal = input.carried === null ? await begin(run) : null;
    if (refusal === null) {
      watchDeadline(run).catch(() => undefined);
      if (input.scheduledRun !== undefined) endPauses(run, input.scheduledRun).catch(() => undefined);
      await runStages(run, input.carried?.nextStage ?? 0);
      await holdEnd(run);
    }
    const result = conclude(run, refusal);
    publishCampaign(run);
    return result;
  });
}

/** A sentence: why nothing is done. */
async function begin(run: CampaignRun): Promise<string | null> {
  const { startedBy, reason } = run.input;
  record(run, 'start', 'campaign', { by: startedBy, reason });
  publishCampaign(run);
  return plan(run);
}

/** Plans again and compares: only what a person agreed to is carried out. */
async function plan(run: CampaignRun): Promise<string | null> {
  const { campaign, specDigest, planDigest, pace, tuning } = run.input;
  const { planCampaign } = proxyActivities<Activities>(activityOptions(tuning).read);
  try {
    const outline = await planCampaign.executeWithOptions({ summary: 'Plan again and compare' }, [
      { campaign, specDigest, pace },
    ]);
    run.plan = outline;
    run.lines = openLines(outline);
    if (outline.blocked.length > 0) return `the plan is blocked: ${outline.blocked.join('; ')}`;
    if (outline.digest === planDigest) return null;
    return `stale: the fleet is no longer as it was planned (${outline.digest} instead of ${planDigest}); plan again`;
  } catch (thrown) {
    return `the plan could not be made: ${describeForOperator(readFailure(thrown))}`;
  }
}

async function watchDeadline(run: CampaignRun): Promise<void> {
  const ended = () => run.result !== null;
  const { campaignMs } = run.input.campaign.timeouts;
  const summary = `The campaign may take no longer than ${formatDuration(campaignMs)}`;
  if ((await run.clock.waitUntil(run.deadline, summary, ended)) === 'elapsed') run.timedOut = true;
}

async function runStages(run: CampaignRun, first: number): Promise<void> {
  const current: { stage: RunningStage | null } = { stage: null };
  listenToClusters(run, current);
  const { stages } = run.input.campaign;
  for (const [index, stage] of stages.entries()) {
    if (index < first) continue;
    await condition(() => run.paused === null || isStopped(run));
    if (isStopped(run)) return;
    run.stage = stage.name;
    publishCampaign(run);
    run.tested = await findTested(run, index);
    await runStage(run, stage, (opened) => {
      current.stage = opened;
    });
    await noteStage(run, stage.name, false);
    if (!run.input.campaign.soaksAcrossRuns) {
      await soakStage(run, stage);
      if (!isStopped(run)) await noteStage(run, stage.name, true);
    }
    if (index === stages.length - 1) return;
    if ((await gate(run, stage)) !== 'passed') return;
    await continueInNewRun(run, index + 1);
  }
}

/**
 * Whoever paused expects it to stand still until "resume", also where nothing is left to begin: there is still to look, and
 * clusters that failed are named. Standing still is not being late.
 */
async function holdEnd(run: CampaignRun): Promise<void> {
  const isHeld = () =>
    run.paused?.by === 'operator' && run.aborted === null && run.deferredToNextRun === null;
  if (!isHeld() || run.timedOut || run.gateDecision?.verb === 'reject') return;
  publishCampaign(run);
  await condition(() => !isHeld());
  run.timedOut = false;
}

async function gate(run: CampaignRun, stage: Stage): Promise<GateEnd> {
  await condition(() => run.paused === null || isStopped(run));
  const answer = await passStageGate(run, stage);
  publishCampaign(run);
  return answer;
}

/** Between two stages nothing runs: here, and only here, a long history is left behind. */
async function continueInNewRun(run: CampaignRun, nextStage: number): Promise<void> {
  const { historyLength, continueAsNewSuggested } = workflowInfo();
  const isLong = continueAsNewSuggested || historyLength >= run.input.tuning.continueAfterEvents;
  if (!isLong || isStopped(run) || run.paused !== null || run.lines.some(isRunning)) return;
  await condition(allHandlersFinished);
  const next = makeContinueAsNewFunc<typeof campaign>();
  await next({ ...run.input, carried: carry(run, nextStage) });
}

/** The two signals that go upward. */
function listenToClusters(run: CampaignRun, current: { stage: RunningStage | null }): void {
  const lineFor = (resourceId: string) => run.lines.find((line) => line.plan.resourceId === resourceId);
  setHandler(
    needsPerson,
    ({ resourceId, reason, pool, step = null, mayCleanUp = null, retryWaits = null }) => {
      const line = lineFor(resourceId);
      if (line === undefined) return;
      const phase = reason === null ? 'Running' : 'NeedsDecision';
      Object.assign(line, { phase, reason, askedAbout: pool, askedStep: step, mayCleanUp, retryWaits });
      if (reason === null) current.stage?.budget.reopen(resourceId);
      else current.stage?.budget.end(resourceId, 'failed');
      publishCampaign(run);
    },
  );
  setHandler(pauseAcknowledged, ({ resourceId }) => {
    const line = lineFor(resourceId);
    if (line !== undefined && run.paused !== null) line.paused = true;
    publishCampaign(run);
  });
}

import {
  CancellationScope,
  condition,
  defineQuery,
  defineSignal,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { Activities } from '#activities/index.ts';
import type { Stage } from '#domain/campaign/campaign.ts';
import { formatDuration } from '#domain/campaign/duration.ts';
import type { CampaignPlan, ClusterPlan } from '#domain/campaign/plan.ts';
import { judgeCampaign } from '#domain/campaign/result.ts';
import type { CampaignStatus } from '#domain/campaign/status.ts';
import { tellFailure } from '#domain/failure.ts';
import { activityOptions } from './activity-options.ts';
import { type CampaignRun, isStopped, type Line, lineOf, openCampaignRun, statusOf } from './campaign-run.ts';
import {
  type CampaignInput,
  type CampaignResult,
  campaignSignals,
  type NeedsPersonSignal,
  type PauseAcknowledgedSignal,
  queries,
} from './messages.ts';
import { listenToOperators } from './operator.ts';
import { passStageGate, soakStage } from './pass-stage-gate.ts';
import { publishCampaign } from './publish-campaign.ts';
import { readFailure } from './read-failure.ts';
import { type RunningStage, runStage } from './run-stage.ts';

const campaignStatus = defineQuery<CampaignStatus>(queries.campaignStatus);
const campaignPlan = defineQuery<CampaignPlan | null>(queries.campaignPlan);
const needsPerson = defineSignal<[NeedsPersonSignal]>(campaignSignals.needsPerson);
const pauseAcknowledged = defineSignal<[PauseAcknowledgedSignal]>(campaignSignals.pauseAcknowledged);

/** Plan -> stage by stage -> result. Never ends in a surprise: what goes wrong is in the result. */
export async function campaign(input: CampaignInput): Promise<CampaignResult> {
  const run = openCampaignRun(input);
  listenToOperators(run, () => publishCampaign(run));
  setHandler(campaignStatus, () => statusOf(run), { description: 'Where the campaign stands' });
  setHandler(campaignPlan, () => run.plan, { description: 'The plan it runs by' });
  // A cancellation in Temporal becomes an abort (see listenToOperators): nothing is cut off half way.
  return CancellationScope.nonCancellable(async () => {
    publishCampaign(run);
    const refusal = await plan(run);
    if (refusal === null) {
      watchDeadline(run).catch(() => undefined);
      await runStages(run);
    }
    return conclude(run, refusal);
  });
}

/** Plans again and compares: only what a person agreed to is carried out. A sentence: why nothing is. */
async function plan(run: CampaignRun): Promise<string | null> {
  const { campaign, specDigest, planDigest, pace, tuning } = run.input;
  const { planCampaign } = proxyActivities<Activities>(activityOptions(tuning).read);
  try {
    const planned = await planCampaign.executeWithOptions({ summary: 'Plan again and compare' }, [
      { campaign, specDigest, pace },
    ]);
    run.plan = planned;
    run.lines = planned.stages.flatMap((stage) =>
      stage.clusters.map((cluster) => openLine(cluster, stage.name)),
    );
    if (planned.blocked.length > 0) return `the plan is blocked: ${planned.blocked.join('; ')}`;
    if (planned.digest === planDigest) return null;
    return `stale: the fleet is no longer as it was planned (${planned.digest} instead of ${planDigest}); plan again`;
  } catch (thrown) {
    return `the plan could not be made: ${tellFailure(readFailure(thrown))}`;
  }
}

function openLine(cluster: ClusterPlan, stage: string): Line {
  const line: Line = {
    plan: cluster,
    stage,
    phase: 'NotStarted',
    reason: null,
    startedAt: null,
    finishedAt: null,
    paused: false,
    outbox: [],
  };
  if (cluster.blocked.length > 0) return { ...line, phase: 'Skipped', reason: cluster.blocked.join('; ') };
  const unchanged = cluster.steps.every((step) => step.action === 'none');
  return unchanged ? { ...line, phase: 'Completed', reason: 'nothing to change' } : line;
}

async function watchDeadline(run: CampaignRun): Promise<void> {
  const { campaignMs } = run.input.campaign.timeouts;
  const until = run.clock.now() + campaignMs;
  const ended = () => run.result !== null;
  if (
    (await run.clock.waitUntil(
      until,
      `The campaign may take no longer than ${formatDuration(campaignMs)}`,
      ended,
    )) === 'elapsed'
  )
    run.timedOut = true;
}

async function runStages(run: CampaignRun): Promise<void> {
  const current: { stage: RunningStage | null } = { stage: null };
  listenToClusters(run, current);
  const { stages } = run.input.campaign;
  for (const [index, stage] of stages.entries()) {
    await condition(() => run.paused === null || isStopped(run));
    if (isStopped(run)) return;
    run.stage = stage.name;
    publishCampaign(run);
    await runStage(run, stage, (opened) => {
      current.stage = opened;
    });
    await soakStage(run, stage);
    if (index < stages.length - 1 && (await gate(run, stage)) === 'rejected') return;
  }
}

async function gate(run: CampaignRun, stage: Stage): Promise<'passed' | 'rejected'> {
  await condition(() => run.paused === null || isStopped(run));
  const answer = await passStageGate(run, stage);
  publishCampaign(run);
  return answer;
}

/** The two signals that go upward. */
function listenToClusters(run: CampaignRun, current: { stage: RunningStage | null }): void {
  const lineFor = (resourceId: string) => run.lines.find((line) => line.plan.resourceId === resourceId);
  setHandler(needsPerson, ({ resourceId, reason }) => {
    const line = lineFor(resourceId);
    if (line === undefined) return;
    Object.assign(line, { phase: reason === null ? 'Running' : 'NeedsDecision', reason });
    if (reason === null) current.stage?.budget.reopen(resourceId);
    else current.stage?.budget.end(resourceId, 'failed');
    publishCampaign(run);
  });
  setHandler(pauseAcknowledged, ({ resourceId }) => {
    const line = lineFor(resourceId);
    if (line !== undefined && run.paused !== null) line.paused = true;
    publishCampaign(run);
  });
}

function conclude(run: CampaignRun, refusal: string | null): CampaignResult {
  const { phase, reason } = judge(run, refusal);
  for (const line of run.lines.filter((each) => each.phase === 'NotStarted'))
    Object.assign(line, { phase: 'Skipped', reason: 'its turn never came' });
  run.result = { phase, reason, at: run.clock.iso() };
  run.stage = null;
  publishCampaign(run);
  return { phase, reason, clusters: run.lines.map(lineOf) };
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
  if (!run.timedOut) return { phase, reason: null };
  const reason = 'the campaign took longer than its file allows; clusters that had not begun were left';
  return { phase: phase === 'Failed' ? 'Failed' : 'CompletedWithFailures', reason };
}

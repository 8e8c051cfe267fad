import { heldAt, pauseId, pauseReason, policyPause } from '#domain/campaign/pauses.ts';
import { approvalsSoFar } from '#domain/gate/approval.ts';
import { decidersOf } from '#domain/gate/decider.ts';
import { isRunning } from '#domain/outcome/next-cluster.ts';
import { type PlanSize, planSize } from '#domain/plan/plan-size.ts';
import { answersToGate, answersToSoak } from '#domain/status/actions.ts';
import { waitOfPause } from '#domain/status/pause-wait.ts';
import { stagePhase } from '#domain/status/stage-phase.ts';
import type { CampaignStatus, ClusterStatus, Phase, StageStatus, WaitingFor } from '#domain/status/status.ts';
import { joinTexts } from '#domain/text/sentences.ts';
import {
  type CampaignCluster,
  isEnding,
  isLockedElsewhere,
  isUnderWay,
  isYetToBegin,
} from './campaign-cluster.ts';
import { type CampaignRun, isLastStage, isStopped } from './campaign-run.ts';
import { openSteps, stepsAsLeft } from './cluster-run.ts';

export function phaseOf(run: CampaignRun): Phase {
  if (run.result !== null) return run.result.phase;
  const running = run.clusters.filter(isRunning);
  if (running.some((cluster) => cluster.phase === 'NeedsDecision')) return 'NeedsDecision';
  if (pauseWait(run).length > 0 && isAtRest(run, running)) return 'Paused';
  return run.waitingFor === null && !isAtLocks(running) ? 'Running' : 'Waiting';
}

/** Nothing runs: each cluster that may be upgraded is held by another campaign or scheduled run. */
export function isAtLocks(running: readonly CampaignCluster[]): boolean {
  return running.length > 0 && running.every(isLockedElsewhere);
}

/** Nothing runs that the level of the pause stops, or that ends as ordered in spite of it. */
function isAtRest(run: CampaignRun, running: readonly CampaignCluster[]): boolean {
  const { stage, clusters } = run;
  const level = heldAt(run);
  if (level === null || running.some(isEnding)) return false;
  if (level === 'node-pool') return running.every((cluster) => cluster.paused || cluster.waitingFor !== null);
  const waits = (cluster: CampaignCluster) => cluster.stage === stage && cluster.phase === 'NotStarted';
  return running.length === 0 && (level === 'cluster' || !clusters.some(waits));
}

/** Of the plan that was agreed to, until the worker has planned again. */
export function sizeOf({ plan, input }: CampaignRun): PlanSize {
  return plan === null ? input.planned : planSize(plan);
}

function reasonOf(run: CampaignRun): string | null {
  const early = run.plan === null ? 'the clusters are being read and planned again' : null;
  const late = run.timedOut ? 'timeouts.campaign is exceeded: no further cluster starts' : null;
  return joinTexts([early, late, pauseReason(run)], '; ') || null;
}

/** The campaign's own view; readers add the clusters' reports to it. */
export function statusOf(run: CampaignRun): CampaignStatus {
  const { input } = run;
  const size = sizeOf(run);
  return {
    kind: 'CampaignStatus',
    name: input.campaign.name,
    phase: phaseOf(run),
    reason: run.result?.reason ?? run.aborted ?? run.deferredToNextRun ?? reasonOf(run),
    planDigest: input.planDigest,
    target: size.target,
    startedAt: run.startedAt,
    updatedAt: run.clock.iso(),
    finishedAt: run.result?.at ?? null,
    window: null,
    ...(run.paused === null || run.result !== null
      ? {}
      : { pause: { ...run.paused, at: heldAt(run) ?? run.paused.at, id: pauseId(run.paused) } }),
    progress: {
      clusters: {
        done: run.clusters.filter((cluster) => cluster.phase === 'Completed').length,
        total: size.clusters,
      },
      pools: { done: 0, total: size.pools },
      nodes: { done: 0, total: size.nodes },
      failed: failedCount(run),
    },
    waitingFor: waitsOf(run),
    stages: (run.plan?.stages ?? []).map((stage) => ({
      name: stage.name,
      phase: phaseOfStage(run, stage.name),
      clusters: run.clusters
        .filter((cluster) => cluster.stage === stage.name)
        .map((cluster) => clusterStatus(cluster, run)),
      ...soakOf(run, stage.name),
    })),
    decisions: run.decisions,
    ...(input.campaign.approval?.identity === 'Entra' ? { approvalIdentity: 'Entra' } : {}),
    ...(run.journal.length === 0 ? {} : { journal: run.journal }),
    notRestored: run.notRestored,
    incomplete: null,
    pace: input.pace === null ? null : { speed: input.pace.speed },
    links: { ui: null },
  };
}

export function failedCount(run: CampaignRun): number {
  return run.clusters.filter(({ failed }) => failed).length;
}

function clusterStatus(cluster: CampaignCluster, run: CampaignRun): ClusterStatus {
  const { phase, reason, startedAt, finishedAt, plan, hasSecondAttempt } = cluster;
  const failed = cluster.failed ? ({ failed: true } as const) : {};
  const status = {
    name: plan.name,
    resourceId: plan.resourceId,
    startedAt,
    steps: stepsBefore(cluster),
    ...failed,
  };
  if (isLockedElsewhere(cluster)) return { ...status, phase: 'Waiting', reason, finishedAt };
  if (!hasSecondAttempt || run.result !== null || isStopped(run))
    return { ...status, phase, reason, finishedAt };
  const again = `tried again after the other clusters of stage ${cluster.stage}`;
  return { ...status, phase: 'Deferred', reason: `${reason ?? 'busy'}; ${again}`, finishedAt: null };
}

/** Of an attempt that is yet to begin, or to report, or whose workflow cannot be asked: what was reached. */
function stepsBefore(cluster: CampaignCluster): ClusterStatus['steps'] {
  const { slice, reached, finishedAt } = cluster;
  if (slice === null || reached === null) return [];
  const isAhead = finishedAt === null || isYetToBegin(cluster);
  return isAhead ? openSteps(slice, reached) : stepsAsLeft(slice, reached);
}

function phaseOfStage(run: CampaignRun, name: string): Phase {
  const clusters = run.clusters.filter((cluster) => cluster.stage === name);
  const isNow = run.stage === name && run.result === null;
  const isWaiting = run.waitingFor !== null && !clusters.some(isRunning);
  const now = phaseOf(run) === 'Paused' ? 'Paused' : isWaiting ? 'Waiting' : 'Running';
  return stagePhase(clusters, isNow ? now : null, run.result?.phase);
}

function soakOf({ soaks }: CampaignRun, name: string): Pick<StageStatus, 'soak'> {
  const record = soaks.find(({ stage }) => stage === name);
  if (record === undefined) return {};
  const { since, until, endedAt } = record;
  return { soak: { since, until, endedAt } };
}

function waitsOf(run: CampaignRun): readonly WaitingFor[] {
  if (run.result !== null) return [];
  const locks = run.clusters.flatMap(({ waitingFor }) => (waitingFor === null ? [] : [waitingFor]));
  return [...ownWait(run), ...pauseWait(run), ...locks];
}

/** What is left of an attempt that ends as ordered ends automatically. */
export function mayBeBlocked(cluster: CampaignCluster): boolean {
  return isUnderWay(cluster) && !isEnding(cluster);
}

function ownWait({ waitingFor, gate, input, startedBy }: CampaignRun): readonly WaitingFor[] {
  if (waitingFor === null) return [];
  const { name: campaign, stages } = input.campaign;
  if (waitingFor.kind === 'soak')
    return [{ ...waitingFor, actions: answersToSoak(campaign, `stage/${waitingFor.name}`) }];
  if (gate === null) return [waitingFor];
  const approval = stages.find(({ name }) => name === gate.name)?.approval;
  if (approval === undefined) return [waitingFor];
  const approvals = approvalsSoFar(approval, gate.approvedBy, startedBy);
  const rejecters = decidersOf(approval.approvers, startedBy);
  return [
    { ...waitingFor, approvals, actions: answersToGate(campaign, gate.name, { approvals, rejecters }) },
  ];
}

/** Empty: nothing is paused by it and no cluster asks, or the campaign ends in spite of it. */
export function pauseWait(run: CampaignRun): readonly WaitingFor[] {
  const { paused, ruleBeneath, clusters, input } = run;
  if (paused === null || run.aborted !== null || run.deferredToNextRun !== null) return [];
  const wait = waitOfPause({
    campaign: input.campaign.name,
    pausedBy: paused.by,
    since: paused.since,
    beneath: ruleBeneath?.reason ?? null,
    ...(policyPause(run) === paused ? { endsWith: run.pauseEndsWith } : {}),
    isUndecided: clusters.some((cluster) => cluster.phase === 'NeedsDecision'),
    holdsBack: isAnythingBlocked(run),
    continuesBesides: continuesBesides(run),
  });
  return wait === null ? [] : [wait];
}

/** Whether a pause blocks anything: a cluster that is yet to begin or on its way, a stage's gate. */
export function isAnythingBlocked(run: CampaignRun): boolean {
  const isLeft = !isLastStage(run) || run.clusters.some(isYetToBegin);
  return run.clusters.some(mayBeBlocked) || (!isStopped(run) && isLeft);
}

/** Whether clusters of the stage are left that ask for no decision: later stages wait for those that do. */
export function continuesBesides(run: CampaignRun): boolean {
  const isLeft = (each: CampaignCluster) =>
    mayBeBlocked(each) || (each.stage === run.stage && !isStopped(run) && isYetToBegin(each));
  return run.clusters.some(isLeft);
}

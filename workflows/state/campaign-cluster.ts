import { isRunning, mostAttempts } from '#domain/outcome/next-cluster.ts';
import type { ClusterPlan } from '#domain/plan/contents/plan.ts';
import { isUnchanged } from '#domain/plan/is-unchanged.ts';
import type { ClusterOutline } from '#domain/plan/outline-plan.ts';
import type { Phase, WaitingFor } from '#domain/status/status.ts';
import type { ClusterState } from '#protocol/campaign.ts';
import type { ClusterOutcome, StepReached } from '#protocol/cluster-upgrade.ts';
import { clusterSignals, type DecideSignal, type PoolOrderSignal } from '#protocol/signals.ts';

/** An order for a running cluster: a signal that waits to be sent. */
export interface Order {
  readonly signal: string;
  readonly args: readonly unknown[];
}

/** One cluster of a running campaign. */
export interface CampaignCluster {
  readonly plan: ClusterOutline;
  readonly stage: string;
  phase: Phase;
  reason: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  /** It acknowledged the pause: no operation of it runs in Azure. */
  paused: boolean;
  /** Another workflow holds its lock: no operation of it can run either. */
  waitingFor: WaitingFor | null;
  /** The node pool that the open question is about; null: the control plane or the cluster itself. */
  askedAbout: string | null;
  /** The step that a retry tries again; null: none. */
  askedStep: string | null;
  /** Whether the pool has quarantined nodes; null: not known. */
  mayCleanUp: boolean | null;
  /** It asks, and no operation of it runs in Azure. */
  atRest: boolean;
  /** How long a retry only waits on, for a blocked drain; null: a retry tries something again. */
  retryWaits: string | null;
  /** A scheduled run deferred the rest of it to the next one. */
  deferred: boolean;
  /** Every step is complete, and an abort ended its soak. */
  cutShort: boolean;
  /** It counts as failed, until an attempt begins or the operator's answer lets it continue. */
  failed: boolean;
  /** Skipped untouched because it was busy or stopped: it is tried again after the others. */
  hasSecondAttempt: boolean;
  attempts: number;
  /** The last ended attempt that changed it; null: none. */
  changedByAttempt: number | null;
  /** An operator retries it although the failure policy pauses the campaign. */
  retried: boolean;
  /** The steps of its first attempt. */
  slice: ClusterPlan | null;
  /** How far they came; null: not known. */
  reached: readonly StepReached[] | null;
  /** The node images of its pools; null: not reported. */
  images: readonly string[] | null;
  /** The orders of the attempt that runs; they end with it. */
  outbox: Order[];
}

/** A cluster that the plan blocks, or in which nothing changes, is over already. */
export function openCluster(plan: ClusterOutline, stage: string): CampaignCluster {
  return {
    plan,
    stage,
    ...phaseByPlan(plan),
    startedAt: null,
    finishedAt: null,
    ...ofAttempt,
    deferred: false,
    cutShort: false,
    failed: false,
    hasSecondAttempt: false,
    attempts: 0,
    changedByAttempt: null,
    retried: false,
    slice: null,
    reached: null,
    images: null,
    outbox: [],
  };
}

function phaseByPlan(plan: ClusterOutline): Pick<CampaignCluster, 'phase' | 'reason'> {
  if (plan.blocked.length > 0) return { phase: 'Skipped', reason: plan.blocked.join('; ') };
  if (!isUnchanged(plan)) return { phase: 'NotStarted', reason: null };
  return plan.blockReasons === undefined
    ? { phase: 'Completed', reason: 'nothing to change' }
    : { phase: 'Skipped', reason: `blocked: ${plan.blockReasons.join('; ')}` };
}

/** Nothing of an attempt outlives it: the next one begins without its orders and questions. */
export function openAttempt(cluster: CampaignCluster, startedAt: string): void {
  Object.assign(cluster, {
    ...ofAttempt,
    phase: 'Running',
    reason: null,
    startedAt,
    finishedAt: null,
    attempts: cluster.attempts + 1,
    // A pool that an operator skipped while the cluster was busy stays skipped when it is tried again unasked.
    cutShort: false,
    outbox: cluster.hasSecondAttempt ? cluster.outbox.filter(isPoolSkip) : [],
    hasSecondAttempt: false,
  });
}

export function closeAttempt(cluster: CampaignCluster, outcome: ClusterOutcome, finishedAt: string): void {
  const {
    phase,
    reason,
    untouched,
    skippedByRule,
    cutShort = false,
    slice,
    reached = cluster.reached,
    images = null,
  } = outcome;
  const changedByAttempt = untouched ? cluster.changedByAttempt : cluster.attempts;
  const isDone = phase === 'Completed' && !cutShort;
  Object.assign(cluster, {
    ...ofAttempt,
    phase,
    reason,
    finishedAt,
    // Never changed by any attempt, like a cluster that the plan blocks.
    startedAt: changedByAttempt === null ? null : cluster.startedAt,
    changedByAttempt,
    retried: false,
    cutShort,
    hasSecondAttempt: skippedByRule && cluster.attempts < mostAttempts,
    // One that ended before it had planned its steps has those of the attempt before.
    slice: isDone ? null : (slice ?? cluster.slice),
    reached: isDone ? null : reached,
    images,
  });
}

/** What an operator called off while it was skipped as busy or stopped is not tried again unasked. */
export function settleOutcome(cluster: CampaignCluster, outcome: ClusterOutcome): ClusterOutcome {
  const because = calledOffBecause(cluster);
  if (because === null || !outcome.skippedByRule) return outcome;
  return { ...outcome, phase: 'Aborted', reason: because, skippedByRule: false };
}

const ofAttempt = {
  paused: false,
  waitingFor: null,
  askedAbout: null,
  askedStep: null,
  mayCleanUp: null,
  atRest: false,
  retryWaits: null,
} as const;

function isPoolSkip({ signal, args: [order] }: Order): boolean {
  return signal === clusterSignals.orderPool && (order as PoolOrderSignal).how === 'skip';
}

export function isAborted({ outbox }: CampaignCluster): boolean {
  return outbox.some(({ signal }) => signal === clusterSignals.abort);
}

/** Why its attempt is to end, by an abort or a rollback that was ordered; null: it is not. */
export function calledOffBecause({ outbox }: CampaignCluster): string | null {
  const order = outbox.find(({ signal }) => signal === clusterSignals.abort) ?? lastAnswer(outbox);
  return order === undefined || order.signal === clusterSignals.decide
    ? null
    : (order.args[0] as { readonly because: string }).because;
}

/** It ends as ordered, which no pause blocks: it is called off, or the rest of it is skipped. */
export function isEnding(cluster: CampaignCluster): boolean {
  const last = lastAnswer(cluster.outbox);
  const isSkip = last?.signal === clusterSignals.decide && (last.args[0] as DecideSignal).verb === 'skip';
  return isSkip || calledOffBecause(cluster) !== null;
}

export function wasRollbackOrdered({ outbox }: CampaignCluster): boolean {
  return outbox.some(({ signal }) => signal === clusterSignals.rollBack);
}

/** What its attempt follows: a decision after a rollback that was refused takes that order's place. */
function lastAnswer(outbox: readonly Order[]): Order | undefined {
  return outbox.findLast(
    ({ signal }) => signal === clusterSignals.rollBack || signal === clusterSignals.decide,
  );
}

/** It will be attempted, for the first time or again. */
export function isYetToBegin({ phase, hasSecondAttempt }: CampaignCluster): boolean {
  return phase === 'NotStarted' || hasSecondAttempt;
}

/** It runs and waits for no decision. */
export function isUnderWay(cluster: CampaignCluster): boolean {
  return isRunning(cluster) && cluster.phase !== 'NeedsDecision';
}

/** Another workflow holds its lock: its attempt has no workflow of its own yet. */
export function isLockedElsewhere({ waitingFor }: CampaignCluster): boolean {
  return waitingFor?.kind === 'lock';
}

export function clusterStateOf(cluster: CampaignCluster): ClusterState {
  const { phase, reason, startedAt, finishedAt, plan, deferred, cutShort, failed } = cluster;
  return {
    resourceId: plan.resourceId,
    phase,
    reason,
    startedAt,
    finishedAt,
    ...(deferred ? { deferred } : {}),
    ...(cutShort ? { cutShort } : {}),
    ...(failed ? { failed } : {}),
  };
}

import type { StallChanged } from '#activities/change/watch-operation.ts';
import {
  type DrainEnd,
  describeWithdrawn,
  type StalledDrainPolicy,
  type StallLevel,
} from '#domain/rolling-upgrade/stalled-drain.ts';
import {
  askAboutStalledDrain,
  describeStalledDrain,
  type StalledPool,
} from '#domain/rolling-upgrade/stalled-drain-messages.ts';
import { answersToDecision } from '#domain/status/actions.ts';
import type { DecideSignal } from '#protocol/signals.ts';
import { type ClusterRun, poolsToCome } from '../state/cluster-run.ts';
import { noteOfCluster } from '../state/journal.ts';
import type { StepResult } from '../state/step-result.ts';
import { resumes } from '../waits/ask-person.ts';
import { signalNeedsDecision } from '../waits/signal-campaign.ts';
import { whileWaiting } from '../waits/while-waiting.ts';

/** What was last reported of a drain. */
export interface Stall {
  readonly level: StallLevel;
  readonly blockedBy: string | null;
  /** Campaign time (ms); null: nothing blocks it. */
  readonly since: number | null;
  /** Campaign time (ms): an operator asked to wait until then. */
  readonly notBefore: number;
}

export const noStall: Stall = { level: 'none', blockedBy: null, since: null, notBefore: 0 };

/** How one watch of an operation ended. interrupted: its caller's condition became true. */
export type WatchStep =
  | { readonly kind: 'ended'; readonly result: StepResult }
  | { readonly kind: 'stalled'; readonly changed: StallChanged }
  | { readonly kind: 'interrupted' }
  /** Its blue-green upgrade is in its final soak. */
  | { readonly kind: 'in-final-soak' };

/** After an operator's answer (or none) the operation is watched on: asked again after as long as the first time. */
export function nextStall(
  run: ClusterRun,
  stall: Stall,
  step: Exclude<WatchStep, { kind: 'ended' | 'in-final-soak' }>,
  policy: StalledDrainPolicy | null,
): Stall {
  if (step.kind === 'interrupted')
    return { ...stall, level: 'notify', notBefore: run.clock.now() + (policy?.afterMs ?? 0) };
  const { level, blockedBy, since } = step.changed;
  return { ...stall, level, blockedBy, since };
}

/** Takes the answer to the question whether to wait; null: there is none. */
export function takeDecision({ operator }: ClusterRun): DecideSignal | null {
  const { decision } = operator;
  operator.decision = null;
  return decision;
}

interface Stalling {
  readonly pool: string;
  readonly stall: Stall;
  /** null: the file has no rule. */
  readonly policy: StalledDrainPolicy | null;
  readonly isRollback: boolean;
}

/** Shows, while an operation is watched, that its drain is blocked and what an operator can do; asks once it is time to. */
export async function whileStalled(
  run: ClusterRun,
  { pool, stall, policy, isRollback }: Stalling,
  watch: () => Promise<WatchStep>,
): Promise<WatchStep> {
  if (policy === null || stall.level === 'none') return watch();
  const { campaign, plan, rollback, mayForce } = run.input;
  const { blockedBy, since, notBefore } = stall;
  const stalled: StalledPool = {
    campaign,
    cluster: plan.name,
    pool,
    blockedBy,
    policy,
    isRollback,
    mayForce: mayForce !== null,
    mayRollBack: rollback.nodePools !== 'Never',
  };
  if (stall.level === 'act') return whileAsking(run, stalled, watch);
  const until =
    policy.afterwards === 'Wait' || since === null ? null : Math.max(notBefore, since + policy.afterMs);
  const act = describeStalledDrain(stalled);
  return whileWaiting(run, { kind: 'drain', name: `${plan.name}/${pool}`, until, act }, watch);
}

/** Unlike any other question, this one is withdrawn when the drain continues. */
async function whileAsking(
  run: ClusterRun,
  stalled: StalledPool,
  watch: () => Promise<WatchStep>,
): Promise<WatchStep> {
  const { pool, cluster, isRollback } = stalled;
  const { reason, act, retryWaits } = askAboutStalledDrain(stalled);
  const actions = answersToDecision({
    ...stalled,
    mayForce: run.input.mayForce,
    step: pool,
    retryWaits,
    nextPools: poolsToCome(run, pool),
    settingsOf: [...run.settingsToRestore.keys()],
  });
  run.operator.decision = null;
  run.reason = reason;
  noteOfCluster(run, 'asked', pool, reason);
  const step = isRollback ? {} : { step: pool };
  await signalNeedsDecision(run, reason, pool, { ...step, mayCleanUp: false, retryWaits });
  const end = await whileWaiting(run, { kind: 'decision', name: cluster, until: null, act, actions }, watch);
  run.reason = null;
  if (end.kind !== 'interrupted') noteOfCluster(run, 'withdrawn', pool, describeWithdrawn(drainEnd(end)));
  if (end.kind !== 'interrupted' || isResumed(run)) await signalNeedsDecision(run, null, null);
  return end;
}

function drainEnd(end: Exclude<WatchStep, { kind: 'interrupted' }>): DrainEnd {
  if (end.kind !== 'ended') return { kind: 'went-on' };
  return { kind: 'ended', failure: end.result.kind === 'failed' ? end.result.failure.kind : null };
}

function isResumed({ operator: { decision } }: ClusterRun): boolean {
  return decision !== null && resumes.has(decision.verb);
}

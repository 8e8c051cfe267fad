import { isCancellation } from '@temporalio/workflow';
import type { Change, Operation } from '#domain/change/change.ts';
import type { RollingTarget } from '#domain/rolling-upgrade/rolling-view.ts';
import type { StalledDrainPolicy } from '#domain/rolling-upgrade/stalled-drain.ts';
import { describeStalledAbort } from '#domain/rolling-upgrade/stalled-drain-messages.ts';
import { addSeen } from '#domain/status/step-status.ts';
import type { DecideSignal } from '#protocol/signals.ts';
import { cancelWhen } from '../cancel-when.ts';
import { readFailure } from '../read-failure.ts';
import { isStopping } from '../state/cluster-operator.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';
import { noteOfCluster } from '../state/journal.ts';
import { aborted, done, failed, type StepResult } from '../state/step-result.ts';
import { abortInAzure } from './abort-in-azure.ts';
import { callWatch, resultOf, type Watch, watchEnd } from './call-watch.ts';
import {
  nextStall,
  noStall,
  type Stall,
  takeDecision,
  type WatchStep,
  whileStalled,
} from './while-stalled.ts';

/** An operation to be watched. */
export interface Watched {
  readonly state: StepState;
  readonly operation: Operation;
  readonly change: Change['kind'];
  /** Campaign time (ms). */
  readonly deadline: number;
  /** null: it replaces no nodes. */
  readonly rolling: RollingTarget | null;
  /** null: a blocked drain is only shown. */
  readonly stalledDrain: StalledDrainPolicy | null;
  /** Judges a blue-green upgrade while Azure keeps its old nodes; null: there is nothing to judge. */
  readonly judgeFinalSoak: (() => Promise<StepResult>) | null;
}

/** Watches an operation to its end: no order interrupts it. */
export async function watchToEnd(run: ClusterRun, watched: Watched): Promise<StepResult> {
  try {
    return resultOf(await watchEnd(run, watchOf(watched), summaryOf(watched)));
  } catch (thrown) {
    return { kind: 'failed', failure: readFailure(thrown) };
  }
}

/**
 * Watches an operation to its end. An order to abort interrupts the watch at once, and the operation is aborted in Azure. A
 * blocked drain is shown, asked about or aborted as the file says, while the watch continues.
 */
export async function watchOrAbort(run: ClusterRun, watched: Watched): Promise<StepResult> {
  const { state, operation, stalledDrain: policy } = watched;
  let stall = noStall;
  let isJudged = watched.judgeFinalSoak === null;
  try {
    for (;;) {
      const isAnswered = () => stall.level === 'act' && run.operator.decision !== null;
      const isOver = () => abortReason(run, operation) !== null || isAnswered();
      const step = await whileStalled(
        run,
        { stall, policy, pool: operation.pool ?? '', isRollback: false },
        () => watchUntil(run, watched, { ...stall, endsInFinalSoak: !isJudged }, isOver),
      );
      if (step.kind === 'ended') return step.result;
      if (step.kind === 'in-final-soak') {
        isJudged = true;
        const verdict = await watched.judgeFinalSoak?.();
        if (verdict?.kind === 'failed' && abortReason(run, operation) === null)
          return (await abortInAzure(run, state, operation)) === 'had succeeded' ? done : verdict;
        continue;
      }
      if (step.kind === 'interrupted' && abortReason(run, operation) !== null)
        return await abortAsOrdered(run, state, operation);
      const decided = step.kind === 'interrupted' ? takeDecision(run) : null;
      if (decided !== null && decided.verb !== 'retry')
        return await abortStalled(run, watched, stall, decided);
      stall = nextStall(run, stall, step, policy);
      state.blockedBy = stall.blockedBy;
      if (stall.level === 'act' && policy?.afterwards === 'Abort')
        return await abortStalled(run, watched, stall, null);
    }
  } finally {
    state.blockedBy = null;
  }
}

/** Until the operation ends, its drain is blocked longer or no more, or `isOver` holds. */
export async function watchUntil(
  run: ClusterRun,
  watched: Watched,
  { level, notBefore, endsInFinalSoak = false }: Stall & { readonly endsInFinalSoak?: boolean },
  isOver: () => boolean,
): Promise<WatchStep> {
  const { stalledDrain: policy } = watched;
  const stall = policy === null ? {} : { stall: { policy, reported: level, notBefore } };
  const watch: Watch = {
    ...watchOf(watched),
    ...stall,
    ...(endsInFinalSoak && { endsInFinalSoak }),
  };
  try {
    const end = await cancelWhen(isOver, () => callWatch(run, watch, summaryOf(watched)));
    const { state } = watched;
    if (state.phase === 'Running') state.nodes = addSeen(state, end.nodes);
    if (end.state === 'in-final-soak') return { kind: 'in-final-soak' };
    return end.state === 'stall-changed'
      ? { kind: 'stalled', changed: end }
      : { kind: 'ended', result: resultOf(end) };
  } catch (thrown) {
    if (isCancellation(thrown) && isOver()) return { kind: 'interrupted' };
    return { kind: 'ended', result: { kind: 'failed', failure: readFailure(thrown) } };
  }
}

function watchOf({ operation, change, deadline, rolling }: Watched): Omit<Watch, 'stall'> {
  return { operation, change, deadline, ...(rolling === null ? {} : { rolling }) };
}

function summaryOf({ state }: Watched): string {
  return `Watch ${state.name}`;
}

/** `decided` null: the file says so. */
async function abortStalled(
  run: ClusterRun,
  { state, operation }: Watched,
  { blockedBy }: Stall,
  decided: DecideSignal | null,
): Promise<StepResult> {
  const end = await abortInAzure(run, state, operation);
  if (isStopping(run.operator)) return aborted;
  return end === 'had succeeded' ? done : stalledResult(run, operation, blockedBy, decided);
}

/** The failure of an operation that was aborted because its drain was blocked. */
export function stalledResult(
  run: ClusterRun,
  operation: Operation,
  blockedBy: string | null,
  decided: DecideSignal | null,
): StepResult {
  const message = describeStalledAbort(blockedBy, decided?.by ?? null);
  noteOfCluster(run, 'aborted', operation.pool, message);
  return { ...failed('drain-blocked', message), ...(decided === null ? {} : { decided }) };
}

async function abortAsOrdered(run: ClusterRun, state: StepState, operation: Operation): Promise<StepResult> {
  const end = await abortInAzure(run, state, operation);
  if (end === 'had succeeded') state.nodes = { ...state.nodes, done: state.nodes.total };
  const because = run.operator.poolOrders.get(operation.pool ?? '')?.because ?? '';
  run.operator.poolOrders.delete(operation.pool ?? '');
  if (isStopping(run.operator)) return aborted;
  return failed('operation-canceled', `The operation was ${because}.`);
}

/** Why the running operation is to be aborted; null: it is not. */
function abortReason({ operator }: ClusterRun, { pool }: Operation): string | null {
  const { aborted: campaign, rollBack } = operator;
  const order = pool === null ? undefined : operator.poolOrders.get(pool);
  if (pool !== null && rollBack !== null && (rollBack.pool ?? pool) === pool) return rollBack.because;
  return campaign ?? (order?.how === 'abort' ? order.because : null);
}

import { isCancellation } from '@temporalio/workflow';
import type { Change, Operation } from '#domain/change/change.ts';
import type { RollingTarget } from '#domain/rolling-upgrade/rolling-view.ts';
import type { StalledDrainPolicy } from '#domain/rolling-upgrade/stalled-drain.ts';
import type { DecideSignal } from '#protocol/signals.ts';
import { cancelWhen } from '../cancel-when.ts';
import { readFailure } from '../read-failure.ts';
import { isStopping } from '../state/cluster-operator.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';
import { noteOfCluster } from '../state/journal.ts';
import { aborted, done, failed, type StepResult } from '../state/step-result.ts';
import { stopInAzure } from './abort-in-azure.ts';
import { callWatch, resultOf, type Watch, watchEnd } from './call-watch.ts';
import {
  calm,
  noteStall,
  postpone,
  type Stall,
  type Turn,
  takeDecision,
  whileStalled,
} from './stalled-drain.ts';

/** An operation to be watched. */
export interface Watched {
  readonly state: StepState;
  readonly operation: Operation;
  readonly change: Change['kind'];
  /** Campaign time (ms). */
  readonly deadline: number;
  /** null: it replaces no nodes. */
  readonly rolling: RollingTarget | null;
  /** null: a drain that is held up is only shown. */
  readonly stalledDrain: StalledDrainPolicy | null;
}

/** Watches an operation to its end, whatever happens meanwhile. */
export async function watchToEnd(run: ClusterRun, watched: Watched): Promise<StepResult> {
  try {
    return resultOf(await watchEnd(run, watchOf(watched), summaryOf(watched)));
  } catch (thrown) {
    return { kind: 'failed', failure: readFailure(thrown) };
  }
}

/**
 * Watches an operation to its end. An abort does not wait for it: the watch is let go at once, Azure is asked to
 * stop, and the resource is watched until it rests. A drain that is held up is told, asked about or aborted as the file
 * says, while the watch goes on.
 */
export async function watchOrAbort(run: ClusterRun, watched: Watched): Promise<StepResult> {
  const { state, operation, stalledDrain: policy } = watched;
  let stall = calm;
  try {
    for (;;) {
      const isAnswered = () => stall.level === 'act' && run.operator.decision !== null;
      const isOver = () => stopReason(run, operation) !== null || isAnswered();
      const turn = await whileStalled(run, { stall, policy, pool: operation.pool ?? '' }, () =>
        look(run, watched, stall, isOver),
      );
      if (turn.kind === 'ended') return turn.result;
      if (turn.kind === 'let-go' && stopReason(run, operation) !== null)
        return await abortInAzure(run, state, operation);
      const decided = turn.kind === 'let-go' ? takeDecision(run) : null;
      if (decided !== null && decided.verb !== 'retry')
        return await abortStalled(run, watched, stall, { decided });
      stall = turn.kind === 'let-go' ? postpone(run, stall, policy) : noteStall(stall, turn.changed);
      state.blockedBy = stall.blockedBy;
      if (stall.level === 'act' && policy?.afterwards === 'Abort')
        return await abortStalled(run, watched, stall, {});
    }
  } finally {
    state.blockedBy = null;
  }
}

/** let-go: `isOver` held. */
export async function look(
  run: ClusterRun,
  watched: Watched,
  { level, notBefore }: Stall,
  isOver: () => boolean,
): Promise<Turn> {
  const { stalledDrain: policy } = watched;
  const stall = policy === null ? {} : { stall: { policy, told: level, notBefore } };
  const watch: Watch = { ...watchOf(watched), ...stall };
  try {
    const end = await cancelWhen(isOver, () => callWatch(run, watch, summaryOf(watched)));
    return end.state === 'stall-changed'
      ? { kind: 'stalled', changed: end }
      : { kind: 'ended', result: resultOf(end) };
  } catch (thrown) {
    if (isCancellation(thrown) && isOver()) return { kind: 'let-go' };
    return { kind: 'ended', result: { kind: 'failed', failure: readFailure(thrown) } };
  }
}

function watchOf({ operation, change, deadline, rolling }: Watched): Omit<Watch, 'stall'> {
  return { operation, change, deadline, ...(rolling === null ? {} : { rolling }) };
}

function summaryOf({ state }: Watched): string {
  return `Watch ${state.name}`;
}

/** As the file says, or because a person does not want to wait. */
async function abortStalled(
  run: ClusterRun,
  { state, operation }: Watched,
  { blockedBy }: Stall,
  answer: { readonly decided?: DecideSignal },
): Promise<StepResult> {
  const end = await stopInAzure(run, state, operation);
  if (isStopping(run.operator)) return aborted;
  return end === 'had succeeded' ? done : stalledResult(run, operation, blockedBy, answer);
}

/** What became of an operation that was aborted because its drain was held up. */
export function stalledResult(
  run: ClusterRun,
  operation: Operation,
  blockedBy: string | null,
  answer: { readonly decided?: DecideSignal },
): StepResult {
  const who = answer.decided === undefined ? 'as the file says (stalledDrain)' : `by ${answer.decided.by}`;
  const told = `The operation was aborted ${who}: its drain was held up by ${blockedBy ?? 'something'}.`;
  noteOfCluster(run, 'aborted', operation.pool, told);
  return { ...failed('drain-blocked', told), ...answer };
}

async function abortInAzure(run: ClusterRun, state: StepState, operation: Operation): Promise<StepResult> {
  const end = await stopInAzure(run, state, operation);
  if (end === 'had succeeded') state.nodes = { ...state.nodes, done: state.nodes.total };
  const because = run.operator.poolOrders.get(operation.pool ?? '')?.because ?? '';
  run.operator.poolOrders.delete(operation.pool ?? '');
  if (isStopping(run.operator)) return aborted;
  return failed('operation-canceled', `The operation was ${because}.`);
}

/** Why the running operation is to be stopped; null: it is not. */
function stopReason({ operator }: ClusterRun, { pool }: Operation): string | null {
  const { aborted: all, rollBack } = operator;
  const order = pool === null ? undefined : operator.poolOrders.get(pool);
  if (pool !== null && rollBack !== null && (rollBack.pool ?? pool) === pool) return rollBack.because;
  return all ?? (order?.how === 'abort' ? order.because : null);
}

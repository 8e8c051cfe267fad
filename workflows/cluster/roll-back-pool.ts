import { describeForOperator } from '#domain/failure.ts';
import type { PoolStrategy } from '#domain/plan/contents/plan.ts';
import { isRepeated } from '#domain/rollback/repeated-rollback.ts';
import { describeChoices, describeReasons } from '#domain/rollback/rollback-messages.ts';
import { describeRollbackTarget } from '#domain/status/step-goal.ts';
import { carryOut } from '../change/carry-out-change.ts';
import { openTask } from '../change/task.ts';
import { healthOfPool } from '../checks/health.ts';
import { verifyPool } from '../checks/verify.ts';
import type { RollBackOrder } from '../state/cluster-operator.ts';
import type { ClusterRun, PendingRollback, PoolState } from '../state/cluster-run.ts';
import { noteOfCluster } from '../state/journal.ts';
import { publishCluster } from '../state/publish-cluster.ts';
import type { StepResult } from '../state/step-result.ts';
import { assessPool } from './assess-pool.ts';
import { abortUnfinished } from './failed-pool.ts';
import { verifyOrResend } from './verify-or-resend.ts';

/** Why nothing was sent, and what is left to do. */
export interface Refused {
  readonly because: string;
  /** Of use only while the campaign runs; may be empty. */
  readonly advice: string;
}

type FailedRollback = StepResult & { readonly kind: 'failed' };

type PoolRollback =
  /** `health`: compared with the baseline from before the upgrade; null: not judged. */
  | { readonly kind: 'rolled-back'; readonly health: string | null }
  | ({ readonly kind: 'refused' } & Refused)
  | FailedRollback;

export async function rollBackPool(
  run: ClusterRun,
  state: PoolState,
  order: RollBackOrder,
): Promise<PoolRollback> {
  const { phase, detail, finishedAt } = state;
  const target = describeRollbackTarget(state);
  Object.assign(state, { phase: 'RollingBack', detail: `rolling back to ${target}`, finishedAt: null });
  publishCluster(run);
  const pending = run.pendingRollbacks.get(state.pool) ?? (await judgeRollback(run, state));
  if ('because' in pending) {
    Object.assign(state, { phase, detail, finishedAt });
    noteOfCluster(run, 'rollback-refused', state.pool, pending.because);
    return { kind: 'refused', ...pending };
  }
  run.pendingRollbacks.set(state.pool, pending);
  const failed = await sendRollback(run, state, pending);
  if (failed !== null) return failed;
  run.pendingRollbacks.delete(state.pool);
  run.rolledBack.add(state.pool);
  dropRepeated(run, order);
  const health = await healthAfterwards(run, state);
  const back = `back at ${state.version === undefined ? pending.version : target}`;
  noteOfCluster(run, 'rolled-back', state.pool, back);
  Object.assign(state, {
    phase: 'RolledBack',
    end: 'RolledBack',
    detail: back,
    rollbackOffer: undefined,
    nodes: { ...state.nodes, done: 0 },
    finishedAt: run.clock.iso(),
  });
  return { kind: 'rolled-back', health };
}

/** An order that repeats the running one must neither answer a question that follows nor cut the health check short. */
export function dropRepeated({ operator }: ClusterRun, order: RollBackOrder): void {
  const { rollBack: repeated } = operator;
  if (repeated !== null && isRepeated(repeated, order)) operator.rollBack = null;
}

/** An operation of ours that still runs on the pool is aborted first. */
async function judgeRollback(run: ClusterRun, state: PoolState): Promise<PendingRollback | Refused> {
  if (run.unfinished.has(state.pool)) await abortUnfinished(run, state);
  const found = await assessPool(run, state);
  if (!('rollback' in found)) {
    const because = `Whether ${state.pool} can be rolled back is unknown. ${describeForOperator(found)}`;
    return { because, advice: '' };
  }
  const { rollback } = found;
  if (!rollback.eligible) {
    const advice = describeChoices(rollback, run.input.plan.resourceId);
    return { because: describeReasons(rollback), advice };
  }
  const { version, nodeImageVersion } = rollback;
  return { version, nodeImageVersion };
}

/** null: every node says that it is back. */
async function sendRollback(
  run: ClusterRun,
  state: PoolState,
  pending: PendingRollback,
): Promise<FailedRollback | null> {
  const { version, nodeImageVersion, attempts } = pending;
  const { resourceId } = run.input.plan;
  const { pool } = state;
  const { timeoutMs, stalledDrain } = strategyOf(run, pool) ?? { timeoutMs: run.input.timeoutMs };
  const task = openTask(run, {
    change: { kind: 'roll-back-node-pool', resourceId, pool, to: version, nodeImageVersion },
    state,
    timeoutMs,
    purpose: 'restore',
    ...(stalledDrain === undefined ? {} : { stalledDrain }),
    // A retry continues what an earlier attempt sent.
    ...(attempts?.maybeSent === true ? { maybeSent: true, unacknowledged: attempts.unacknowledged } : {}),
  });
  const sent = await carryOut(run, task);
  const behind = { isKnown: attempts?.isBehind ?? false };
  const verify = () => verifyPool(run, pool, version, { nodeImageVersion });
  const result = sent.kind === 'done' ? await verifyOrResend(run, task, behind, verify) : sent;
  const { maybeSent, unacknowledged = null } = task;
  run.pendingRollbacks.set(pool, {
    ...pending,
    attempts: { maybeSent, unacknowledged, isBehind: behind.isKnown },
  });
  return result.kind === 'failed' ? result : null;
}

/** A rollback may not fix what got worse for another reason; the pool is back either way, so this is reported, not asked. */
async function healthAfterwards(run: ClusterRun, { pool }: PoolState): Promise<string | null> {
  if (run.operator.aborted !== null) return null;
  const { timeoutMs } = strategyOf(run, pool) ?? run.input;
  const verdict = await healthOfPool(run, pool, timeoutMs).judge('AfterPool');
  const isJudged = run.baselines.has(pool) && run.input.health.at.includes('AfterPool');
  if (verdict.kind === 'done') return isJudged ? `${pool} is as healthy as before its upgrade.` : null;
  if (verdict.kind !== 'failed') return null;
  return `${pool} is not as healthy as before its upgrade: ${verdict.failure.message}`;
}

function strategyOf(run: ClusterRun, pool: string): PoolStrategy | null {
  return run.plan?.steps.find((step) => step.pool === pool && step.strategy !== null)?.strategy ?? null;
}

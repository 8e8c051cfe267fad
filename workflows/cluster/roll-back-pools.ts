import { goOnCommand } from '#domain/change/az-command.ts';
import { describeCause, describeForOperator } from '#domain/failure.ts';
import { isRepeated } from '#domain/gate/rollback/repeated-rollback.ts';
import {
  describeChoices,
  describePartialRollback,
  describeReasons,
  describeRollbackEnd,
  describeSkippedRollback,
  describeStoppedRollback,
  type PartialRollback,
} from '#domain/gate/rollback/rollback-messages.ts';
import type { PoolStrategy } from '#domain/plan/contents/plan.ts';
import { describeRollbackTarget } from '#domain/status/step-goal.ts';
import type { ClusterOutcome } from '#protocol/cluster-upgrade.ts';
import { abortInAzure } from '../change/abort-in-azure.ts';
import { carryOut } from '../change/carry-out-change.ts';
import type { Task } from '../change/task.ts';
import { healthOfPool } from '../checks/health.ts';
import { verifyPool } from '../checks/verify.ts';
import type { RollBackOrder } from '../state/cluster-operator.ts';
import {
  type ClusterRun,
  type PendingRollback,
  restartDeadline,
  type StepState,
} from '../state/cluster-run.ts';
import { noteOfCluster } from '../state/journal.ts';
import { publishCluster } from '../state/publish-cluster.ts';
import type { StepResult } from '../state/step-result.ts';
import { askPerson } from '../waits/ask-person.ts';
import { assessPool } from './assess-pool.ts';
import { closeCluster } from './close-cluster.ts';
import { verifyOrResend } from './verify-or-resend.ts';

type PoolState = StepState & { readonly pool: string };

/** refused: nothing was taken back, why, and what is left to do; the pools are as they were. */
export type RollbackEnd =
  | { readonly kind: 'closed'; readonly outcome: ClusterOutcome }
  | ({ readonly kind: 'refused' } & Refused);

interface Refused {
  readonly because: string;
  /** Of no use to whoever reads how it ended; may be empty. */
  readonly advice: string;
}

/**
 * Takes pools back, the last upgraded first. A rollback already decided asks neither window, freeze nor pause. Each pool
 * passes the gate of its own; where at least one went back, the cluster ends here, for its other steps would only lead to
 * where it came from.
 */
export async function rollBack(run: ClusterRun, order: RollBackOrder): Promise<RollbackEnd> {
  const states = poolsToRollBack(run, order.pool);
  if (states.length === 0) return { kind: 'refused', because: nothingMoved(run, order.pool), advice: '' };
  run.phase = 'RollingBack';
  const notes: string[] = [];
  const advice: string[] = [];
  for (const state of states) {
    if (run.operator.aborted !== null) break;
    const end = await rollBackPoolOrAsk(run, state, order);
    if (typeof end === 'string') notes.push(end);
    else if (end !== null && 'left' in end) return closed(run, 'Skipped', order, [...notes, end.left]);
    else if (end !== null) {
      notes.push(end.because);
      advice.push(end.advice);
    }
  }
  if (run.operator.aborted !== null) return closed(run, 'Aborted', order, notes);
  if (states.some(({ phase }) => phase === 'RolledBack')) return closed(run, 'RolledBack', order, notes);
  run.phase = 'Running';
  return { kind: 'refused', because: notes.join(' '), advice: advice.join(' ') };
}

/** The last step of each pool that this campaign moved. */
function poolsToRollBack(run: ClusterRun, pool: string | null): readonly PoolState[] {
  const moved = run.steps
    .filter(
      (state): state is PoolState =>
        state.pool !== null &&
        state.from !== state.to &&
        state.startedAt !== null &&
        state.phase !== 'NotStarted',
    )
    .filter((state) => pool === null || state.pool === pool);
  return [...new Map(moved.map((state) => [state.pool, state])).values()].toReversed();
}

function nothingMoved({ input: { plan } }: ClusterRun, pool: string | null): string {
  const what = pool === null ? `no node pool of ${plan.name}` : `no node pool ${pool} of ${plan.name}`;
  return `Nothing to take back: this campaign has upgraded ${what}.`;
}

/** What is to be told of a pool: why it stays as it is, or how well it is since it went back; null: nothing. */
async function rollBackPoolOrAsk(
  run: ClusterRun,
  state: PoolState,
  order: RollBackOrder,
): Promise<string | Refused | SkippedHalfway | null> {
  for (;;) {
    restartDeadline(run);
    const end = await rollBackPool(run, state, order);
    if (end.kind === 'back') return end.health;
    if (end.kind === 'refused') return end;
    const half = await inspectPartialRollback(run, state);
    const asked = describeStoppedRollback(state.pool, describeRollbackTarget(state), end.failure);
    const told = half.found === null ? asked : `${asked} ${describePartialRollback(half)}`;
    const happened = `${state.pool} could not be taken back to ${describeRollbackTarget(state)}. ${describeCause(end.failure)}`;
    Object.assign(state, { phase: 'NeedsDecision', detail: told });
    dropRepeated(run, order);
    const decision =
      end.decided ??
      (await askPerson(run, told, { happened, pool: state.pool, mayRollBack: true, mayCleanUp: false }));
    if (decision === null) return skip(run, state, 'Aborted', { half, happened });
    const by = 'by' in decision ? `skipped by ${decision.by}: ${decision.reason}` : '';
    if (decision.verb === 'skip')
      return { left: `${skip(run, state, 'Skipped', { half, happened })} It was ${by}.` };
    if (decision.verb === 'skip-pool')
      return `${skip(run, state, 'Skipped', { half, happened })} It was ${by}.`;
    run.operator.rollBack = null;
  }
}

/** What its nodes say; nobody promises any more that a pool may go back that is on its way. */
async function inspectPartialRollback(run: ClusterRun, state: PoolState): Promise<PartialRollback> {
  const { pool } = state;
  const half = {
    pool,
    to: describeRollbackTarget(state),
    isSent: run.pendingRollbacks.get(pool)?.attempts?.maybeSent === true,
    found: null,
  };
  const found = await assessPool(run, state);
  if (half.isSent) state.rollbackOffer = undefined;
  return { ...half, found: 'truth' in found ? (found.truth?.text ?? null) : null };
}

/** The pool stays as it is, and its step is over. */
function skip(
  run: ClusterRun,
  state: PoolState,
  phase: 'Skipped' | 'Aborted',
  { half, happened }: { readonly half: PartialRollback; readonly happened: string },
): string {
  const { resourceId } = run.input.plan;
  const { version } = run.pendingRollbacks.get(state.pool) ?? { version: state.from };
  const told = describeSkippedRollback(half, goOnCommand(resourceId, state.pool, version));
  Object.assign(state, { phase, detail: told, finishedAt: run.clock.iso() });
  return `${told} ${happened}`;
}

/** The cluster ends with it, by the word of a person. */
interface SkippedHalfway {
  readonly left: string;
}

/** Said once more while it goes back already, it must neither answer a question that was not asked yet nor cut health short. */
function dropRepeated({ operator }: ClusterRun, order: RollBackOrder): void {
  const { rollBack: again } = operator;
  if (again !== null && isRepeated(again, order)) operator.rollBack = null;
}

type PoolRollback =
  | { readonly kind: 'back'; readonly health: string | null }
  /** Nothing was sent. */
  | ({ readonly kind: 'refused' } & Refused)
  | StoppedRollback;

/** `decided`: what a person has said of it already. */
type StoppedRollback = StepResult & { readonly kind: 'failed' };

async function rollBackPool(run: ClusterRun, state: PoolState, order: RollBackOrder): Promise<PoolRollback> {
  const { phase, detail, finishedAt } = state;
  Object.assign(state, {
    phase: 'RollingBack',
    detail: `going back to ${describeRollbackTarget(state)}`,
    finishedAt: null,
  });
  publishCluster(run);
  const pair = run.pendingRollbacks.get(state.pool) ?? (await passRollbackGate(run, state));
  if ('because' in pair) {
    Object.assign(state, { phase, detail, finishedAt });
    noteOfCluster(run, 'rollback-refused', state.pool, pair.because);
    return { kind: 'refused', ...pair };
  }
  run.pendingRollbacks.set(state.pool, pair);
  const stopped = await sendRollback(run, state, pair);
  if (stopped !== null) return stopped;
  run.pendingRollbacks.delete(state.pool);
  run.rolledBack.add(state.pool);
  dropRepeated(run, order);
  const health = await healthAfterwards(run, state);
  const back = `every node is at ${state.version === undefined ? pair.version : describeRollbackTarget(state)} again`;
  noteOfCluster(run, 'rolled-back', state.pool, back);
  Object.assign(state, {
    phase: 'RolledBack',
    end: 'RolledBack',
    detail: back,
    rollbackOffer: undefined,
    nodes: { ...state.nodes, done: 0 },
    finishedAt: run.clock.iso(),
  });
  return { kind: 'back', health };
}

/**
 * By the baseline from before the upgrade. Going back may not mend what became worse meanwhile for another reason, but the
 * pool is back either way: it is told, not asked about.
 */
async function healthAfterwards(run: ClusterRun, { pool }: PoolState): Promise<string | null> {
  if (run.operator.aborted !== null) return null;
  const { timeoutMs } = strategyOf(run, pool) ?? run.input;
  const verdict = await healthOfPool(run, pool, timeoutMs).judge('AfterPool');
  const isJudged = run.baselines.has(pool) && run.input.health.at.includes('AfterPool');
  if (verdict.kind === 'done') return isJudged ? `${pool} is as well as before its upgrade.` : null;
  if (verdict.kind !== 'failed') return null;
  return `Its health is not as before: ${verdict.failure.message}`;
}

function strategyOf(run: ClusterRun, pool: string): PoolStrategy | null {
  return run.plan?.steps.find((step) => step.pool === pool && step.strategy !== null)?.strategy ?? null;
}

/** What of ours still runs on the pool is aborted first. */
async function passRollbackGate(run: ClusterRun, state: PoolState): Promise<PendingRollback | Refused> {
  if (run.unfinished.has(state.pool)) {
    const { resourceId } = run.input.plan;
    const end = await abortInAzure(run, state, { resourceId, pool: state.pool, url: null });
    if (end !== 'not aborted') run.unfinished.delete(state.pool);
  }
  const found = await assessPool(run, state);
  if (!('rollback' in found))
    return {
      because: `Whether ${state.pool} may go back is not known. ${describeForOperator(found)}`,
      advice: '',
    };
  const { rollback } = found;
  if (!rollback.eligible) return { because: describeReasons(rollback), advice: describeChoices(rollback) };
  const { version, nodeImageVersion } = rollback;
  return { version, nodeImageVersion };
}

/** Why it did not get there; null: every node says that it is back. */
async function sendRollback(
  run: ClusterRun,
  state: PoolState,
  pair: PendingRollback,
): Promise<StoppedRollback | null> {
  const { version, nodeImageVersion, attempts } = pair;
  const { plan, terms } = run.input;
  const { resourceId } = plan;
  const { pool } = state;
  const { timeoutMs, stalledDrain } = strategyOf(run, pool) ?? { timeoutMs: run.input.timeoutMs };
  const task: Task = {
    change: { kind: 'roll-back-node-pool', resourceId, pool, to: version, nodeImageVersion },
    state,
    timeoutMs,
    patienceMs: terms.cluster.onBusy.waitMs,
    gated: false,
    maybeSent: false,
    ...(stalledDrain === undefined ? {} : { stalledDrain }),
    // A retry goes on with what an earlier attempt sent, as a retry of an upgrade does.
    ...(attempts?.maybeSent === true ? { maybeSent: true, unacknowledged: attempts.unacknowledged } : {}),
  };
  const result = await carryOut(run, task);
  const behind = { isKnown: attempts?.isBehind ?? false };
  const end =
    result.kind === 'done'
      ? await verifyOrResend(run, task, behind, () => verifyPool(run, pool, version, { nodeImageVersion }))
      : result;
  const { maybeSent, unacknowledged = null } = task;
  run.pendingRollbacks.set(pool, {
    ...pair,
    attempts: { maybeSent, unacknowledged, isBehind: behind.isKnown },
  });
  return end.kind === 'failed' ? end : null;
}

async function closed(
  run: ClusterRun,
  phase: 'RolledBack' | 'Skipped' | 'Aborted',
  { because }: RollBackOrder,
  notes: readonly string[],
): Promise<RollbackEnd> {
  const back = run.steps
    .filter((state) => state.phase === 'RolledBack')
    .map((state) => ({ name: state.name, to: describeRollbackTarget(state) }));
  const { aborted } = run.operator;
  const said = phase === 'Aborted' && aborted !== null ? [...notes, `${aborted}.`] : notes;
  const outcome = await closeCluster(run, phase, describeRollbackEnd({ back, notes: said, because }));
  return { kind: 'closed', outcome };
}

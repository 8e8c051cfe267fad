import { describeCause, type Failure } from '#domain/failure.ts';
import { goOnCommand } from '#domain/fleet/az-command.ts';
import {
  describePartialRollback,
  describeRollbackEnd,
  describeSkippedRollback,
  describeStoppedRollback,
  type PartialRollback,
} from '#domain/rollback/rollback-messages.ts';
import { describeRollbackTarget } from '#domain/status/step-goal.ts';
import { stepsToRollBack } from '#domain/status/steps-to-roll-back.ts';
import { joinTexts } from '#domain/text/sentences.ts';
import type { ClusterOutcome } from '#protocol/cluster-upgrade.ts';
import type { RollBackOrder } from '../state/cluster-operator.ts';
import { type ClusterRun, type PoolState, restartDeadline } from '../state/cluster-run.ts';
import { askPerson } from '../waits/ask-person.ts';
import { assessPool } from './assess-pool.ts';
import { closeCluster } from './close-cluster.ts';
import { isOfPool } from './failed-pool.ts';
import { dropRepeated, type Refused, rollBackPool } from './roll-back-pool.ts';

/** refused: nothing was rolled back; the pools are as they were. */
export type RollbackEnd =
  | { readonly kind: 'closed'; readonly outcome: ClusterOutcome }
  | ({ readonly kind: 'refused' } & Refused);

/**
 * Rolls pools back, the last upgraded first. Each pool is judged on its own; where at least one was rolled back, the cluster
 * ends here, for its other steps would only upgrade it again.
 */
export async function rollBackPools(run: ClusterRun, order: RollBackOrder): Promise<RollbackEnd> {
  const states = stepsToRollBack(run.steps.filter(isOfPool), order.pool);
  if (states.length === 0) return { kind: 'refused', because: describeNothing(run, order.pool), advice: '' };
  run.phase = 'RollingBack';
  const notes: string[] = [];
  const advice: string[] = [];
  for (const state of states) {
    if (run.operator.aborted !== null) break;
    const end = await settleRollback(run, state, order);
    if (end.kind === 'skip-cluster') return close(run, 'Skipped', order, [...notes, end.note]);
    if (end.kind === 'refused') advice.push(end.advice);
    const note = end.kind === 'refused' ? end.because : end.note;
    if (note !== null) notes.push(note);
  }
  if (run.operator.aborted !== null) return close(run, 'Aborted', order, notes);
  if (states.some(({ phase }) => phase === 'RolledBack')) return close(run, 'RolledBack', order, notes);
  run.phase = 'Running';
  return { kind: 'refused', because: notes.join(' '), advice: advice.join(' ') };
}

function describeNothing({ input: { plan } }: ClusterRun, pool: string | null): string {
  const what = pool === null ? `no node pool of ${plan.name}` : `no node pool ${pool} of ${plan.name}`;
  return `Nothing to roll back: this campaign has upgraded ${what}.`;
}

/** `note`: what to report of the pool; null: nothing. */
type SettledRollback =
  | { readonly kind: 'settled'; readonly note: string | null }
  | ({ readonly kind: 'refused' } & Refused)
  /** The cluster ends here, as an operator decided. */
  | { readonly kind: 'skip-cluster'; readonly note: string };

async function settleRollback(
  run: ClusterRun,
  state: PoolState,
  order: RollBackOrder,
): Promise<SettledRollback> {
  for (;;) {
    restartDeadline(run);
    const end = await rollBackPool(run, state, order);
    if (end.kind === 'rolled-back') return { kind: 'settled', note: end.health };
    if (end.kind === 'refused') return end;
    const { failure } = end;
    const partial = await inspectPartial(run, state);
    const stopped = describeStoppedRollback(state.pool, describeRollbackTarget(state), failure);
    const question = partial.found === null ? stopped : `${stopped} ${describePartialRollback(partial)}`;
    Object.assign(state, { phase: 'NeedsDecision', detail: question });
    dropRepeated(run, order);
    const happened = describeFailed(state, failure);
    const choices = { happened, pool: state.pool, mayRollBack: true, mayCleanUp: false };
    const answer = end.decided ?? (await askPerson(run, question, choices));
    if (answer === null) return { kind: 'settled', note: closePool(run, state, { partial, happened }) };
    if (answer.verb === 'skip' || answer.verb === 'skip-pool') {
      const skipped = closePool(run, state, { partial, happened });
      const note = joinTexts([skipped, `It was skipped by ${answer.by}: ${answer.reason}`]);
      return { kind: answer.verb === 'skip' ? 'skip-cluster' : 'settled', note };
    }
    run.operator.rollBack = null;
  }
}

function describeFailed(state: PoolState, failure: Failure): string {
  return `The rollback of ${state.pool} to ${describeRollbackTarget(state)} failed. ${describeCause(failure)}`;
}

/** By what its nodes say. Once the rollback was sent, the upgrade's rollback is no longer on offer. */
async function inspectPartial(run: ClusterRun, state: PoolState): Promise<PartialRollback> {
  const { pool } = state;
  const to = describeRollbackTarget(state);
  const isSent = run.pendingRollbacks.get(pool)?.attempts?.maybeSent === true;
  const found = await assessPool(run, state);
  if (isSent) state.rollbackOffer = undefined;
  return { pool, to, isSent, found: 'truth' in found ? (found.truth?.text ?? null) : null };
}

/** The pool stays as it is, and its step is over. */
function closePool(
  run: ClusterRun,
  state: PoolState,
  { partial, happened }: { readonly partial: PartialRollback; readonly happened: string },
): string {
  const { resourceId } = run.input.plan;
  const { version } = run.pendingRollbacks.get(state.pool) ?? { version: state.from };
  const detail = describeSkippedRollback(partial, goOnCommand(resourceId, state.pool, version));
  Object.assign(state, { phase: 'Failed', detail, finishedAt: run.clock.iso() });
  return joinTexts([detail, happened]);
}

async function close(
  run: ClusterRun,
  phase: 'RolledBack' | 'Skipped' | 'Aborted',
  { because }: RollBackOrder,
  notes: readonly string[],
): Promise<RollbackEnd> {
  const back = run.steps
    .filter((state) => state.phase === 'RolledBack')
    .map((state) => ({ name: state.name, to: describeRollbackTarget(state) }));
  const { aborted } = run.operator;
  const all = phase === 'Aborted' && aborted !== null ? [...notes, `${aborted}.`] : notes;
  const outcome = await closeCluster(run, phase, describeRollbackEnd({ back, notes: all, because }));
  return { kind: 'closed', outcome };
}

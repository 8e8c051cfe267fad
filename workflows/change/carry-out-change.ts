import { poolOf } from '#domain/change/change.ts';
import { findConcurrentOperation } from '#domain/change/decide-begin.ts';
import { readFailure } from '../read-failure.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { forgetAbort } from '../state/pool-orders.ts';
import { done, failed, type StepResult } from '../state/step-result.ts';
import { awaitFreezeLifted } from '../waits/await-freeze-lifted.ts';
import { type ConcurrentWait, waitForConcurrentOperation } from '../waits/concurrent-operation.ts';
import { attemptChange } from './attempt-change.ts';
import { inspectCluster } from './inspect-cluster.ts';
import type { Task } from './task.ts';

/** A change that would have to wait. */
export interface Blocked {
  readonly kind: 'held-back';
  /** Who else is at work; null: whatever else. */
  readonly others: string | null;
}

/** For any other reason than others. */
export const blocked: Blocked = { kind: 'held-back', others: null };

/**
 * Carries out one change: look, decide, ask the gate, send, watch. Whatever is unclear leads back to looking;
 * only `decideBegin` says whether something is sent.
 */
export function carryOut(run: ClusterRun, task: Task): Promise<StepResult> {
  const others: ConcurrentWait = { patienceMs: task.patienceMs, since: null };
  const pool = poolOf(task.change);
  return untilEnded(run, task, async () => {
    for (;;) {
      const turn = await attemptChange(run, task, null);
      switch (turn.kind) {
        case 'look-again':
          continue;
        case 'frozen':
          await awaitFreezeLifted(run, pool, turn);
          continue;
        case 'others':
          if (!(await waitForConcurrentOperation(run, pool, others, turn.because)))
            return turn.refused ?? failed('busy', turn.because);
          continue;
        case 'done':
        case 'failed':
        case 'aborted':
        case 'left':
          return turn;
      }
    }
  });
}

/**
 * The same for a change that has passed the gate (`notAfter`: campaign time (ms); null: any time) and for which something is
 * kept closed: nothing is waited for. What was held back may have been sent by an earlier attempt of its activity all the same
 * (`maybeSent`).
 */
export function carryOutAtOnce(
  run: ClusterRun,
  task: Task,
  gate: { readonly notAfter: number | null },
): Promise<StepResult | Blocked> {
  return untilEnded(run, task, async () => {
    const turn = await attemptChange(run, task, gate);
    switch (turn.kind) {
      case 'look-again':
      case 'frozen':
        return blocked;
      case 'others':
        return { kind: 'held-back', others: turn.because };
      case 'done':
      case 'failed':
      case 'aborted':
      case 'left':
        return turn;
    }
  });
}

async function untilEnded<T>(
  run: ClusterRun,
  task: Task,
  work: () => Promise<T>,
): Promise<T | (StepResult & { kind: 'failed' })> {
  try {
    return await work();
  } catch (thrown) {
    return { kind: 'failed', failure: readFailure(thrown) };
  } finally {
    run.inFlight = false;
    forgetAbort(run, poolOf(task.change));
  }
}

/** Whether somebody else is at work, and waits for that until the next look. */
export async function awaitConcurrentOperation(
  run: ClusterRun,
  pool: string,
  others: ConcurrentWait,
): Promise<StepResult | 'waited'> {
  const found = await findOperation(run, pool);
  if (found === null) return done;
  if (found.do === 'refuse') return failed(found.kind, found.because);
  const { because } = found;
  return (await waitForConcurrentOperation(run, pool, others, because)) ? 'waited' : failed('busy', because);
}

/** The same, at once. */
export async function findOperation(run: ClusterRun, pool: string) {
  return findConcurrentOperation(pool, await inspectCluster(run));
}

import { poolOfStep } from '#domain/change/change.ts';
import { findConcurrentOperation } from '#domain/change/decide-begin.ts';
import { readFailure } from '../read-failure.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { done, failed, type StepResult } from '../state/step-result.ts';
import { awaitFreezeLifted } from '../waits/await-freeze-lifted.ts';
import { type ConcurrentWait, waitForConcurrentOperation } from '../waits/concurrent-operation.ts';
import { attemptChange } from './attempt-change.ts';
import { inspectCluster } from './inspect-cluster.ts';
import type { Task } from './task.ts';

/** A change that could not be sent without a wait. `operation`: the one that runs; null: another reason. */
export interface MustWait {
  readonly kind: 'must-wait';
  readonly operation: string | null;
}

export const mustWait: MustWait = { kind: 'must-wait', operation: null };

/**
 * Carries out one change: inspect, decide, await permission (pause, window), send, watch. Whatever is unclear leads back to inspecting;
 * only `decideBegin` says whether something is sent.
 */
export function carryOut(run: ClusterRun, task: Task): Promise<StepResult> {
  const wait: ConcurrentWait = { patienceMs: task.patienceMs, since: null };
  const pool = poolOfStep(task.change);
  return untilEnded(run, async () => {
    for (;;) {
      const attempt = await attemptChange(run, task, null);
      switch (attempt.kind) {
        case 'inspect-again':
          continue;
        case 'frozen':
          await awaitFreezeLifted(run, pool, attempt);
          continue;
        case 'concurrent-operation':
          if (!(await waitForConcurrentOperation(run, pool, wait, attempt.because)))
            return attempt.refused ?? failed('busy', attempt.because);
          continue;
        case 'done':
        case 'failed':
        case 'aborted':
        case 'blocked':
          return attempt;
      }
    }
  });
}

/**
 * One attempt, for a change that has permission (`notAfter`: campaign time (ms); null: any time) while a node is
 * cordoned for it: nothing is waited for. Even what must wait may have been sent by an earlier attempt of its activity
 * (`maybeSent`).
 */
export function carryOutAtOnce(
  run: ClusterRun,
  task: Task,
  permission: { readonly notAfter: number | null },
): Promise<StepResult | MustWait> {
  return untilEnded(run, async () => {
    const attempt = await attemptChange(run, task, permission);
    switch (attempt.kind) {
      case 'inspect-again':
      case 'frozen':
        return mustWait;
      case 'concurrent-operation':
        return { kind: 'must-wait', operation: attempt.because };
      case 'done':
      case 'failed':
      case 'aborted':
      case 'blocked':
        return attempt;
    }
  });
}

async function untilEnded<T>(
  run: ClusterRun,
  work: () => Promise<T>,
): Promise<T | (StepResult & { kind: 'failed' })> {
  try {
    return await work();
  } catch (thrown) {
    return { kind: 'failed', failure: readFailure(thrown) };
  } finally {
    run.inFlight = false;
  }
}

/** Waits, where another operation runs, until it is time to inspect again; done: none runs. */
export async function awaitConcurrentOperation(
  run: ClusterRun,
  pool: string,
  wait: ConcurrentWait,
): Promise<StepResult | 'waited'> {
  const found = await findOperation(run, pool);
  if (found === null) return done;
  if (found.do === 'refuse') return failed(found.kind, found.because);
  const { because } = found;
  return (await waitForConcurrentOperation(run, pool, wait, because)) ? 'waited' : failed('busy', because);
}

export async function findOperation(run: ClusterRun, pool: string) {
  return findConcurrentOperation(pool, await inspectCluster(run));
}

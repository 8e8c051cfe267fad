import { poolOf } from '#domain/change/change.ts';
import { isRestricted } from '#domain/change/change-purpose.ts';
import type { Cluster } from '#domain/fleet/fleet.ts';
import { rollingTarget } from '#domain/rolling-upgrade/rolling-target.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import type { StepResult } from '../state/step-result.ts';
import type { Task } from './task.ts';
import { watchOrAbort, watchToEnd } from './watch-operation.ts';
import { watchRollback } from './watch-rollback.ts';

/** Watches what was sent or adopted for a task. `cluster`: as it was before; `url`: null where it is not known. */
export function watchTask(
  run: ClusterRun,
  task: Task,
  cluster: Cluster,
  url: string | null,
): Promise<StepResult> {
  run.inFlight = true;
  const { change, state, timeoutMs, purpose } = task;
  const pool = poolOf(change);
  const deadline = Math.min(run.clock.now() + timeoutMs, run.deadline);
  const operation = { resourceId: change.resourceId, pool, url };
  const rolling = rollingTarget(change, cluster, task.sentAt ?? run.clock.now());
  const watched = {
    state,
    operation,
    change: change.kind,
    deadline,
    rolling,
    stalledDrain: task.stalledDrain ?? null,
    judgeFinalSoak: task.judgeFinalSoak ?? null,
  };
  if (change.kind === 'roll-back-node-pool') return watchRollback(run, watched);
  const mayAbort = isRestricted(purpose) && task.isAbortable !== false;
  return mayAbort ? watchOrAbort(run, watched) : watchToEnd(run, watched);
}

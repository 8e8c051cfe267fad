import type { ClusterRun, StepState } from '../state/cluster-run.ts';
import { endOfDeferral } from '../state/defer-to-next-run.ts';

/** `state` null: a step that is not shown. */
export function finishStep(
  run: ClusterRun,
  state: StepState | null,
  phase: 'Completed' | 'Aborted' | 'Skipped',
  detail: string | null,
): void {
  if (state === null) return;
  const nodes = phase === 'Completed' ? { ...state.nodes, done: state.nodes.total } : state.nodes;
  if (phase === 'Completed' && state.pool !== null) state.end = 'Succeeded';
  const ended = phase === 'Aborted' ? (endOfDeferral(run)?.phase ?? phase) : phase;
  Object.assign(state, { phase: ended, detail, nodes, finishedAt: run.clock.iso() });
}

/** Closes the step of a pool that an operator skips; on a later hop too, since the pool would be too far behind. */
export function closeIfSkipped(run: ClusterRun, state: StepState | null): boolean {
  const order = state?.pool == null ? undefined : run.operator.poolOrders.get(state.pool);
  if (state === null || order?.how !== 'skip') return false;
  state.startedAt = run.clock.iso();
  finishStep(run, state, 'Skipped', order.because);
  return true;
}

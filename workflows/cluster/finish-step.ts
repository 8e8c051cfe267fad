import { describeCutSoak, phaseAfterFailure, phaseAfterOrder } from '#domain/outcome/step-end.ts';
import { formatDuration } from '#domain/text/duration.ts';
import { joinTexts } from '#domain/text/sentences.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';
import { endOfDeferral } from '../state/defer-to-next-run.ts';
import { done, type StepResult } from '../state/step-result.ts';

const minuteMs = 60_000;

/** `state` null: a step that is not shown. */
export function finishStep(
  run: ClusterRun,
  state: StepState | null,
  phase: 'Completed' | 'Failed' | 'Aborted' | 'Skipped',
  detail: string | null,
): void {
  if (state === null) return;
  if (phase === 'Completed') state.end = 'Succeeded';
  const nodes = phase === 'Completed' ? { ...state.nodes, done: state.nodes.total } : state.nodes;
  const ended = phase === 'Aborted' ? (endOfDeferral(run)?.phase ?? phase) : phase;
  Object.assign(state, { phase: ended, detail, nodes, finishedAt: run.clock.iso() });
}

/** `order`: what an operator wants of it, or of its cluster. */
export function stopStep(
  run: ClusterRun,
  state: StepState | null,
  order: 'Aborted' | 'Skipped',
  detail: string | null,
): void {
  // What an earlier attempt completed stays as it was.
  if (state === null || state.phase === 'Completed') return;
  const phase = phaseAfterOrder(state, order);
  const cut = phase === 'Completed' ? describeSoak(run) : null;
  finishStep(run, state, phase, joinTexts([detail, cut], '; ') || null);
}

/** One that failed, and is not tried again. */
export function failStep(
  run: ClusterRun,
  state: StepState | null,
  order: 'Aborted' | 'Skipped',
  detail: string | null,
): void {
  finishStep(run, state, state === null ? order : phaseAfterFailure(state, order), detail);
}

/** null: no soak was cut short. */
export function describeSoak({ cutSoak }: ClusterRun): string | null {
  if (cutSoak === null) return null;
  const { ms, ofMs } = cutSoak;
  const unit = ms < minuteMs ? 1_000 : minuteMs;
  return describeCutSoak(formatDuration(ms - (ms % unit)), formatDuration(ofMs));
}

/** Closes the step of a pool that an operator skips; on a later hop too, since the pool would be too far behind. */
export function closeIfSkipped(run: ClusterRun, state: StepState | null, result: StepResult = done): boolean {
  const order = state?.pool == null ? undefined : run.operator.poolOrders.get(state.pool);
  if (state === null || order?.how !== 'skip') return false;
  state.startedAt ??= run.clock.iso();
  const isFailure = result.kind === 'failed' && result.failure.kind !== 'operation-canceled';
  const close = isFailure || state.phase === 'NeedsDecision' ? failStep : stopStep;
  close(run, state, 'Skipped', order.because);
  return true;
}

import type { Phase } from './status.ts';

export interface StageState {
  readonly phase: Phase;
  /** null: it has not been reached. */
  readonly startedAt: string | null;
  /** Scheduled run: it went as far as the run allowed. */
  readonly deferred?: boolean;
}

const faults: ReadonlySet<Phase> = new Set<Phase>([
  'NeedsDecision',
  'Failed',
  'Skipped',
  'Aborted',
  'RolledBack',
  'CompletedWithFailures',
]);

/** A cluster that does not complete, or not without an operator; one that was skipped untouched is none. */
export function isFault({ phase, startedAt, deferred = false }: StageState): boolean {
  return !deferred && faults.has(phase) && !(phase === 'Skipped' && startedAt === null);
}

/** How a stage stands by its clusters; `now` where it is the one that the campaign is at. */
export function stagePhase(lines: readonly StageState[], now: 'Running' | 'Waiting' | null): Phase {
  const some = (wanted: Phase) => lines.some(({ phase }) => phase === wanted);
  if (some('NeedsDecision')) return 'NeedsDecision';
  if (now !== null) return now;
  // A cluster with nothing to change is Completed before its stage begins.
  if (some('NotStarted') && lines.every(({ startedAt }) => startedAt === null)) return 'NotStarted';
  if (some('Aborted')) return 'Aborted';
  const isAnyDone = some('Completed') || some('CompletedWithFailures');
  if (lines.some(isFault)) return isAnyDone ? 'CompletedWithFailures' : 'Failed';
  return some('Completed') ? 'Completed' : 'Skipped';
}

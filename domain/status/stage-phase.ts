import type { Phase } from './status.ts';

export interface StageState {
  readonly phase: Phase;
  /** null: it has not been reached. */
  readonly startedAt: string | null;
  /** Scheduled run: it went as far as the run allowed. */
  readonly deferred?: boolean;
}

interface StageLine extends StageState {
  readonly reason: string | null;
  readonly finishedAt: string | null;
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

/** Why a cluster or a step is Skipped when its campaign or cluster ended before it began. */
export const notReached = 'not reached';

/**
 * How a stage stands by its clusters; `now` where it is the one that the campaign is at, `end` where that is over. A cluster
 * with nothing to change, or that the plan blocks, does not begin its stage.
 */
export function stagePhase(
  lines: readonly StageLine[],
  now: 'Running' | 'Waiting' | 'Paused' | null,
  end: Phase | null = null,
): Phase {
  const some = (wanted: Phase) => lines.some(({ phase }) => phase === wanted);
  if (some('NeedsDecision')) return 'NeedsDecision';
  if (now !== null) return now;
  const begun = lines.filter(hasBegun);
  if (begun.length === 0 && some('NotStarted')) return 'NotStarted';
  const isCutShort =
    begun.length > 0 && lines.some(({ phase, reason }) => phase === 'Skipped' && reason === notReached);
  if (some('Aborted') || (isCutShort && end === 'Aborted')) return 'Aborted';
  if (isCutShort || lines.some(isFault)) return begun.some(isDone) ? 'CompletedWithFailures' : 'Failed';
  return begun.some(isDone) || (lines.length > 0 && lines.every(isDone)) ? 'Completed' : 'Skipped';
}

function isDone({ phase }: StageState): boolean {
  return phase === 'Completed' || phase === 'CompletedWithFailures';
}

/** One that ended before anything was sent has begun, too, unless it was skipped or aborted before it could begin. */
function hasBegun({ phase, startedAt, finishedAt }: StageLine): boolean {
  return startedAt !== null || (finishedAt !== null && phase !== 'Skipped' && phase !== 'Aborted');
}

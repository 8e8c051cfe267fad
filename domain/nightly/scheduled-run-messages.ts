import { describeCause, type Failure } from '../failure.ts';
import { formatDuration } from '../text/duration.ts';

/** `decideWithinMs`: how long the scheduled run waited for a decision. */
export function describeMissingDecision(decideWithinMs: number): string {
  return `no decision within ${formatDuration(decideWithinMs)}`;
}

/**
 * A cluster that got no decision: what happened, and what comes next. The advice to an operator ("retry", "skip") is omitted, because a
 * scheduled run that has ended takes no commands.
 */
export function describeUnanswered(decideWithinMs: number, happened: string): string {
  return `${describeMissingDecision(decideWithinMs)}; the next run plans it again. ${happened}`;
}

/** A cluster that a rule of the file skips; the rule is named unless the failure shows it. */
export function describeSkippedByRule(failure: Failure, isScheduledRun: boolean): string {
  return [
    describeCause(failure),
    ...(failure.kind === 'busy' ? ['It is busy for longer than the file waits (cluster.onBusy).'] : []),
    ...(isScheduledRun ? ['Deferred to the next run.'] : []),
  ].join(' ');
}

/**
 * Why a scheduled run that waited so long for a worker (ms) does nothing: a missed run is not made up for at noon. null: it may
 * still begin, as it always may without a catchUp.
 */
export function describeMissedScheduledRun(waitedMs: number, catchUpMs: number | undefined): string | null {
  if (catchUpMs === undefined || waitedMs <= catchUpMs) return null;
  const waited = formatDuration(Math.floor(waitedMs / 1000) * 1000);
  return `missed: no worker was there for ${waited}, longer than the catchUp of ${formatDuration(catchUpMs)}; deferred to the next run`;
}

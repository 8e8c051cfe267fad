import { describeCause, type Failure } from '../failure.ts';
import { formatDuration } from '../text/duration.ts';

/** No one did what a scheduled run waited for; `decideWithinMs` is how long it did. */
export function describeNobodyCame(decideWithinMs: number): string {
  return `no decision within ${formatDuration(decideWithinMs)}`;
}

/**
 * Of a cluster that a scheduled run gave up while it asked: what happened, and what comes next by itself. What a person was told to do
 * about it ("retry", "skip") is left out: a scheduled run that is over takes no order.
 */
export function describeUnanswered(decideWithinMs: number, happened: string): string {
  return `${describeNobodyCame(decideWithinMs)}; the next run plans it again. ${happened}`;
}

/** Of a cluster that is passed over by a rule of the file, which is named where what happened does not tell it. */
export function describeSkippedByRule(failure: Failure, isScheduledRun: boolean): string {
  return [
    describeCause(failure),
    ...(failure.kind === 'busy' ? ['It is busy for longer than the file waits (cluster.onBusy).'] : []),
    ...(isScheduledRun ? ['Deferred to the next run.'] : []),
  ].join(' ');
}

/**
 * Why a scheduled run that waited so long for a worker (ms) does nothing: a scheduled run is not made up for at noon. null: it may still
 * begin, as every scheduled run may whose file says nothing of it.
 */
export function describeMissedScheduledRun(waitedMs: number, catchUpMs: number | undefined): string | null {
  if (catchUpMs === undefined || waitedMs <= catchUpMs) return null;
  const waited = formatDuration(Math.floor(waitedMs / 1000) * 1000);
  return `missed: no worker was there for ${waited}, longer than the catchUp of ${formatDuration(catchUpMs)}; deferred to the next run`;
}

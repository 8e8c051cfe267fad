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

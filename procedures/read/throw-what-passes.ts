import type { LiveReading } from '#domain/audit/cluster/live-reading.ts';
import { failure, failureRules } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';

/** A part that another attempt may read does not count as hidden. */
export function throwWhatPasses({ unread }: LiveReading): void {
  const passing = unread.find(({ kind }) => kind !== null && failureRules[kind].reaction === 'retry');
  if (passing?.kind != null) throw new FailureError(failure(passing.kind, passing.why));
}

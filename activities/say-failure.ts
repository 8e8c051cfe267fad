import { ApplicationFailure } from '@temporalio/common';
import { type Failure, failure, failureRules, tellFailure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';

/**
 * Turns whatever an activity threw into what Temporal understands: the failure table says whether it is tried
 * again, Retry-After says when, and the failure itself travels in the details. The outermost error decides, so
 * nothing is wrapped around it.
 */
export function sayFailure(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return unclassified(String(thrown));
  if (thrown instanceof FailureError) return applicationFailure(thrown.failure, thrown);
  if (thrown.name === 'CancelledFailure' || thrown.name === 'CompleteAsyncError') return thrown;
  if (thrown instanceof ApplicationFailure) return thrown;
  return unclassified(thrown.message, thrown);
}

function unclassified(message: string, cause?: Error): ApplicationFailure {
  return applicationFailure(failure('unclassified', message), cause);
}

function applicationFailure(what: Failure, cause: Error | undefined): ApplicationFailure {
  return ApplicationFailure.create({
    message: tellFailure(what),
    type: what.kind,
    nonRetryable: failureRules[what.kind].reaction !== 'retry',
    details: [what],
    ...(what.retryAfterMs === null ? {} : { nextRetryDelay: what.retryAfterMs }),
    ...(cause === undefined ? {} : { cause }),
  });
}

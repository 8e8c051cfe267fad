import { ActivityFailure, ApplicationFailure, rootCause, TimeoutFailure } from '@temporalio/common';
import { type Failure, failure, failureRules } from '#domain/failure.ts';

/** The failure that an activity said, out of what Temporal throws; anything else is a bug and thrown on. */
export function readFailure(thrown: unknown): Failure {
  if (!(thrown instanceof ActivityFailure)) throw thrown;
  const { cause } = thrown;
  if (cause instanceof ApplicationFailure) return fromApplicationFailure(cause);
  if (cause instanceof TimeoutFailure) {
    return cause.cause instanceof ApplicationFailure
      ? fromApplicationFailure(cause.cause)
      : failure('no-answer', `${thrown.activityType} did not answer in time (${cause.timeoutType}).`);
  }
  return failure('unclassified', rootCause(thrown) ?? thrown.message);
}

function fromApplicationFailure(cause: ApplicationFailure): Failure {
  const [said] = cause.details ?? [];
  return isFailure(said) ? said : failure('unclassified', cause.message);
}

function isFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && 'kind' in value && String(value.kind) in failureRules;
}

import type { Failure } from './failure.ts';
import { describeFailure } from './failure.ts';

/** The only error that gateways throw: a kind of the failure table, never a foreign error. */
export class FailureError extends Error {
  override readonly name = 'FailureError';
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(describeFailure(failure), cause === undefined ? undefined : { cause });
    this.failure = failure;
  }
}

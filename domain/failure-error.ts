import type { Failure } from './failure.ts';
import { describeFailure } from './failure.ts';

/** How a gateway says that something failed: a kind of the table, never a foreign error. */
export class FailureError extends Error {
  override readonly name = 'FailureError';
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(describeFailure(failure), cause === undefined ? undefined : { cause });
    this.failure = failure;
  }
}

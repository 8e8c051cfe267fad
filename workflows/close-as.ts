import { ApplicationFailure, ChildWorkflowFailure } from '@temporalio/common';
import { closingFailure, type EndResult, resultInFailure } from '#domain/outcome/closing.ts';

/** Answers with the result, or throws it as the failure that shows it in Temporal: why in docs/decisions/failed-is-failed.md. */
export function closeAs<R extends EndResult>(result: R): R {
  const closing = closingFailure(result);
  if (closing === null) return result;
  const thrown = ApplicationFailure.nonRetryable(closing.message, closing.type, result);
  // The Temporal UI would show the lines of this code, as if it were at fault.
  thrown.stack = '';
  throw thrown;
}

/** The result of a child, however it closed. Throws ChildWorkflowFailure where it closed without one. */
export async function resultOfChild<R extends EndResult>(ended: Promise<R>): Promise<R> {
  try {
    return await ended;
  } catch (thrown) {
    const result = thrown instanceof ChildWorkflowFailure ? resultInFailure<R>(thrown.cause) : null;
    if (result === null) throw thrown;
    return result;
  }
}

import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { type EndResult, resultInFailure } from '#domain/outcome/closing.ts';

/** Waits for a workflow's end and answers with its result, however it closed. Throws WorkflowFailedError where it closed without one. */
export async function readResult<R extends EndResult>(handle: WorkflowHandle): Promise<R> {
  try {
    return (await handle.result()) as R;
  } catch (error) {
    const result = error instanceof WorkflowFailedError ? resultInFailure<R>(error.cause) : null;
    if (result === null) throw error;
    return result;
  }
}

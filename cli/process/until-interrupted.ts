import { FailureError } from '#domain/failure-error.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';

/**
 * Runs what asks a cluster's API server; Ctrl-C ends whatever is being asked.
 * Throws CommandError (77 where we are not admitted, 130 after Ctrl-C), and what `work` throws otherwise.
 */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupt = new AbortController();
  const stop = () => interrupt.abort();
  process.once('SIGINT', stop);
  try {
    return await work(interrupt.signal);
  } catch (error) {
    throw interrupt.signal.aborted ? interruptedBy(error) : explainForbidden(error);
  } finally {
    process.off('SIGINT', stop);
  }
}

function interruptedBy(cause: unknown): CommandError {
  return new CommandError(exitCodes.detached, 'stopped by Ctrl-C; nothing more is sent', null, cause);
}

/** A campaign would wait for an operator; here the operator gets the error at once. */
function explainForbidden(error: unknown): unknown {
  if (!(error instanceof FailureError) || error.failure.kind !== 'kubernetes-refused') return error;
  const next = 'docs/permissions.md lists the required permissions; kubectl auth can-i checks them';
  return new CommandError(exitCodes.notAllowed, error.failure.message, next, error);
}

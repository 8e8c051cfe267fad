import { TransportError } from '@temporalio/worker';
import { CannotStartError } from './cannot-start.ts';
import { ConfigurationError } from './configuration.ts';

/** sysexits: 1 unclassified, 64 usage, 69 unavailable (the same promise as the command line's). */
const exitCodes = { unclassified: 1, usage: 64, unavailable: 69 } as const;

export function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigurationError) return exitCodes.usage;
  return isUnavailable(error) ? exitCodes.unavailable : exitCodes.unclassified;
}

/** Why the worker could not start or continue, then what to do, formatted as on the command line. Ends with a line break. */
export function explainEnd(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const problems = error instanceof ConfigurationError ? error.problems : [];
  const next = nextFor(error);
  return [
    `error: ${message}`,
    ...problems.map((each) => `  ${each}`),
    ...(next === null ? [] : [`  next: ${next}`]),
    '',
  ].join('\n');
}

/** null: the message says it already, or the fix is unknown. */
function nextFor(error: unknown): string | null {
  if (error instanceof CannotStartError) return error.next;
  return isUnavailable(error) ? 'drydock doctor shows what cannot be reached' : null;
}

/**
 * The Temporal server, also once the worker runs (a TransportError); its namespace; a port of ours; or (a FailureError)
 * the endpoint that was asked for its clock.
 */
function isUnavailable(error: unknown): boolean {
  if (error instanceof CannotStartError || error instanceof TransportError) return true;
  return error instanceof Error && error.name === 'FailureError';
}

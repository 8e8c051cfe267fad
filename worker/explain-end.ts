import { TransportError } from '@temporalio/worker';
import { ConfigurationError } from './configuration.ts';

/** sysexits: 1 unclassified, 64 usage, 69 unavailable (the same promise as the command line's). */
const exitCodes = { unclassified: 1, usage: 64, unavailable: 69 } as const;

export function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigurationError) return exitCodes.usage;
  return isUnavailable(error) ? exitCodes.unavailable : exitCodes.unclassified;
}

/** Why the worker could not start or go on, for whoever reads its last lines. Ends with a line break. */
export function explainEnd(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const problems = error instanceof ConfigurationError ? error.problems : [];
  return [`drydock worker: ${message}`, ...problems.map((each) => `  ${each}`), ''].join('\n');
}

/** The Temporal server, a port of ours, or (a FailureError) the endpoint whose clock was asked for. */
function isUnavailable(error: unknown): boolean {
  if (error instanceof TransportError) return true;
  if (!(error instanceof Error)) return false;
  const isTaken =
    ('code' in error && error.code === 'EADDRINUSE') || /address (?:already )?in use/i.test(error.message);
  return isTaken || error.name === 'FailureError';
}

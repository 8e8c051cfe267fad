import { TransportError } from '@temporalio/worker';
import { ConfigurationError } from './configuration.ts';
import { HealthPortTakenError } from './health.ts';

/** sysexits: 1 unclassified, 64 usage, 69 unavailable (the same promise as the command line's). */
const exitCodes = { unclassified: 1, usage: 64, unavailable: 69 } as const;

export function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigurationError) return exitCodes.usage;
  return isUnavailable(error) ? exitCodes.unavailable : exitCodes.unclassified;
}

/** Why the worker could not start or go on, then what to do, as the command line says it. Ends with a line break. */
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

/** null: the message says it already, or nobody knows. */
function nextFor(error: unknown): string | null {
  if (error instanceof HealthPortTakenError)
    return 'set DRYDOCK_HEALTH_PORT to another one (0: a free one); every worker of a machine needs its own';
  if (error instanceof TransportError)
    return 'set TEMPORAL_ADDRESS (or a profile of the temporal CLI), or start a server; drydock doctor tells more';
  return isUnavailable(error) ? 'drydock doctor tells what cannot be reached' : null;
}

/** The Temporal server, a port of ours, or (a FailureError) the endpoint whose clock was asked for. */
function isUnavailable(error: unknown): boolean {
  if (error instanceof TransportError || error instanceof HealthPortTakenError) return true;
  if (!(error instanceof Error)) return false;
  return /address (?:already )?in use/i.test(error.message) || error.name === 'FailureError';
}

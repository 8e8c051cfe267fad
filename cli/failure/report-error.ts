import type { ExitCode } from './exit-codes.ts';
import { explainFailure } from './explain-failure.ts';

/** Prints an error to stderr: what, where and why, then what to do next; a stack only when asked. */
export function reportError(error: unknown, withStack: boolean): ExitCode {
  const known = explainFailure(error);
  process.stderr.write(`error: ${known.message}\n`);
  if (known.next !== null) process.stderr.write(`  next: ${known.next}\n`);
  if (withStack) process.stderr.write(`${stackOf(error)}\n`);
  return known.exitCode;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by: ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

import { NotRunningError } from './print-env.ts';
import { FleetFileError } from './read-fleet-file.ts';
import { PortTakenError, UnwritableError } from './serve-fleet.ts';
import { StateFileError } from './state/state-file.ts';

/** What was typed wrongly. */
export class UsageError extends Error {}

/** A promise to scripts, and the same as the command line's. */
const exits = { usage: 64, badFile: 65, unavailable: 69, other: 1 } as const;

interface End {
  readonly exitCode: number;
  /** What to do about it; null: no one knows. */
  readonly next: string | null;
}

/** Why the simulator could not start, for people: what is wrong, then what to do. Ends with a line break. */
export function explainEnd(error: unknown): string {
  const { next } = endOf(error);
  const message = error instanceof Error ? error.message : String(error);
  return `error: ${message}\n${next === null ? '' : `  next: ${next}\n`}`;
}

export function exitCodeOf(error: unknown): number {
  return endOf(error).exitCode;
}

function endOf(error: unknown): End {
  if (error instanceof UsageError) return { exitCode: exits.usage, next: '--help lists the options' };
  if (error instanceof FleetFileError) return { exitCode: exits.badFile, next: error.next };
  if (error instanceof StateFileError)
    return { exitCode: exits.badFile, next: 'name another file with --state' };
  if (error instanceof PortTakenError)
    return { exitCode: exits.unavailable, next: 'choose another with --port, or --port 0' };
  if (error instanceof NotRunningError)
    return {
      exitCode: exits.unavailable,
      next: 'start one first, for example: drydock simulate --speed 600 &',
    };
  if (error instanceof UnwritableError)
    return { exitCode: exits.other, next: `name a place that may be written to: ${error.flag}` };
  return { exitCode: exits.other, next: null };
}

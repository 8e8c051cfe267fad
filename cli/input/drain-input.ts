import { parseDuration } from '#domain/text/duration.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import type { OptionValues } from './command-input.ts';

/** What the options of a drain say about time. */
export interface DrainTimes {
  /** Infinity: for as long as it takes. */
  readonly timeoutMs: number;
  /** null: the pods' own. */
  readonly graceSeconds: number | null;
  readonly skipStuckMs: number | null;
}

const defaultTimeout = '10m';

/** Throws CommandError (64) for what is no duration or no number of seconds. */
export function drainTimes(options: OptionValues): DrainTimes {
  const typed = options.text('timeout') ?? defaultTimeout;
  const timeoutMs = typed === '0' ? 0 : parseDuration(typed);
  if (timeoutMs === null)
    throw usage(`--timeout "${typed}" is not a duration`, 'for example 90s, 30m or 2h; 0s: no limit');
  const grace = seconds(options, 'gracePeriod', 'grace-period');
  const skip = seconds(options, 'skipWaitForDeleteTimeout', 'skip-wait-for-delete-timeout');
  return {
    timeoutMs: timeoutMs === 0 ? Number.POSITIVE_INFINITY : timeoutMs,
    graceSeconds: grace === null || grace < 0 ? null : grace,
    skipStuckMs: skip === null || skip <= 0 ? null : skip * 1_000,
  };
}

function seconds(options: OptionValues, name: string, flag: string): number | null {
  const typed = options.text(name);
  if (typed === null) return null;
  if (!/^(-1|\d+)$/.test(typed))
    throw usage(
      `--${flag} "${typed}" is not a number of seconds`,
      'for example 30; -1: as if it were not given',
    );
  return Number(typed);
}

function usage(message: string, next: string): CommandError {
  return new CommandError(exitCodes.usage, message, next);
}

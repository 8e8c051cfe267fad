import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from './command-input.ts';
import { typedName } from './name-input.ts';
import { parseMoment } from './time-input.ts';

const mostRuns = 1_000;

/** What is typed as NAME: the schedule's id in Temporal. Throws CommandError (64) for what is none. */
export function scheduleName(input: CommandInput): string {
  return typedName(input, 'schedule', 'node-images');
}

/** `-n`: how many runs. Throws CommandError (64) for what is no number from 1 to 1000. */
export function runCount({ options }: CommandInput, byDefault: number): number {
  const typed = options.text('n');
  if (typed === null) return byDefault;
  const count = Number(typed);
  if (/^\d+$/.test(typed) && count >= 1 && count <= mostRuns) return count;
  throw new CommandError(
    exitCodes.usage,
    `-n "${typed}" is not a number from 1 to ${mostRuns}`,
    'for example -n 5',
  );
}

/** A range in the past (ms): what Temporal lists of it begins after `from`. */
export interface PastRange {
  readonly from: number;
  readonly to: number;
}

/** `--from` and `--to` (default: now). Throws CommandError (64) for what is no range in the past. */
export function pastRange({ options }: CommandInput, now: number): PastRange {
  const from = momentOf('from', options.requiredText('from', example));
  const typedEnd = options.text('to');
  const to = typedEnd === null ? now : momentOf('to', typedEnd);
  if (from < to && to <= now) return { from, to };
  throw new CommandError(
    exitCodes.usage,
    from < to ? '--to is in the future' : '--from is not before --to',
    'a backfill starts a missed run; future runs start automatically',
  );
}

const example = 'for example --from 2026-12-24T00:00Z';

function momentOf(option: string, typed: string): number {
  const at = parseMoment(typed.trim());
  if (at !== null) return at;
  throw new CommandError(exitCodes.usage, `--${option} "${typed}" is not a time with a zone`, example);
}

import { parseDuration } from '#domain/text/duration.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from './command-input.ts';
import { typedName } from './name-input.ts';
import { parseMoment } from './time-input.ts';

/** What is typed as NAME. Throws CommandError (64) for what is none. */
export function freezeName(input: CommandInput): string {
  return typedName(input, 'freeze', 'year-end');
}

/** When a freeze ends; `ahead`: so many milliseconds after it begins. */
export type FreezeEnd = { readonly at: number } | { readonly ahead: number };

/**
 * `--until`: a time with its zone, or a duration; null where it was not given. Throws CommandError (64) for anything
 * else.
 */
export function freezeEnd({ options }: CommandInput): FreezeEnd | null {
  const typed = options.text('until')?.trim() ?? null;
  if (typed === null) return null;
  const ahead = parseDuration(typed);
  if (ahead !== null && ahead > 0) return { ahead };
  const at = parseMoment(typed);
  if (at !== null) return { at };
  throw new CommandError(
    exitCodes.usage,
    `--until "${typed}" is neither a time with a zone nor a duration`,
    'for example 2026-12-24T18:00Z, 2026-12-24T18:00+01:00, 12h or 3d',
  );
}

/** RFC 3339 in UTC; null: until it is lifted. Throws CommandError (64) for an end that is over already. */
export function endTime(end: FreezeEnd | null, now: number): string | null {
  if (end === null) return null;
  const at = 'at' in end ? end.at : now + end.ahead;
  if (at > now) return new Date(at).toISOString();
  throw new CommandError(
    exitCodes.usage,
    `--until is in the past: campaign time is ${new Date(now).toISOString()}`,
    'name a later time, or a duration',
  );
}

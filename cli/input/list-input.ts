import type { Phase } from '#domain/status/status.ts';
import { parseDuration } from '#domain/text/duration.ts';
import { matchesGlob } from '#domain/text/glob.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from './command-input.ts';
import { parseMoment } from './time-input.ts';

/** The phases of a campaign as a whole. */
export const campaignPhases = [
  'Running',
  'Waiting',
  'Paused',
  'NeedsDecision',
  'Completed',
  'CompletedWithFailures',
  'Failed',
  'Aborted',
] as const satisfies readonly Phase[];

/** Which campaigns to list; null or empty: all. */
export interface CampaignFilter {
  readonly phases: readonly string[];
  /** A glob. */
  readonly name: string | null;
  /** Milliseconds since the epoch, in real time. */
  readonly since: number | null;
  readonly limit: number;
}

/** Throws CommandError (64) for a time or a limit that is none. `now`: milliseconds since the epoch. */
export function campaignFilter({ options }: CommandInput, now: number): CampaignFilter {
  return {
    phases: options.list('status'),
    name: options.text('name'),
    since: sinceOf(options.text('since'), now),
    limit: limitOf(options.text('limit')),
  };
}

export function admits(
  { phases, name }: CampaignFilter,
  row: { readonly name: string; readonly phase: string | null },
) {
  return (
    (phases.length === 0 || phases.includes(row.phase ?? '')) &&
    (name === null || matchesGlob(name, row.name))
  );
}

export function filtersAnything({ phases, name, since }: CampaignFilter): boolean {
  return phases.length > 0 || name !== null || since !== null;
}

function sinceOf(typed: string | null, now: number): number | null {
  if (typed === null) return null;
  const back = parseDuration(typed);
  const at = back === null ? parseMoment(typed) : now - back;
  if (at !== null) return at;
  throw new CommandError(
    exitCodes.usage,
    `--since "${typed}" is neither a time with a zone nor a duration`,
    'for example 2026-11-24T18:00Z, 12h or 7d',
  );
}

function limitOf(typed: string | null): number {
  if (typed === null) return Number.POSITIVE_INFINITY;
  if (/^[1-9]\d*$/.test(typed)) return Number(typed);
  throw new CommandError(
    exitCodes.usage,
    `--limit expects a whole number above 0, got "${typed}"`,
    'for example --limit 20',
  );
}

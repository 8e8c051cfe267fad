import { Temporal } from 'temporal-polyfill';
import type { Cron } from './cron.ts';
import { runsAfter } from './cron-runs.ts';
import { clocksChanged } from './show-runs.ts';

/** What a change of clocks does to a schedule. */
export interface ClockNote {
  /** `skipped`: the written time does not exist; `repeated`: it occurs twice, or a run starts once more. */
  readonly kind: 'skipped' | 'repeated';
  /** ms since 1970 UTC: when clocks are put forward, or the first of the runs that are meant. */
  readonly at: number;
  /** The place of the expression in its list. */
  readonly cron: number;
  readonly message: string;
}

const minuteMs = 60_000;

/**
 * What changes of clocks between two moments (ms) do to a schedule, in order. Nothing is noted of a change that leaves no
 * lack and no surplus: hourly runs follow each other hourly through it.
 */
export function noteClockChanges(
  crons: readonly Cron[],
  timezone: string,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): readonly ClockNote[] {
  return changesBetween(timezone, fromMs, toMs)
    .flatMap((change) =>
      crons.flatMap((cron, index) => {
        const found = change.after > change.before ? noteGap : noteFold;
        const note = found({ cron, crons, timezone }, change);
        return note === null ? [] : [{ ...note, cron: index }];
      }),
    )
    .toSorted((a, b) => a.at - b.at);
}

/** At `at` the offset from UTC changes; all in ms. */
interface ClockChange {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

function changesBetween(timezone: string, fromMs: number, toMs: number): readonly ClockChange[] {
  const changes: ClockChange[] = [];
  let from = zoned(fromMs, timezone);
  for (;;) {
    const next = from.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds > toMs) return changes;
    const [before, after] = [from, next].map(({ offsetNanoseconds }) => offsetNanoseconds / 1e6);
    // A zone may change its name alone.
    if (before !== after) changes.push({ at: next.epochMilliseconds, before: before!, after: after! });
    from = next;
  }
}

interface Subject {
  readonly cron: Cron;
  /** All of its schedule. */
  readonly crons: readonly Cron[];
  readonly timezone: string;
}

type Note = Omit<ClockNote, 'cron'>;

function noteGap({ cron, crons, timezone }: Subject, { at, before, after }: ClockChange): Note | null {
  const lacking = firstMatch(cron, at + before, at + after);
  if (lacking === null || runsIn(crons, timezone, at, at + after - before).length > 0) return null;
  const change = clocksChanged(at - 1, at, timezone)?.slice(1);
  const message = `${wallText(lacking)} does not exist in ${timezone}: clocks go forward by ${change}, and no run starts`;
  return { kind: 'skipped', at, message };
}

function noteFold({ cron, timezone }: Subject, { at, before, after }: ClockChange): Note | null {
  const size = before - after;
  const [start, end] = [at + after, at + before];
  const twice = firstMatch(cron, start, end);
  const around = [firstMatch(cron, start - size, start), firstMatch(cron, end, end + size)];
  if (twice !== null && !around.includes(null)) return null;
  const runs = runsIn([cron], timezone, at - size, at + size);
  if (twice === null && runs.length === 0) return null;
  const change = `clocks go back by ${clocksChanged(at - 1, at, timezone)?.slice(1)}`;
  const shown = runs.map((run) => offsetText(run, timezone)).join(' and at ');
  const message =
    twice === null
      ? `a run starts once more at ${shown}: ${change}`
      : `${wallText(twice)} occurs twice in ${timezone}: ${change}, and ${runs.length > 1 ? 'runs start' : 'the run starts'} at ${shown}`;
  return { kind: 'repeated', at: runs[0] ?? at, message };
}

/** The first minute of a wall clock (as if it were UTC, ms) in [fromMs, toMs) that an expression names. */
function firstMatch(cron: Cron, fromMs: number, toMs: number): number | null {
  for (let wall = fromMs; wall < toMs; wall += minuteMs) {
    const at = new Date(wall);
    if (
      cron.minutes.has(at.getUTCMinutes()) &&
      cron.hours.has(at.getUTCHours()) &&
      cron.daysOfMonth.has(at.getUTCDate()) &&
      cron.months.has(at.getUTCMonth() + 1) &&
      cron.daysOfWeek.has(at.getUTCDay())
    )
      return wall;
  }
  return null;
}

function runsIn(crons: readonly Cron[], timezone: string, fromMs: number, toMs: number): readonly number[] {
  const runs: number[] = [];
  for (const run of runsAfter(crons, timezone, fromMs - 1)) {
    if (run >= toMs) break;
    runs.push(run);
  }
  return runs;
}

function zoned(ms: number, timezone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(ms)).toZonedDateTimeISO(timezone);
}

/** "2027-03-28 02:30" */
function wallText(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(0, 16).replace('T', ' ');
}

/** "02:30 +01:00" */
function offsetText(ms: number, timezone: string): string {
  const at = zoned(ms, timezone);
  return `${at.toPlainTime().toString({ smallestUnit: 'minute' })} ${at.offset}`;
}

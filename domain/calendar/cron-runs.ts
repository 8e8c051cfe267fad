import { Temporal } from 'temporal-polyfill';
import { type CivilDay, civilFields, daysInMonth, monthOf, weekdayOf } from './civil-day.ts';
import type { Cron } from './cron.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** The last year for which Temporal's server looks. */
const LAST_YEAR = 2100;

/**
 * Every time after `afterMs` at which a Temporal Schedule with these expressions fires, in order, without jitter
 * (ms since 1970 UTC). What server 1.29.1 does when clocks change is kept, its surprises included: a time in the
 * gap of an hour does not fire; in the hour that comes twice, zones west of Greenwich fire twice, others once, and
 * those may fire an hour late once more for the hour before it. test/end-to-end/schedule.test.ts compares with a server.
 */
export function* runsAfter(
  crons: readonly Cron[],
  timezone: string,
  afterMs: number,
): Generator<number, undefined> {
  for (let after = afterMs; ; ) {
    const next = Math.min(...crons.map((cron) => nextRun(cron, timezone, after)));
    if (next === Number.POSITIVE_INFINITY) return;
    yield next;
    after = next;
  }
}

/** A wall clock's time; the hour may be 24 and more days follow. */
interface Wall {
  readonly day: CivilDay;
  readonly hour: number;
  readonly minute: number;
}

/** Infinity: none up to the last year. */
function nextRun(cron: Cron, timezone: string, afterMs: number): number {
  const start = wallAt(afterMs, timezone);
  const firstMinute = start.minute + 1;
  const isSecondCopy = wallAt(afterMs - HOUR_MS, timezone).hour === start.hour;
  for (let day = start.day; yearOf(day) <= LAST_YEAR; day += 1) {
    const isFirst = day === start.day;
    const from = isFirst
      ? { hour: start.hour, minute: firstMinute, shifted: isSecondCopy }
      : { hour: 0, minute: 0, shifted: false };
    const found = nextInDay(cron, timezone, day, from);
    if (found !== null) return found;
  }
  return Number.POSITIVE_INFINITY;
}

interface DayPosition {
  readonly hour: number;
  readonly minute: number;
  /** In the second copy of an hour that comes twice. */
  readonly shifted: boolean;
}

function nextInDay(cron: Cron, timezone: string, day: CivilDay, from: DayPosition): number | null {
  if (!matchesDate(cron, day)) return null;
  let { hour, minute, shifted } = from;
  let isToCheck = true;
  while (hour < 24) {
    if (isToCheck && !matchesWeekday(cron, timezone, { day, hour, minute })) return null;
    isToCheck = cron.hours.has(hour);
    const found = isToCheck ? nextInHour(cron, timezone, { day, hour, minute }) : null;
    if (typeof found === 'number') return found + (shifted ? HOUR_MS : 0);
    if (found === 'no such hour') {
      [hour, minute] = [hour + 1, 0];
      continue;
    }
    const again = isToCheck && !shifted && comesTwice(day, hour, timezone);
    [hour, minute, shifted] = again ? [hour, 0, true] : [hour + 1, 0, false];
  }
  return null;
}

function nextInHour(
  cron: Cron,
  timezone: string,
  { day, hour, minute: from }: Wall,
): number | null | 'no such hour' {
  for (let minute = from; minute < 60; minute += 1) {
    if (!cron.minutes.has(minute)) continue;
    const at = instantOf({ day, hour, minute }, timezone);
    return wallAt(at, timezone).hour === hour ? at : 'no such hour';
  }
  return null;
}

function matchesDate({ months, daysOfMonth }: Cron, day: CivilDay): boolean {
  const { month, day: date } = civilFields(day);
  return months.has(month) && daysOfMonth.has(date) && date <= daysInMonth(monthOf(day));
}

/** By the clock: where midnight does not exist, the server takes the day for the one before. */
function matchesWeekday({ daysOfWeek }: Cron, timezone: string, wall: Wall): boolean {
  return daysOfWeek.has(weekdayOf(wallAt(instantOf(wall, timezone), timezone).day));
}

/** As the server sees it: the next hour of the clock begins more than an hour later. */
function comesTwice(day: CivilDay, hour: number, timezone: string): boolean {
  const begins = instantOf({ day, hour, minute: 0 }, timezone);
  const nextBegins = instantOf({ day, hour: hour + 1, minute: 0 }, timezone);
  return nextBegins - begins > HOUR_MS;
}

/**
 * The instant of a wall time as Go's time.Date has it, which the server asks: by the offset that holds where the
 * wall time, read as UTC, would be, or else by the one that holds at the result.
 */
function instantOf({ day, hour, minute }: Wall, timezone: string): number {
  const wall = day * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS;
  const offset = offsetAt(wall, timezone);
  return offset === 0 ? wall : wall - offsetAt(wall - offset, timezone);
}

function wallAt(ms: number, timezone: string): Wall {
  const wall = ms + offsetAt(ms, timezone);
  const day = Math.floor(wall / DAY_MS);
  const inDay = wall - day * DAY_MS;
  return {
    day,
    hour: Math.floor(inDay / HOUR_MS),
    minute: Math.floor((inDay % HOUR_MS) / MINUTE_MS),
  };
}

function offsetAt(ms: number, timezone: string): number {
  const at = Temporal.Instant.fromEpochMilliseconds(Math.floor(ms));
  return at.toZonedDateTimeISO(timezone).offsetNanoseconds / 1e6;
}

function yearOf(day: CivilDay): number {
  return civilFields(day).year;
}

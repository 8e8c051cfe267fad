import { Temporal } from 'temporal-polyfill';
import type { MaintenanceWindow } from '../fleet/maintenance-window.ts';
import { type CivilDay, civilFields, parseCivilDay } from './civil-day.ts';
import { nextScheduledDay } from './scheduled-days.ts';
import { subtractSpans, type WindowSpan } from './window-span.ts';

/** A window with the zone that its times and dates are read in: an IANA name, or AKS' fixed "+01:00". */
export interface ZonedWindow {
  readonly timezone: string;
  readonly window: MaintenanceWindow;
}

/** A span in which no window is open, and the last local day that it covers. */
interface Closure extends WindowSpan {
  readonly lastDay: CivilDay;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 86_400_000;
/** An occurrence reaches at most this many local days past the day it is scheduled for (24 h, a clock change). */
const REACH_DAYS = 2;

/**
 * Every window that closes after `fromMs`, in order, without end (empty if the schedule has no day at all).
 * One entry per occurrence, or per part of it that notAllowedDates leave; neither merged nor trimmed.
 * The rules are those of docs/campaign-spec.md, "Calendar".
 */
export function* windowsFrom(zoned: ZonedWindow, fromMs: number): Generator<WindowSpan, undefined> {
  const { window, timezone } = zoned;
  const closures = closuresOf(zoned);
  let day = nextScheduledDay(window, localDay(fromMs, timezone) - REACH_DAYS);
  while (day !== null) {
    const opensAt = instantOf(day, window.startTime, timezone);
    const occurrence = { opensAt, closesAt: opensAt + window.durationHours * HOUR_MS };
    for (const part of subtractSpans(occurrence, closures)) {
      if (part.closesAt > fromMs) yield part;
    }
    const swallowing = closures.find(
      (closure) => closure.opensAt <= occurrence.opensAt && occurrence.closesAt <= closure.closesAt,
    );
    day = nextScheduledDay(window, Math.max(day + 1, (swallowing?.lastDay ?? day) - REACH_DAYS));
  }
}

/** 24 h every day, where no day is longer: that is no window at all. */
export function isNeverClosed({ window, timezone }: ZonedWindow): boolean {
  const { startDate, notAllowedDates } = window;
  return (
    isEveryDay(window) &&
    fixedOffset(timezone) !== null &&
    startDate === undefined &&
    notAllowedDates.length === 0
  );
}

/** 24 h every day: in a zone it is closed for an hour where clocks go back. */
export function isEveryDay({ schedule, durationHours }: MaintenanceWindow): boolean {
  return durationHours === 24 && 'daily' in schedule && schedule.daily.intervalDays === 1;
}

function localDay(ms: number, timezone: string): CivilDay {
  const offset = fixedOffset(timezone);
  if (offset !== null) return Math.floor((ms + offset) / DAY_MS);
  const { year, month, day } = Temporal.Instant.fromEpochMilliseconds(Math.floor(ms)).toZonedDateTimeISO(
    timezone,
  );
  return new Date(0).setUTCFullYear(year, month - 1, day) / DAY_MS;
}

/** A time in the gap moves by the gap's length, a time that occurs twice means the first: "compatible". */
function instantOf(day: CivilDay, startTime: string, timezone: string): number {
  const [hour = 0, minute = 0] = startTime.split(':').map(Number);
  const offset = fixedOffset(timezone);
  if (offset !== null) return day * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS - offset;
  return Temporal.PlainDateTime.from({ ...civilFields(day), hour, minute }).toZonedDateTime(timezone, {
    disambiguation: 'compatible',
  }).epochMilliseconds;
}

function startOfDay(day: CivilDay, timezone: string): number {
  const offset = fixedOffset(timezone);
  if (offset !== null) return day * DAY_MS - offset;
  return Temporal.PlainDate.from(civilFields(day)).toZonedDateTime(timezone).epochMilliseconds;
}

/** Of "UTC" and "+05:30", in ms; null: a zone. Anyone who looks decades ahead in a zone waits half a second. */
function fixedOffset(timezone: string): number | null {
  if (timezone === 'UTC') return 0;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):(\d{2})$/.exec(timezone) ?? [];
  if (sign === undefined) return null;
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS);
}

/** The not allowed days as spans, sorted, those that touch or overlap as one. */
function closuresOf({ window, timezone }: ZonedWindow): Closure[] {
  const ranges = window.notAllowedDates
    .map(({ start, end }) => ({ first: parseCivilDay(start) ?? 0, last: parseCivilDay(end) ?? 0 }))
    .sort((a, b) => a.first - b.first);
  const merged: { first: CivilDay; last: CivilDay }[] = [];
  for (const range of ranges) {
    const previous = merged.at(-1);
    if (previous && range.first <= previous.last + 1) previous.last = Math.max(previous.last, range.last);
    else merged.push({ ...range });
  }
  return merged.map(({ first, last }) => ({
    opensAt: startOfDay(first, timezone),
    closesAt: startOfDay(last + 1, timezone),
    lastDay: last,
  }));
}

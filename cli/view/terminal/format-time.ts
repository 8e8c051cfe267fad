import { formatDuration } from '#domain/text/duration.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** kubectl's ages: two units at most, "12s", "3m", "2h5m", "2d4h". */
export function formatAge(ms: number): string {
  const size = Math.max(0, ms);
  if (size < minute) return formatDuration(size - (size % 1_000));
  if (size < hour) return formatDuration(size - (size % minute));
  const unit = size < day ? minute : hour;
  return formatDuration(size - (size % unit));
}

/**
 * A moment in local time with its zone: "04:00 CET" today, else "Sun 2026-11-22 03:10 CET".
 * `timeZone` defaults to the local one.
 */
export function formatMoment(iso: string, nowMs: number, timeZone?: string): string {
  const at = new Date(iso);
  const parts = partsOf(at, timeZone);
  const time = `${parts.hour}:${parts.minute} ${parts.timeZoneName}`;
  const date = `${parts.year}-${parts.month}-${parts.day}`;
  const today = partsOf(new Date(nowMs), timeZone);
  if (date === `${today.year}-${today.month}-${today.day}`) return time;
  return `${parts.weekday} ${date} ${time}`;
}

type Part = 'weekday' | 'year' | 'month' | 'day' | 'hour' | 'minute' | 'timeZoneName';

function partsOf(at: Date, timeZone: string | undefined): Record<Part, string> {
  const format = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  const parts = format.formatToParts(at).map(({ type, value }) => [type, value]);
  return Object.fromEntries(parts) as Record<Part, string>;
}

import { formatDuration } from '#domain/text/duration.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** kubectl's ages: two units at most, "12s", "3m", "2h5m", "2d4h". */
export function formatAge(ms: number): string {
  const size = Math.max(0, ms);
  if (size < minuteMs) return formatDuration(size - (size % 1_000));
  if (size < hourMs) return formatDuration(size - (size % minuteMs));
  const unit = size < dayMs ? minuteMs : hourMs;
  return formatDuration(size - (size % unit));
}

/**
 * A moment in local time with its date and zone, "Sun 2026-11-22 03:10 CET": what is shown may be read on another day.
 * `timeZone` defaults to the local one.
 */
export function formatMoment(iso: string, timeZone?: string): string {
  const { weekday, year, month, day, hour, minute, timeZoneName } = partsOf(new Date(iso), timeZone);
  return `${weekday} ${year}-${month}-${day} ${hour}:${minute} ${timeZoneName}`;
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

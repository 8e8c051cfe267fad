import type { ZonedWindow } from '#domain/calendar/windows.ts';
import type { MaintenanceWindow } from '#domain/fleet/maintenance-window.ts';

// The calendar's rules applied the slow way, a day at a time, with Intl for time zones: no code in common with
// domain/calendar.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const formatters = new Map<string, Intl.DateTimeFormat>();

/** The local wall time of an instant, as if it were UTC. */
function wallTime(instant: number, timeZone: string): number {
  const fields = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;
  const formatter =
    formatters.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  formatters.set(timeZone, formatter);
  const parts = formatter.formatToParts(instant);
  const [year = 0, month = 1, day, hour, minute, second] = fields.map((field) =>
    Number(parts.find(({ type }) => type === field)?.value),
  );
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The first instant with this wall time; in a gap, what the offset before the gap makes of it. */
function instantOf(wall: number, timeZone: string): number {
  const offsets = [-DAY, DAY].map((step) => wallTime(wall + step, timeZone) - (wall + step));
  const instants = offsets.map((offset) => wall - offset).sort((a, b) => a - b);
  return instants.find((instant) => wallTime(instant, timeZone) === wall) ?? wall - (offsets[0] ?? 0);
}

/** Every occurrence that is scheduled for a day from `from` to `to` (UTC midnights), notAllowedDates aside. */
export function occurrences({ window, timezone }: ZonedWindow, from: number, to: number) {
  const [hour = 0, minute = 0] = window.startTime.split(':').map(Number);
  const found: { opensAt: number; closesAt: number }[] = [];
  for (let midnight = from; midnight <= to; midnight += DAY) {
    if (!isScheduled(window, new Date(midnight))) continue;
    const opensAt = instantOf(midnight + hour * HOUR + minute * 60_000, timezone);
    found.push({ opensAt, closesAt: opensAt + window.durationHours * HOUR });
  }
  return found;
}

/** Whether the instant lies on a local day that is not allowed. */
export function isNotAllowed({ window, timezone }: ZonedWindow, instant: number): boolean {
  const day = new Date(wallTime(instant, timezone)).toISOString().slice(0, 10);
  return window.notAllowedDates.some(({ start, end }) => start <= day && day <= end);
}

function isScheduled({ schedule, startDate }: MaintenanceWindow, day: Date): boolean {
  const anchor = startDate === undefined ? null : new Date(startDate);
  if (anchor && day < anchor) return false;
  const since = (count: (date: Date) => number) => (anchor ? count(day) - count(anchor) : 0);
  if ('daily' in schedule) return since((date) => date.getTime() / DAY) % schedule.daily.intervalDays === 0;
  if ('weekly' in schedule) {
    const week = (date: Date) => (date.getTime() / DAY - date.getUTCDay()) / 7;
    return isOn(schedule.weekly.dayOfWeek, day) && since(week) % schedule.weekly.intervalWeeks === 0;
  }
  const month = (date: Date) => date.getUTCFullYear() * 12 + date.getUTCMonth();
  if ('absoluteMonthly' in schedule) {
    const { dayOfMonth, intervalMonths } = schedule.absoluteMonthly;
    return day.getUTCDate() === dayOfMonth && since(month) % intervalMonths === 0;
  }
  const { weekIndex, dayOfWeek, intervalMonths } = schedule.relativeMonthly;
  const isLast = new Date(day.getTime() + 7 * DAY).getUTCMonth() !== day.getUTCMonth();
  const index = ['First', 'Second', 'Third', 'Fourth'][Math.floor((day.getUTCDate() - 1) / 7)];
  const isWanted = weekIndex === 'Last' ? isLast : index === weekIndex;
  return isWanted && isOn(dayOfWeek, day) && since(month) % intervalMonths === 0;
}

function isOn(weekday: string, day: Date): boolean {
  return DAYS[day.getUTCDay()] === weekday;
}

import type { DayOfWeek } from '../fleet/maintenance-window.ts';

/**
 * Days of the Gregorian calendar as whole numbers: 0 is 1970-01-01. No time zone, no clock; integers keep
 * the search for an occurrence a matter of arithmetic.
 */
export type CivilDay = number;

const DAY_MS = 86_400_000;
const NAMES: readonly DayOfWeek[] = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
];

/** Reads "YYYY-MM-DD"; null for any other text and for days that do not exist, such as 2026-02-30. */
export function parseCivilDay(text: string): CivilDay | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts) return null;
  const [year, month, date] = parts.slice(1).map(Number) as [number, number, number];
  if (month < 1 || month > 12 || date < 1 || date > daysInMonth(monthNumber(year, month))) return null;
  return firstOfMonth(monthNumber(year, month)) + date - 1;
}

/** Months as whole numbers, 12 a year: the month (1 to 12) of a year of the Gregorian calendar. */
function monthNumber(year: number, month: number): number {
  return year * 12 + month - 1;
}

/** The month number that a day lies in. */
export function monthOf(day: CivilDay): number {
  const date = new Date(day * DAY_MS);
  return monthNumber(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

/** The first day of a month number. */
export function firstOfMonth(month: number): CivilDay {
  return new Date(0).setUTCFullYear(Math.floor(month / 12), month % 12, 1) / DAY_MS;
}

export function daysInMonth(month: number): number {
  return firstOfMonth(month + 1) - firstOfMonth(month);
}

/** 0 is Sunday, as AKS counts. */
export function weekdayOf(day: CivilDay): number {
  return (((day + 4) % 7) + 7) % 7;
}

export function weekdayNumber(name: DayOfWeek): number {
  return NAMES.indexOf(name);
}

/** Year, month and day of month, as `Temporal` takes them. */
export function civilFields(day: CivilDay): { year: number; month: number; day: number } {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

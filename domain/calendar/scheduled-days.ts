import type { MaintenanceWindow, WindowSchedule } from '../fleet/maintenance-window.ts';
import {
  type CivilDay,
  daysInMonth,
  firstOfMonth,
  monthOf,
  parseCivilDay,
  weekdayNumber,
  weekdayOf,
} from './civil-day.ts';

type Monthly = Extract<WindowSchedule, { absoluteMonthly: unknown } | { relativeMonthly: unknown }>;

/**
 * The Gregorian calendar repeats after 400 years, which are 4800 months and whole weeks. Month numbers that
 * lie n apart take at most 4800 / gcd(n, 4800) values modulo 4800, so a schedule that has found no day in
 * 4800 of its months never finds one.
 */
const MONTHS_BEFORE_NEVER = 4800;

const WEEK_INDEX = { First: 0, Second: 1, Third: 2, Fourth: 3 } as const;

/**
 * The first day from `from` on (included) on which the window's schedule has an occurrence; null if there is
 * none, however far ahead. Days before `startDate` have none; intervals count from it.
 */
export function nextScheduledDay(window: MaintenanceWindow, from: CivilDay): CivilDay | null {
  const anchor = window.startDate === undefined ? null : parseCivilDay(window.startDate);
  const earliest = Math.max(from, anchor ?? from);
  const { schedule } = window;
  if ('daily' in schedule) return nextStep(anchor ?? earliest, schedule.daily.intervalDays, earliest);
  if ('weekly' in schedule) {
    const { intervalWeeks, dayOfWeek } = schedule.weekly;
    const sunday = (anchor ?? earliest) - weekdayOf(anchor ?? earliest);
    return nextStep(sunday + weekdayNumber(dayOfWeek), 7 * intervalWeeks, earliest);
  }
  return nextMonthlyDay(schedule, anchor ?? earliest, earliest);
}

/** Whether the window's schedule ever has an occurrence. Ranges of notAllowedDates end, so they play no part. */
export function canEverOpen(window: MaintenanceWindow): boolean {
  return nextScheduledDay(window, 0) !== null;
}

/** An interval above 1 is counted from a day, and the window has none. */
export function hasUnanchoredInterval({ schedule, startDate }: MaintenanceWindow): boolean {
  return startDate === undefined && intervalOf(schedule) > 1;
}

function intervalOf(schedule: WindowSchedule): number {
  if ('daily' in schedule) return schedule.daily.intervalDays;
  if ('weekly' in schedule) return schedule.weekly.intervalWeeks;
  return 'absoluteMonthly' in schedule
    ? schedule.absoluteMonthly.intervalMonths
    : schedule.relativeMonthly.intervalMonths;
}

function nextStep(first: number, step: number, earliest: number): number {
  return first + Math.max(0, Math.ceil((earliest - first) / step)) * step;
}

function nextMonthlyDay(schedule: Monthly, anchor: CivilDay, earliest: CivilDay): CivilDay | null {
  const interval = intervalOf(schedule);
  const first = nextStep(monthOf(anchor), interval, monthOf(earliest));
  // One month more than the proof asks for: in the first, the day may already be over.
  for (let visit = 0; visit <= MONTHS_BEFORE_NEVER; visit += 1) {
    const day = dayInMonth(schedule, first + visit * interval);
    if (day !== null && day >= earliest) return day;
  }
  return null;
}

function dayInMonth(schedule: Monthly, month: number): CivilDay | null {
  const first = firstOfMonth(month);
  const length = daysInMonth(month);
  if ('absoluteMonthly' in schedule) {
    const { dayOfMonth } = schedule.absoluteMonthly;
    return dayOfMonth > length ? null : first + dayOfMonth - 1;
  }
  const { weekIndex, dayOfWeek } = schedule.relativeMonthly;
  const wanted = weekdayNumber(dayOfWeek);
  if (weekIndex === 'Last') {
    const last = first + length - 1;
    return last - ((weekdayOf(last) - wanted + 7) % 7);
  }
  return first + ((wanted - weekdayOf(first) + 7) % 7) + 7 * WEEK_INDEX[weekIndex];
}

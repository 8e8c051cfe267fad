import { z } from 'zod';
import { parseCivilDay } from '#domain/calendar/civil-day.ts';
import { canEverOpen, hasUnanchoredInterval } from '#domain/calendar/scheduled-days.ts';
import type { WindowSchedule } from '#domain/fleet/maintenance-window.ts';
import type { Finding } from '../problem/problem.ts';
import { onlyWhenSound, withRule } from './rule.ts';
import { choice, wholeNumber } from './scalars.ts';

/** Azure itself takes at most 7 days, 4 weeks, 6 months. */
const LONGEST_INTERVAL = 1000;

const interval = (unit: string) =>
  wholeNumber(1, LONGEST_INTERVAL)
    .prefault(1)
    .describe(`Every so many ${unit}, counted from startDate; above 1 it needs one.`);

const dayOfWeek = () =>
  choice(['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']).describe(
    'The weekday.',
  );

const dateError = 'expected a date such as "2026-11-20"';
const date = () =>
  z
    .string({ error: dateError })
    .meta({ format: 'date' })
    .refine((text) => parseCivilDay(text) !== null, { error: dateError });

const kinds = {
  daily: z.strictObject({ intervalDays: interval('days') }).describe('Every day.'),
  weekly: z
    .strictObject({ intervalWeeks: interval('calendar weeks (from Sunday)'), dayOfWeek: dayOfWeek() })
    .describe('On a weekday.'),
  absoluteMonthly: z
    .strictObject({
      intervalMonths: interval('months'),
      dayOfMonth: wholeNumber(1, 31).describe('The day; a month without it has no window.'),
    })
    .describe('On a day of the month.'),
  relativeMonthly: z
    .strictObject({
      intervalMonths: interval('months'),
      weekIndex: choice(['First', 'Second', 'Third', 'Fourth', 'Last']).describe('Which of the month.'),
      dayOfWeek: dayOfWeek(),
    })
    .describe('On a weekday of the month.'),
};

const schedule = z
  .strictObject({
    daily: kinds.daily.optional(),
    weekly: kinds.weekly.optional(),
    absoluteMonthly: kinds.absoluteMonthly.optional(),
    relativeMonthly: kinds.relativeMonthly.optional(),
  })
  .refine((fields) => Object.keys(fields).length === 1, {
    ...onlyWhenSound,
    error: 'needs exactly one of daily, weekly, absoluteMonthly and relativeMonthly',
  })
  .meta({ minProperties: 1, maxProperties: 1 })
  .transform(({ daily, weekly, absoluteMonthly, relativeMonthly }): WindowSchedule => {
    if (daily) return { daily };
    if (weekly) return { weekly };
    return absoluteMonthly ? { absoluteMonthly } : { relativeMonthly: relativeMonthly ?? z.NEVER };
  });

const notAllowed = withRule(
  z.strictObject({
    start: date().describe('The first day without a window.'),
    end: date().describe('The last day without a window.'),
  }),
  ['start', 'end'],
  ({ start, end }) => (end < start ? [{ path: ['end'], message: `lies before start (${start})` }] : []),
);

const startTimeError = 'expected a time of day such as "22:00"';

/** Azure's maintenance window, without its utcOffset. */
export const maintenanceWindow = withRule(
  z.strictObject({
    schedule: schedule.describe('Exactly one of the four kinds.'),
    startTime: z
      .string({ error: startTimeError })
      .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: startTimeError })
      .describe('Local time at which the window opens.'),
    durationHours: wholeNumber(4, 24).describe(
      'Elapsed hours that the window stays open, also when clocks change.',
    ),
    startDate: date().optional().describe('No window before this day; intervals count from it.'),
    notAllowedDates: z
      .array(notAllowed)
      .prefault([])
      .describe('Whole local days without a window, both ends included.'),
  }),
  ['schedule', 'startDate'],
  ({ schedule, startDate }) => neverOpens(schedule, startDate),
);

/** An interval needs an anchor, and some schedules never meet a day: the 30th of every 12th month from February. */
function neverOpens(schedule: WindowSchedule, startDate: string | undefined): Finding[] {
  const open = { schedule, startTime: '00:00', durationHours: 24, notAllowedDates: [] };
  const window = startDate === undefined ? open : { ...open, startDate };
  if (hasUnanchoredInterval(window))
    return [{ path: ['startDate'], message: 'missing: an interval above 1 is counted from startDate' }];
  return canEverOpen(window)
    ? []
    : [{ path: ['schedule'], message: 'this window can never open: none of its months has that day' }];
}

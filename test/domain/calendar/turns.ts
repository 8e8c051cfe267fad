import fc from 'fast-check';
import type { WindowSchedule } from '#domain/fleet/maintenance-window.ts';
import { aMaintenance } from './a-maintenance.ts';

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/** Days (UTC) on which something happens: clocks change there both ways, or a year ends. */
const turns: readonly (readonly [timezone: string, day: string])[] = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['Europe/London', '2027-03-28'],
  ['Europe/London', '2027-10-31'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['America/St_Johns', '2027-03-14'],
  ['America/St_Johns', '2027-11-07'],
  ['America/Santiago', '2026-04-05'],
  ['America/Santiago', '2026-09-06'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Pacific/Auckland', '2027-04-04'],
  ['Pacific/Auckland', '2027-09-26'],
  ['Africa/Cairo', '2026-04-24'],
  ['Africa/Cairo', '2026-10-29'],
  ['Pacific/Kiritimati', '2026-12-31'],
  ['Asia/Kathmandu', '2027-12-31'],
  ['America/Los_Angeles', '2028-12-31'],
];

/** Round midnight and in the hours in which clocks change, most often. */
const startTime = fc
  .tuple(
    fc.oneof(fc.constantFrom(22, 23, 0, 1, 2, 3), fc.integer({ min: 0, max: 23 })),
    fc.constantFrom('00', '15', '30', '45'),
  )
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
}

/** Days that are not allowed near the turn: they touch, overlap, repeat, in any order. */
const notAllowed = (day: string) =>
  fc.array(
    fc
      .tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 0, max: 2 }))
      .map(([first, length]) => ({ start: dayAfter(day, first), end: dayAfter(day, first + length) })),
    { maxLength: 3 },
  );

const schedule = (day: string): fc.Arbitrary<WindowSchedule> =>
  fc.constantFrom<WindowSchedule[]>(
    { daily: { intervalDays: 1 } },
    { daily: { intervalDays: 2 } },
    { weekly: { intervalWeeks: 1, dayOfWeek: 'Sunday' } },
    { absoluteMonthly: { intervalMonths: 1, dayOfMonth: Number(day.slice(8)) } },
    { relativeMonthly: { intervalMonths: 1, weekIndex: 'Last', dayOfWeek: 'Sunday' } },
  );

/** A window near a turn, on a day (ms since 1970 UTC, its midnight). */
export const scene = fc.constantFrom(...turns).chain(([timezone, day]) =>
  fc
    .record({
      schedule: schedule(day),
      startTime,
      durationHours: fc.integer({ min: 4, max: 24 }),
      startDate: fc.integer({ min: -9, max: 0 }).map((days) => dayAfter(day, days)),
      notAllowedDates: notAllowed(day),
    })
    .map((window) => ({ day: Date.parse(day), zoned: aMaintenance({ timezone, ...window }) })),
);

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ZonedWindow } from '#domain/calendar/windows.ts';
import type { DayOfWeek, WindowSchedule } from '#domain/fleet/maintenance-window.ts';
import { aMaintenance } from './a-maintenance.ts';
import { isNotAllowed, occurrences } from './day-by-day-oracle.ts';
import { firstWindows } from './first-windows.ts';
import { windowAt } from './window-at.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** The oracle checks the days from here to there. */
const FIRST = Date.parse('2026-01-01');
const LAST = Date.parse('2028-12-31');

const interval = fc.integer({ min: 1, max: 3 });
const dayOfWeek = fc.constantFrom<DayOfWeek>('Sunday', 'Wednesday', 'Friday', 'Saturday');
const date = fc
  .integer({ min: 0, max: 700 })
  .map((days) => new Date(FIRST + days * DAY).toISOString().slice(0, 10));
const weekIndex = fc.constantFrom('First', 'Second', 'Third', 'Fourth', 'Last');

const schedule: fc.Arbitrary<WindowSchedule> = fc.oneof(
  fc.record({ daily: fc.record({ intervalDays: interval }) }),
  fc.record({ weekly: fc.record({ intervalWeeks: interval, dayOfWeek }) }),
  fc.record({
    absoluteMonthly: fc.record({ intervalMonths: interval, dayOfMonth: fc.integer({ min: 1, max: 31 }) }),
  }),
  fc.record({ relativeMonthly: fc.record({ intervalMonths: interval, weekIndex, dayOfWeek }) }),
);

/** Round the clock, but most often in the hours in which clocks change. */
const startTime = fc
  .tuple(
    fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 23 })),
    fc.constantFrom('00', '15', '30', '59'),
  )
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);

const closure = fc.tuple(date, fc.integer({ min: 0, max: 20 })).map(([start, days]) => ({
  start,
  end: new Date(Date.parse(start) + days * DAY).toISOString().slice(0, 10),
}));

const maintenance: fc.Arbitrary<ZonedWindow> = fc
  .record({
    timezone: fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'UTC',
      'Pacific/Apia',
    ),
    schedule,
    startTime,
    durationHours: fc.integer({ min: 4, max: 24 }),
    startDate: date,
    notAllowedDates: fc.array(closure, { maxLength: 3 }),
  })
  .map(aMaintenance);

const now = fc.integer({ min: 5 * 24 * 60, max: 650 * 24 * 60 }).map((minutes) => FIRST + minutes * MINUTE);

describe('Windows agree with the rules applied a day at a time', () => {
  it('in what is listed, where all days are allowed', () => {
    fc.assert(
      fc.property(maintenance, now, ({ window, ...others }, from) => {
        const open = { ...others, window: { ...window, notAllowedDates: [] } };
        const expected = occurrences(open, FIRST, LAST)
          .filter(({ closesAt }) => closesAt > from)
          .slice(0, 4);
        expect(firstWindows(expected.length, open, from)).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it('in whether a window is open', () => {
    fc.assert(
      fc.property(maintenance, now, (rules, at) => {
        const expected =
          !isNotAllowed(rules, at) &&
          occurrences(rules, at - (at % DAY) - 3 * DAY, at + 2 * DAY).some(
            ({ opensAt, closesAt }) => opensAt <= at && at < closesAt,
          );
        expect(windowAt(rules, at).open).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('in order, each not empty, each closing after the moment asked for, none on a day that is not allowed', () => {
    fc.assert(
      fc.property(maintenance, now, (rules, from) => {
        const windows = firstWindows(8, rules, from);
        for (const [index, { opensAt, closesAt }] of windows.entries()) {
          expect(closesAt).toBeGreaterThan(Math.max(from, opensAt));
          expect(opensAt).toBeGreaterThanOrEqual(windows[index - 1]?.opensAt ?? 0);
          for (const inside of [opensAt, (opensAt + closesAt) / 2, closesAt - 1]) {
            expect(isNotAllowed(rules, inside)).toBe(false);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});

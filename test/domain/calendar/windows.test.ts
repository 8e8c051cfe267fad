import { describe, expect, it } from 'vitest';
import type { ZonedWindow } from '#domain/calendar/windows.ts';
import { aMaintenance } from './a-maintenance.ts';
import { firstWindows } from './first-windows.ts';
import { windowAt } from './window-at.ts';

/** As "opens/closes" in UTC, without seconds. */
function listed(count: number, zoned: ZonedWindow, from: string): string[] {
  return firstWindows(count, zoned, Date.parse(from)).map(
    ({ opensAt, closesAt }) => `${utc(opensAt)}/${utc(closesAt)}`,
  );
}

function utc(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16);
}

describe('A start that the clock change touches', () => {
  it.each([
    ['in the gap moves by its length', 'Europe/Berlin', '02:30', '2026-03-29', '2026-03-29T01:30'],
    ['twice a day means the first', 'Europe/Berlin', '02:30', '2026-10-25', '2026-10-25T00:30'],
    ['in the gap moves by its length', 'America/New_York', '02:30', '2026-03-08', '2026-03-08T07:30'],
    ['twice a day means the first', 'America/New_York', '01:30', '2026-11-01', '2026-11-01T05:30'],
    [
      'in a gap of half an hour moves by that',
      'Australia/Lord_Howe',
      '02:15',
      '2026-10-04',
      '2026-10-03T15:45',
    ],
    ['twice a day means the first', 'Australia/Lord_Howe', '01:45', '2026-04-05', '2026-04-04T14:45'],
    ['on a day that was left out moves by a day', 'Pacific/Apia', '12:00', '2011-12-30', '2011-12-30T22:00'],
  ])('%s (%s %s on %s)', (_, timezone, startTime, startDate, opensAt) => {
    const maintenance = aMaintenance({ timezone, startTime, startDate, durationHours: 4 });
    expect(listed(1, maintenance, '2000-01-01T00:00Z')[0]?.slice(0, 16)).toBe(opensAt);
  });

  it('leaves the window open for its elapsed hours', () => {
    const maintenance = aMaintenance({ startTime: '00:00', durationHours: 6 });
    expect(listed(1, maintenance, '2026-03-28T23:00Z')).toEqual(['2026-03-28T23:00/2026-03-29T05:00']);
    expect(listed(1, maintenance, '2026-10-24T22:00Z')).toEqual(['2026-10-24T22:00/2026-10-25T04:00']);
  });
});

describe('A schedule', () => {
  const utcNoon = { timezone: 'UTC', startTime: '12:00', durationHours: 4 };
  it.each<[string, Parameters<typeof aMaintenance>[0], string[]]>([
    [
      'counts days from its start date',
      { schedule: { daily: { intervalDays: 3 } }, startDate: '2026-01-01' },
      ['2026-02-03', '2026-02-06'],
    ],
    [
      'counts weeks from the calendar week of its start date, which begins on Sunday',
      { schedule: { weekly: { intervalWeeks: 2, dayOfWeek: 'Sunday' } }, startDate: '2026-01-31' },
      ['2026-02-08', '2026-02-22'],
    ],
    [
      'counts months from the month of its start date',
      { schedule: { absoluteMonthly: { intervalMonths: 2, dayOfMonth: 5 } }, startDate: '2025-12-20' },
      ['2026-02-05', '2026-04-05'],
    ],
    [
      'has no window in a month without the day',
      { schedule: { absoluteMonthly: { intervalMonths: 1, dayOfMonth: 31 } } },
      ['2026-03-31', '2026-05-31'],
    ],
    [
      'takes the last weekday, be it the fourth or the fifth',
      { schedule: { relativeMonthly: { intervalMonths: 1, weekIndex: 'Last', dayOfWeek: 'Sunday' } } },
      ['2026-02-22', '2026-03-29'],
    ],
    [
      'takes the second weekday of a month',
      { schedule: { relativeMonthly: { intervalMonths: 1, weekIndex: 'Second', dayOfWeek: 'Tuesday' } } },
      ['2026-02-10', '2026-03-10'],
    ],
    ['includes its start date', { startDate: '2026-03-01' }, ['2026-03-01', '2026-03-02']],
  ])('%s', (_, over, days) => {
    const windows = listed(2, aMaintenance({ ...utcNoon, ...over }), '2026-02-01T00:00Z');
    expect(windows).toEqual(days.map((day) => `${day}T12:00/${day}T16:00`));
  });

  it('is found however far ahead its next day lies', () => {
    const leapDay = { absoluteMonthly: { intervalMonths: 12, dayOfMonth: 29 } };
    const maintenance = aMaintenance({ ...utcNoon, schedule: leapDay, startDate: '2025-02-01' });
    expect(listed(2, maintenance, '2096-03-01T00:00Z')).toEqual([
      '2104-02-29T12:00/2104-02-29T16:00',
      '2108-02-29T12:00/2108-02-29T16:00',
    ]);
  });

  it('is found behind thousands of years that are not allowed', () => {
    const notAllowedDates = [{ start: '2026-01-01', end: '9998-12-31' }];
    const maintenance = aMaintenance({ ...utcNoon, notAllowedDates });
    expect(listed(1, maintenance, '2026-06-01T00:00Z')).toEqual(['9999-01-01T12:00/9999-01-01T16:00']);
  });
});

describe('Dates that are not allowed', () => {
  const allDay = { timezone: 'UTC', startTime: '12:00', durationHours: 24, startDate: '2026-12-01' };
  it.each([
    [
      'leave the rest of a window',
      [['2026-12-02', '2026-12-02']],
      [
        '2026-12-01T12:00/2026-12-02T00:00',
        '2026-12-03T00:00/2026-12-03T12:00',
        '2026-12-03T12:00/2026-12-04T12:00',
      ],
    ],
    [
      'may touch, overlap and stand in any order',
      [
        ['2026-12-03', '2026-12-05'],
        ['2026-12-01', '2026-12-02'],
        ['2026-12-04', '2026-12-04'],
      ],
      ['2026-12-06T00:00/2026-12-06T12:00', '2026-12-06T12:00/2026-12-07T12:00'],
    ],
  ])('%s', (_, ranges, windows) => {
    const notAllowedDates = ranges.map(([start = '', end = '']) => ({ start, end }));
    const maintenance = aMaintenance({ ...allDay, notAllowedDates });
    expect(listed(windows.length, maintenance, '2026-12-01T00:00Z')).toEqual(windows);
  });

  it('cut a window in two on the shortest day of the year', () => {
    const notAllowedDates = [{ start: '2026-03-29', end: '2026-03-29' }];
    const maintenance = aMaintenance({ startTime: '23:30', durationHours: 24, notAllowedDates });
    expect(listed(2, maintenance, '2026-03-28T22:30Z')).toEqual([
      '2026-03-28T22:30/2026-03-28T23:00',
      '2026-03-29T22:00/2026-03-29T22:30',
    ]);
  });
});

describe('The list of windows', () => {
  const noon = aMaintenance({ timezone: 'UTC', startTime: '12:00', durationHours: 4 });

  it('begins with the one that is open, with its true opening', () => {
    expect(listed(1, noon, '2026-06-01T15:59Z')).toEqual(['2026-06-01T12:00/2026-06-01T16:00']);
  });

  it('leaves out the one that closes at that moment', () => {
    expect(listed(1, noon, '2026-06-01T16:00Z')).toEqual(['2026-06-02T12:00/2026-06-02T16:00']);
  });
});

describe('The window at a moment', () => {
  const noon = aMaintenance({ timezone: 'UTC', startTime: '12:00', durationHours: 4 });
  it.each([
    ['2026-06-01T11:59Z', false, '2026-06-01T12:00'],
    ['2026-06-01T12:00Z', true, '2026-06-01T12:00'],
    ['2026-06-01T15:59Z', true, '2026-06-01T12:00'],
    ['2026-06-01T16:00Z', false, '2026-06-02T12:00'],
  ])('%s is open: %s', (now, open, opensAt) => {
    const window = windowAt(noon, Date.parse(now));
    expect({ open: window.open, opensAt: utc(window.opensAt) }).toEqual({ open, opensAt });
  });

  it('is, of two that overlap, the one that closes last', () => {
    const maintenance = aMaintenance({ startTime: '22:00', durationHours: 24 });
    expect(utc(windowAt(maintenance, Date.parse('2026-03-29T20:30Z')).closesAt)).toBe('2026-03-30T20:00');
  });

  it('is an error where the schedule has no day', () => {
    const never = { absoluteMonthly: { intervalMonths: 12, dayOfMonth: 30 } };
    const maintenance = aMaintenance({ schedule: never, startDate: '2026-02-01' });
    expect(() => windowAt(maintenance, 0)).toThrow('can never open');
  });
});

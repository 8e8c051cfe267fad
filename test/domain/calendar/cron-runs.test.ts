import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runsAfter } from '#domain/calendar/cron-runs.ts';
import { aCron, firstRuns } from './first-runs.ts';

describe('the runs of a schedule', () => {
  it('come after the moment that is asked about, not at it', () => {
    expect(firstRuns('15 3 * * *', 'UTC', '2026-11-27T03:15:00Z', 1)).toEqual(['2026-11-28 03:15 +00:00']);
    expect(firstRuns('15 3 * * *', 'UTC', '2026-11-27T03:14:59.999Z', 1)).toEqual([
      '2026-11-27 03:15 +00:00',
    ]);
  });

  it('match both day fields, not either of them', () => {
    expect(firstRuns('0 22 1-7 * TUE', 'Europe/Berlin', '2026-11-27T00:00:00Z', 3)).toEqual([
      '2026-12-01 22:00 +01:00',
      '2027-01-05 22:00 +01:00',
      '2027-02-02 22:00 +01:00',
    ]);
  });

  it('of several expressions are one row, a time that two name once', () => {
    expect(firstRuns(['0 4 * * 1-5', '0 4 * * SAT,FRI'], 'UTC', '2026-11-27T00:00:00Z', 3)).toEqual([
      '2026-11-27 04:00 +00:00',
      '2026-11-28 04:00 +00:00',
      '2026-11-30 04:00 +00:00',
    ]);
  });

  it('cross the end of the year, and wait for a leap year', () => {
    expect(firstRuns('30 23 31 12 *', 'Asia/Kolkata', '2026-11-27T00:00:00Z', 2)).toEqual([
      '2026-12-31 23:30 +05:30',
      '2027-12-31 23:30 +05:30',
    ]);
    expect(firstRuns('0 12 29 2 *', 'UTC', '2026-11-27T00:00:00Z', 2)).toEqual([
      '2028-02-29 12:00 +00:00',
      '2032-02-29 12:00 +00:00',
    ]);
  });

  it('end with the last year that the server knows', () => {
    expect(firstRuns('0 0 31 12 *', 'UTC', '2098-06-01T00:00:00Z', 9)).toHaveLength(3);
  });
});

// Every row is what listScheduleMatchingTimes of server 1.29.1 answers.
describe('when clocks change', () => {
  it.each([
    [
      'Europe/Berlin',
      '30 2 * * *',
      '2027-03-27T00:00:00Z',
      ['2027-03-27 02:30 +01:00', '2027-03-29 02:30 +02:00'],
    ],
    [
      'Europe/Berlin',
      '15 3 * * *',
      '2027-03-27T00:00:00Z',
      ['2027-03-27 03:15 +01:00', '2027-03-28 03:15 +02:00'],
    ],
    [
      'America/New_York',
      '30 2 * * *',
      '2027-03-13T00:00:00Z',
      ['2027-03-13 02:30 -05:00', '2027-03-15 02:30 -04:00'],
    ],
  ])('forward, %s does not fire at a time that does not exist (%s)', (zone, cron, after, runs) => {
    expect(firstRuns(cron, zone, after, runs.length)).toEqual(runs);
  });

  it.each([
    [
      'Australia/Lord_Howe',
      '15 2 * * *',
      '2026-10-02T14:00:00Z',
      ['2026-10-03 02:15 +10:30', '2026-10-04 02:45 +11:00'],
    ],
  ])('forward by half an hour, %s fires within the hour (%s)', (zone, cron, after, runs) => {
    expect(firstRuns(cron, zone, after, runs.length)).toEqual(runs);
  });

  it.each([
    [
      'Europe/Berlin',
      '30 2 * * *',
      '2026-10-24T20:00:00Z',
      ['2026-10-25 02:30 +01:00', '2026-10-26 02:30 +01:00'],
    ],
    [
      'Australia/Sydney',
      '30 2 * * *',
      '2027-04-03T10:00:00Z',
      ['2027-04-04 02:30 +10:00', '2027-04-05 02:30 +10:00'],
    ],
    [
      'America/New_York',
      '30 1 * * *',
      '2026-11-01T04:00:00Z',
      ['2026-11-01 01:30 -04:00', '2026-11-01 01:30 -05:00'],
    ],
  ])('back, %s fires as the server does (%s)', (zone, cron, after, runs) => {
    expect(firstRuns(cron, zone, after, runs.length)).toEqual(runs);
  });

  it('back, the hour before the one that comes twice fires again in European zones', () => {
    expect(firstRuns('30 1 * * *', 'Europe/Berlin', '2026-10-24T20:00:00Z', 3)).toEqual([
      '2026-10-25 01:30 +02:00',
      '2026-10-25 02:30 +02:00',
      '2026-10-26 01:30 +01:00',
    ]);
  });

  it('at midnight, a day without one is taken for the day before', () => {
    expect(firstRuns('0 0 * * 0', 'America/Santiago', '2026-08-30T05:00:00Z', 1)).toEqual([
      '2026-09-13 00:00 -03:00',
    ]);
  });
});

describe('in any zone and at any time', () => {
  const zones = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
  );
  const daily = fc.record({
    minute: fc.integer({ min: 0, max: 59 }),
    // The hours that clocks leave alone in these zones.
    hour: fc.integer({ min: 4, max: 23 }),
    zone: zones,
    after: fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2060-01-01') }),
  });

  it('a daily time outside of the changes comes once a day, within 25 hours', () => {
    fc.assert(
      fc.property(daily, ({ minute, hour, zone, after }) => {
        const runs = runsAfter([aCron(`${minute} ${hour} * * *`)], zone, after);
        const [first, second] = [runs.next().value!, runs.next().value!];
        expect(first).toBeGreaterThan(after);
        expect(first - after).toBeLessThanOrEqual(25 * 3_600_000);
        expect(second - first).toBeGreaterThanOrEqual(23 * 3_600_000);
        expect(second - first).toBeLessThanOrEqual(25 * 3_600_000);
        const clock = new Intl.DateTimeFormat('en-GB', {
          timeZone: zone,
          hour: 'numeric',
          minute: 'numeric',
        });
        const wanted = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
        expect([clock.format(first), clock.format(second)]).toEqual([wanted, wanted]);
      }),
    );
  });
});

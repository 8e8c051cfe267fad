import { describe, expect, it } from 'vitest';
import { scheduledRunOf } from '#domain/calendar/scheduled-run-date.ts';
import { showRuns } from '#domain/calendar/show-runs.ts';

const shown = (timezone: string, from: string, ...runs: readonly string[]) =>
  showRuns(runs.map(Date.parse), timezone, Date.parse(from)).map(({ local, clocksChanged }) => [
    local,
    clocksChanged,
  ]);

describe('runs by the clock of their zone', () => {
  it('say how far clocks were put since the run before', () => {
    expect(
      shown(
        'Europe/Berlin',
        '2026-10-24T12:00:00Z',
        '2026-10-25T02:15:00Z',
        '2026-10-26T02:15:00Z',
        '2027-03-28T01:15:00Z',
      ),
    ).toEqual([
      ['2026-10-25T03:15:00+01:00', '-1h'],
      ['2026-10-26T03:15:00+01:00', null],
      ['2027-03-28T03:15:00+02:00', '+1h'],
    ]);
  });

  it('know zones whose clocks are put by half an hour', () => {
    expect(shown('Australia/Lord_Howe', '2026-10-03T00:00:00Z', '2026-10-04T00:00:00Z')).toEqual([
      ['2026-10-04T11:00:00+11:00', '+30m'],
    ]);
  });
});

describe('a scheduled run', () => {
  it.each([
    ['Europe/Berlin', '2026-11-26T23:15:00Z', '2026-11-27'],
    ['America/New_York', '2026-11-27T03:15:00Z', '2026-11-26'],
    ['Pacific/Auckland', '2026-12-31T11:30:00Z', '2027-01-01'],
  ])('in %s that begins at %s is that of %s', (zone, at, scheduledRun) => {
    expect(scheduledRunOf(Date.parse(at), zone)).toBe(scheduledRun);
  });
});

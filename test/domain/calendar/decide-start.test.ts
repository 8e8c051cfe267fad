import { describe, expect, it } from 'vitest';
import { mayBegin } from '#domain/calendar/decide-start.ts';
import { joinedDays } from '#domain/calendar/openings.ts';
import { type OwnWindows, ownWindows } from '#domain/calendar/own-windows.ts';
import { aConfiguration } from '../../builders/other-writers.ts';
import { aMaintenance } from './a-maintenance.ts';

const at = (text: string) => Date.parse(`${text}Z`);

describe('A pool or control plane', () => {
  const rules = aMaintenance({
    timezone: 'UTC',
    startTime: '12:00',
    durationHours: 4,
    minRemainingMs: 45 * 60_000,
  });
  const tomorrow = { go: false as const, opensAt: at('2026-06-02T12:00'), closesAt: at('2026-06-02T16:00') };

  it('may begin at any time where there is no window', () => {
    expect(mayBegin(null, 0)).toEqual({ go: true, notAfter: null });
  });

  it.each([
    ['as the window opens', '2026-06-01T12:00'],
    ['with exactly minRemaining left', '2026-06-01T15:15'],
  ])('may begin %s, not after minRemaining before it closes', (_, now) => {
    const today = { opensAt: at('2026-06-01T12:00'), closesAt: at('2026-06-01T16:00') };
    expect(mayBegin(rules, at(now))).toEqual({ go: true, notAfter: at('2026-06-01T15:15'), window: today });
  });

  it('never names as left what would be enough', () => {
    expect(mayBegin(rules, at('2026-06-01T15:15') + 1)).toMatchObject({
      because: '44m are left of the window, less than the 45m that minRemaining asks for',
    });
  });

  it('waits for the next window with less than minRemaining left, and says so', () => {
    expect(mayBegin(rules, at('2026-06-01T15:16'))).toEqual({
      ...tomorrow,
      because: '44m are left of the window, less than the 45m that minRemaining asks for',
    });
  });

  const allDay = { schedule: { daily: { intervalDays: 1 } }, startTime: '06:00', durationHours: 24 };
  const onDay = (dayOfWeek: 'Monday' | 'Tuesday') => ({
    schedule: { weekly: { intervalWeeks: 1, dayOfWeek } },
    startTime: '00:00',
    durationHours: 24,
    notAllowedDates: [],
  });

  it.each([
    ['days that touch', [onDay('Monday'), onDay('Tuesday')], '2026-06-01T00:00', '2026-06-03T00:00'],
    [
      'every day up to dates that are excluded',
      [{ ...allDay, notAllowedDates: [{ start: '2026-06-20', end: '2026-06-21' }] }],
      '2026-05-25T06:00',
      '2026-06-20T00:00',
    ],
  ])('sees one window in %s', (_, windows, opensAt, closesAt) => {
    const window = { opensAt: at(opensAt), closesAt: at(closesAt) };
    const notAfter = window.closesAt - rules.minRemainingMs;
    expect(mayBegin({ ...rules, windows }, at('2026-06-02T12:00'))).toEqual({ go: true, notAfter, window });
  });

  it('sees no window in one that never closes, and where clocks change one that is long enough for any step', () => {
    const windows = [{ ...allDay, notAllowedDates: [] }];
    const now = at('2026-06-02T12:00');
    expect(mayBegin({ ...rules, windows }, now)).toEqual({ go: true, notAfter: null });
    const berlin = mayBegin({ ...rules, windows, timezone: 'Europe/Berlin' }, now);
    const days = berlin.go && berlin.window ? (berlin.window.closesAt - now) / 86_400_000 : 0;
    expect(Math.floor(days)).toBe(joinedDays);
  });

  it.each([
    ['2034-01-01', { go: false, opensAt: at('2034-01-02T12:00'), closesAt: at('2034-01-02T16:00') }],
    [
      '9999-12-30',
      {
        go: false,
        opensAt: null,
        closesAt: null,
        because: 'the maintenance window is not open for the 45m that minRemaining asks for within 10 years',
      },
    ],
  ])('waits for no window that opens after ten years: dates exclude all up to %s', (end, expected) => {
    const window = { ...rules.window, notAllowedDates: [{ start: '2026-01-01', end }] };
    expect(mayBegin({ ...rules, windows: [window] }, at('2026-06-01T13:00'))).toEqual(expected);
  });

  it('waits for the next window as one closes', () => {
    expect(mayBegin(rules, at('2026-06-01T16:00'))).toEqual(tomorrow);
  });

  it.each<[string, number, ReturnType<typeof mayBegin>]>([
    [
      'begins as late as it is predicted to fit',
      120,
      {
        go: true,
        notAfter: at('2026-06-01T14:00'),
        window: { opensAt: at('2026-06-01T12:00'), closesAt: at('2026-06-01T16:00') },
      },
    ],
    [
      'waits where it is predicted not to fit',
      121,
      {
        ...tomorrow,
        because:
          '2h are left of the window, less than the 2h1m that it is predicted to take by its last 3 runs',
      },
    ],
    [
      'begins in the first half of a window where none is as long as it is predicted to take',
      241,
      {
        go: true,
        notAfter: at('2026-06-01T14:00'),
        window: { opensAt: at('2026-06-01T12:00'), closesAt: at('2026-06-01T16:00') },
      },
    ],
    [
      'keeps to minRemaining where it is predicted to be quicker',
      10,
      {
        go: true,
        notAfter: at('2026-06-01T15:15'),
        window: { opensAt: at('2026-06-01T12:00'), closesAt: at('2026-06-01T16:00') },
      },
    ],
  ])('%s', (_, minutes, decision) => {
    const predicted = { ms: minutes * 60_000, basis: 'its last 3 runs' };
    expect(mayBegin(rules, at('2026-06-01T14:00'), { predicted })).toEqual(decision);
  });

  it('waits for the next window where none is long enough and the first half of this one is over', () => {
    const predicted = { ms: 300 * 60_000, basis: 'its last run' };
    expect(mayBegin(rules, at('2026-06-01T14:01'), { predicted })).toEqual({
      ...tomorrow,
      because:
        '1h59m are left of the window, less than the 2h that it is predicted to take by its last run, by half, for no window is that long',
    });
  });

  it('waits for the window to open', () => {
    expect(mayBegin(rules, at('2026-06-01T11:59'))).toMatchObject({
      go: false,
      opensAt: at('2026-06-01T12:00'),
    });
  });

  it('does not wait for what closed dates leave of a window if that is too short', () => {
    const cut = aMaintenance({
      timezone: 'UTC',
      startTime: '23:30',
      durationHours: 4,
      notAllowedDates: [{ start: '2026-06-02', end: '2026-06-02' }],
    });
    expect(mayBegin(cut, at('2026-06-01T20:00'))).toMatchObject({
      go: false,
      opensAt: at('2026-06-03T00:00'),
    });
  });

  it('never begins where no window is ever long enough', () => {
    expect(mayBegin({ ...rules, minRemainingMs: 5 * 3_600_000 }, 0)).toMatchObject({
      go: false,
      opensAt: null,
      because: 'the maintenance window is not open for the 5h that minRemaining asks for within 10 years',
    });
  });
});

describe("A cluster's own windows", () => {
  const files = aMaintenance({ timezone: 'UTC', startTime: '12:00', durationHours: 8 });
  /** Every day from 15:00 UTC for ten hours, as "+01:00". */
  const afternoons = anOwn({ startTime: '16:00', durationHours: 10 });
  const unknown: OwnWindows = { kind: 'unknown', because: 'nobody may look' };

  function anOwn(window: { startTime: string; durationHours: number }): OwnWindows {
    const schedule = { daily: { intervalDays: 1 } };
    const found = aConfiguration({
      name: 'aksManagedAutoUpgradeSchedule',
      window: { schedule, notAllowedDates: [], ...window },
    });
    return ownWindows({ value: [found] }, 'Full');
  }

  it.each<[string, 'Cluster' | 'Merge' | null, string, string]>([
    ["do not count where the file's alone does", null, '2026-06-01T12:00', '2026-06-01T20:00'],
    ['count alone where the file says so', 'Cluster', '2026-06-01T15:00', '2026-06-02T01:00'],
    ["count together with the file's where both are merged", 'Merge', '2026-06-01T15:00', '2026-06-01T20:00'],
  ])('%s', (_, source, opensAt, closesAt) => {
    const rules = {
      ...files,
      ...(source && { source }),
      ...(source === 'Cluster' && { windows: [] }),
    };
    expect(mayBegin(rules, at('2026-06-01T06:00'), { own: afternoons })).toMatchObject({
      go: false,
      opensAt: at(opensAt),
      closesAt: at(closesAt),
    });
  });

  it('give way to what the shorter of both leaves', () => {
    const rules = { ...files, source: 'Merge' as const };
    expect(mayBegin(rules, at('2026-06-01T19:15'), { own: afternoons })).toMatchObject({ go: true });
    expect(mayBegin(rules, at('2026-06-01T19:16'), { own: afternoons })).toMatchObject({ go: false });
  });

  describe('that are longer together in winter than in summer', () => {
    const rules = {
      ...aMaintenance({ timezone: 'Europe/Berlin', startTime: '22:00', durationHours: 4 }),
      source: 'Merge' as const,
    };
    const own = anOwn({ startTime: '22:00', durationHours: 4 });
    const predicted = { ms: 210 * 60_000, basis: 'its last 3 runs' };

    it('let begin in the first half of one in summer what fits only in winter', () => {
      expect(mayBegin(rules, at('2026-06-01T22:30'), { own, predicted })).toEqual({
        go: true,
        notAfter: at('2026-06-01T22:30'),
        window: { opensAt: at('2026-06-01T21:00'), closesAt: at('2026-06-02T00:00') },
      });
      expect(mayBegin(rules, at('2026-06-01T22:31'), { own, predicted })).toEqual({
        go: false,
        opensAt: at('2026-06-02T21:00'),
        closesAt: at('2026-06-03T00:00'),
        because:
          '1h29m are left of the window, less than the 1h30m that it is predicted to take by its last 3 runs, by half, for no window of the days to come is that long',
      });
    });

    it('wait for winter where minRemaining says so', () => {
      const asking = { ...rules, minRemainingMs: 210 * 60_000 };
      expect(mayBegin(asking, at('2026-06-01T21:00'), { own, predicted })).toMatchObject({
        go: false,
        opensAt: at('2026-10-25T21:00'),
      });
    });

    it('wait for a long one that opens within days', () => {
      expect(mayBegin(rules, at('2026-10-24T21:00'), { own, predicted })).toMatchObject({
        go: false,
        opensAt: at('2026-10-25T21:00'),
      });
    });
  });

  it('of once a month are waited for where the next is long enough', () => {
    const monthly = aMaintenance({
      timezone: 'UTC',
      schedule: { absoluteMonthly: { intervalMonths: 1, dayOfMonth: 1 } },
      startTime: '12:00',
      durationHours: 8,
    });
    const predicted = { ms: 5 * 3_600_000, basis: 'its last run' };
    expect(mayBegin(monthly, at('2026-06-01T15:30'), { predicted })).toMatchObject({
      go: false,
      opensAt: at('2026-07-01T12:00'),
    });
  });

  it("that are none leave the file's", () => {
    const own: OwnWindows = { kind: 'always', because: 'it has none' };
    expect(mayBegin({ ...files, source: 'Merge' }, at('2026-06-01T13:00'), { own })).toMatchObject({
      go: true,
    });
    expect(mayBegin({ ...files, source: 'Cluster', windows: [] }, at('2026-06-01T03:00'), { own })).toEqual({
      go: true,
      notAfter: null,
    });
  });

  it.each<[string, OwnWindows, string]>([
    ['that are not known', unknown, 'nobody may look'],
    [
      "that never meet the file's for long enough",
      anOwn({ startTime: '20:30', durationHours: 5 }),
      "its own window in Azure, daily 20:30-01:30 UTC+01:00 (aksManagedAutoUpgradeSchedule), and the file's are not open together for the 45m that minRemaining asks for within 10 years",
    ],
  ])('%s let nothing begin', (_, own, because) => {
    expect(mayBegin({ ...files, source: 'Merge' }, at('2026-06-01T19:31'), { own })).toEqual({
      go: false,
      opensAt: null,
      closesAt: null,
      because,
    });
  });
});

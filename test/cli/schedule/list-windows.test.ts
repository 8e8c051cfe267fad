import { describe, expect, it } from 'vitest';
import { listWindows } from '#cli/schedule/list-windows.ts';
import { aMaintenance } from '../../domain/calendar/a-maintenance.ts';

const fromMs = Date.parse('2026-06-01T00:00Z');
const neverEnding = [{ start: '2026-06-03', end: '9999-12-30' }];

describe('Windows', () => {
  it.each([
    ['the dates of the file', aMaintenance({ timezone: 'UTC', notAllowedDates: neverEnding }), []],
    [
      'a freeze',
      aMaintenance({ timezone: 'UTC' }),
      [{ opensAt: Date.parse('2026-06-03T00:00Z'), closesAt: Date.parse('9999-12-31T00:00Z') }],
    ],
  ])('end where nothing opens within ten years after %s', (_, maintenance, closures) => {
    const { windows } = listWindows(
      { maintenance, timezone: 'Europe/Berlin', fromMs, count: 5, closures },
      null,
    );
    expect(windows.map(({ opensAt }) => opensAt.slice(0, 10))).toEqual([
      '2026-05-31',
      '2026-06-01',
      '2026-06-02',
    ]);
  });

  const whole = { startTime: '00:00', durationHours: 24 };

  it('that touch are listed as one, and one that never closes as always', () => {
    const list = (over: Parameters<typeof aMaintenance>[0]) =>
      listWindows(
        {
          timezone: 'Europe/Berlin',
          maintenance: aMaintenance({ ...whole, ...over }),
          fromMs,
          count: 2,
          closures: [],
        },
        null,
      );
    expect(list({ timezone: 'UTC' })).toEqual({ always: true, windows: [] });
    const excluded = {
      notAllowedDates: [{ start: '2026-06-20', end: '2026-06-20' }],
      startDate: '2026-05-30',
    };
    expect(list({ timezone: 'UTC', ...excluded }).windows[0]).toEqual({
      opensAt: '2026-05-30T00:00:00.000Z',
      closesAt: '2026-06-20T00:00:00.000Z',
      clocksChanged: null,
    });
    // Where clocks go back a day has 25 hours.
    // It opened where they went back the year before, whenever it is asked for.
    expect(list({ timezone: 'Europe/Berlin' }).windows[0]).toEqual({
      opensAt: '2025-10-26T23:00:00.000Z',
      closesAt: '2026-10-25T22:00:00.000Z',
      clocksChanged: '-1h',
    });
  });
});

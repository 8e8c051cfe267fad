import { describe, expect, it } from 'vitest';
import { describeMaintenance, describeWindow } from '#domain/calendar/describe-window.ts';
import type { Maintenance } from '#domain/campaign/campaign.ts';
import { aMaintenance } from './a-maintenance.ts';

describe('A window in words', () => {
  it('is "always" without one', () => {
    expect(describeMaintenance(null)).toBe('always');
  });

  it.each<[string, Partial<Maintenance>]>([
    ['daily 22:00-04:00 Europe/Berlin', {}],
    [
      "daily 22:00-04:00 Europe/Berlin, and each cluster's own maintenance window in Azure",
      { source: 'Merge' },
    ],
    ["each cluster's own maintenance window in Azure", { source: 'Cluster', windows: [] }],
    [
      'daily 22:00-04:00 Europe/Berlin; Sun 08:00-14:00 Europe/Berlin',
      {
        windows: [
          aMaintenance().window,
          aMaintenance({
            schedule: { weekly: { intervalWeeks: 1, dayOfWeek: 'Sunday' } },
            startTime: '08:00',
          }).window,
        ],
      },
    ],
  ])('of a campaign is "%s"', (words, over) => {
    expect(describeMaintenance({ ...aMaintenance(), ...over })).toBe(words);
  });

  it.each<[string, Parameters<typeof aMaintenance>[0]]>([
    ['daily 22:00-04:00 Europe/Berlin', {}],
    [
      'every 2 days 22:00-04:00 Europe/Berlin from 2026-11-01',
      { schedule: { daily: { intervalDays: 2 } }, startDate: '2026-11-01' },
    ],
    ['all day Europe/Berlin', { durationHours: 24 }],
    [
      'Sat 22:00-22:00 (24h) Europe/Berlin',
      { durationHours: 24, schedule: { weekly: { intervalWeeks: 1, dayOfWeek: 'Saturday' } } },
    ],
    ['Sat 22:00-04:00 Europe/Berlin', { schedule: { weekly: { intervalWeeks: 1, dayOfWeek: 'Saturday' } } }],
    [
      'every 2 weeks Sat 22:00-04:00 Europe/Berlin',
      { schedule: { weekly: { intervalWeeks: 2, dayOfWeek: 'Saturday' } } },
    ],
    [
      'day 15 of the month 22:00-04:00 Europe/Berlin',
      { schedule: { absoluteMonthly: { intervalMonths: 1, dayOfMonth: 15 } } },
    ],
    [
      'last Sun of every 3 months 22:00-04:00 Europe/Berlin',
      { schedule: { relativeMonthly: { intervalMonths: 3, weekIndex: 'Last', dayOfWeek: 'Sunday' } } },
    ],
    [
      'daily 22:00-04:00 Europe/Berlin, not 2026-12-19..2027-01-06',
      { notAllowedDates: [{ start: '2026-12-19', end: '2027-01-06' }] },
    ],
    [
      'daily 22:00-04:00 Europe/Berlin, not 2026-12-24',
      { notAllowedDates: [{ start: '2026-12-24', end: '2026-12-24' }] },
    ],
  ])('is "%s"', (words, over) => {
    expect(describeWindow(aMaintenance(over))).toBe(words);
  });
});

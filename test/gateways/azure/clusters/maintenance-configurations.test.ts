import { describe, expect, it } from 'vitest';
import { toMaintenanceConfiguration } from '#gateways/azure/clusters/maintenance-configurations.ts';

const withWindow = (window: object) => ({
  name: 'aksManagedAutoUpgradeSchedule',
  properties: { maintenanceWindow: window },
});
const withSchedule = (schedule: unknown) => withWindow({ schedule, durationHours: 4, startTime: '01:00' });

describe('a maintenance configuration', () => {
  it.each<[string, object]>([
    ['every day', { daily: { intervalDays: 1 } }],
    ['every week', { weekly: { intervalWeeks: 1, dayOfWeek: 'Saturday' } }],
    ['on a day of the month', { absoluteMonthly: { intervalMonths: 3, dayOfMonth: 15 } }],
    [
      'on a weekday of the month',
      { relativeMonthly: { intervalMonths: 1, weekIndex: 'Last', dayOfWeek: 'Friday' } },
    ],
  ])('%s keeps its schedule, and is in UTC unless it says otherwise', (_form, schedule) => {
    expect(toMaintenanceConfiguration(withSchedule(schedule))).toEqual({
      name: 'aksManagedAutoUpgradeSchedule',
      window: { schedule, durationHours: 4, startTime: '01:00', notAllowedDates: [] },
      utcOffset: '+00:00',
      hoursOfWeek: [],
      closures: [],
    });
  });

  it.each<[string, Parameters<typeof toMaintenanceConfiguration>[0]]>([
    ['of a schedule that is not known', withSchedule({})],
    ['with none at all', { name: 'default' }],
    ['whose schedule is null', withSchedule(null)],
    ['whose every form is null', withSchedule({ daily: null, weekly: null, relativeMonthly: null })],
    ['on a day that no week has', withSchedule({ weekly: { intervalWeeks: 1, dayOfWeek: 'Funday' } })],
    ['whose interval is null', withSchedule({ daily: { intervalDays: null } })],
    ['without a time to start', withWindow({ schedule: { daily: { intervalDays: 1 } }, durationHours: 4 })],
    ['of null', { name: 'default', properties: { maintenanceWindow: null, timeInWeek: null } }],
  ])('%s has no window', (_form, configuration) => {
    expect(toMaintenanceConfiguration(configuration).window).toBeNull();
  });

  it.each([
    ['a start', { startDate: 'soon' }],
    ['days that are not allowed', { notAllowedDates: [{ start: '2026-12-19', end: '' }] }],
    ['a day that is not allowed', { notAllowedDates: [null] }],
  ])('with %s that cannot be read has no window that is known', (_what, unreadable) => {
    const readable = { schedule: { daily: { intervalDays: 1 } }, durationHours: 4, startTime: '01:00' };
    expect(toMaintenanceConfiguration(withWindow(readable)).window).not.toBeNull();
    expect(toMaintenanceConfiguration(withWindow({ ...readable, ...unreadable })).window).toBeNull();
  });

  it('of the older form keeps its hours and the times that are not allowed, what has no end for ever', () => {
    const older = {
      name: 'default',
      properties: {
        timeInWeek: [{ day: 'Saturday', hourSlots: [1, 2] }],
        notAllowedTime: [
          { start: '2026-12-19T00:00:00Z', end: '2027-01-06T12:00:00Z' },
          { start: '2028-01-01T00:00:00Z', end: null },
          null,
        ],
      },
    };
    expect(toMaintenanceConfiguration(older)).toMatchObject({
      hoursOfWeek: [{ day: 'Saturday', hours: [1, 2] }],
      closures: [
        { opensAt: Date.parse('2026-12-19'), closesAt: Date.parse('2027-01-06T12:00Z') },
        { opensAt: Date.parse('2028-01-01'), closesAt: Number.POSITIVE_INFINITY },
        { opensAt: Number.NEGATIVE_INFINITY, closesAt: Number.POSITIVE_INFINITY },
      ],
    });
  });
});

import type { MaintenanceConfiguration, Schedule } from '@azure/arm-containerservice';
import { describe, expect, it } from 'vitest';
import { toMaintenanceConfiguration } from '#gateways/azure/clusters/maintenance-configurations.ts';

const withSchedule = (schedule: Schedule): MaintenanceConfiguration => ({
  name: 'aksManagedAutoUpgradeSchedule',
  maintenanceWindow: { schedule, durationHours: 4, startTime: '01:00' },
});

describe('a maintenance configuration', () => {
  it.each<[string, Schedule]>([
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

  it.each<[string, MaintenanceConfiguration]>([
    ['of a schedule that is not known', withSchedule({})],
    ['with none at all', { name: 'default' }],
  ])('%s has no window', (_form, configuration) => {
    expect(toMaintenanceConfiguration(configuration).window).toBeNull();
  });

  it.each([
    ['start', { startDate: new Date('soon') }],
    [
      'days that are not allowed',
      { notAllowedDates: [{ start: new Date('2026-12-19'), end: new Date('') }] },
    ],
  ])('with %s that cannot be read has no window that is known', (_what, unreadable) => {
    const configuration = withSchedule({ daily: { intervalDays: 1 } });
    const window = { ...configuration.maintenanceWindow!, ...unreadable };
    expect(toMaintenanceConfiguration({ maintenanceWindow: window }).window).toBeNull();
  });

  it('of the older form keeps its hours and the times that are not allowed, what has no end for ever', () => {
    const older: MaintenanceConfiguration = {
      name: 'default',
      timeInWeek: [{ day: 'Saturday', hourSlots: [1, 2] }],
      notAllowedTime: [
        { start: new Date('2026-12-19T00:00Z'), end: new Date('2027-01-06T12:00Z') },
        { start: new Date('2028-01-01T00:00Z') },
      ],
    };
    expect(toMaintenanceConfiguration(older)).toMatchObject({
      hoursOfWeek: [{ day: 'Saturday', hours: [1, 2] }],
      closures: [
        { opensAt: Date.parse('2026-12-19'), closesAt: Date.parse('2027-01-06T12:00Z') },
        { opensAt: Date.parse('2028-01-01'), closesAt: Number.POSITIVE_INFINITY },
      ],
    });
  });
});

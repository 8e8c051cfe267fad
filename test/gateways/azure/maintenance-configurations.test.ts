import type { MaintenanceConfiguration, Schedule } from '@azure/arm-containerservice';
import { describe, expect, it } from 'vitest';
import { toMaintenanceConfiguration } from '#gateways/azure/maintenance-configurations.ts';

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
    });
  });

  it.each<[string, MaintenanceConfiguration]>([
    ['of a schedule that is not known', withSchedule({})],
    ['with none at all', { name: 'default' }],
  ])('%s has no window', (_form, configuration) => {
    expect(toMaintenanceConfiguration(configuration).window).toBeNull();
  });

  it('without a readable start has begun', () => {
    const configuration = withSchedule({ daily: { intervalDays: 1 } });
    const window = { ...configuration.maintenanceWindow!, startDate: new Date('soon') };
    expect(toMaintenanceConfiguration({ maintenanceWindow: window }).window).not.toHaveProperty('startDate');
  });
});

import { describe, expect, it } from 'vitest';
import { ownWindows } from '#domain/calendar/own-windows.ts';
import type { MaintenanceWindow } from '#domain/fleet/maintenance-window.ts';
import type { MaintenanceConfiguration } from '#domain/fleet/other-writers.ts';
import { aConfiguration, anUnread } from '../../builders/other-writers.ts';
import { firstSpans } from './first-windows.ts';

const kubernetes = 'aksManagedAutoUpgradeSchedule';
const permission = 'Microsoft.ContainerService/managedClusters/maintenanceConfigurations/read';

function read(...configurations: readonly MaintenanceConfiguration[]) {
  return ownWindows({ value: configurations }, 'Full');
}

/** The cluster's schedule for upgrades of Kubernetes; say what differs from Saturday 22:00 UTC+01:00 for six hours. */
function aSchedule(window: Partial<MaintenanceWindow> = {}, over: Partial<MaintenanceConfiguration> = {}) {
  return aConfiguration({ name: kubernetes, window: { ...aConfiguration().window!, ...window }, ...over });
}

/** The first windows as "opens/closes" in UTC, without seconds. */
function listed(count: number, own: ReturnType<typeof read>, from: string): readonly string[] {
  if (own.kind !== 'windows') throw new Error(own.because);
  const utc = (ms: number) => new Date(ms).toISOString().slice(0, 16);
  return firstSpans(count, own.openings(Date.parse(from))).map(
    ({ opensAt, closesAt }) => `${utc(opensAt)}/${utc(closesAt)}`,
  );
}

/** The local days on which the first windows open, read in UTC. */
function days(count: number, window: Partial<MaintenanceWindow>, from: string): readonly string[] {
  const noon = { startTime: '12:00', durationHours: 4, ...window };
  return listed(count, read(aSchedule(noon, { utcOffset: '+00:00' })), from).map((span) => span.slice(0, 10));
}

describe("A cluster's schedule in Azure", () => {
  it.each<[string, Partial<MaintenanceWindow>, string, readonly string[]]>([
    [
      'every day',
      { schedule: { daily: { intervalDays: 1 } } },
      '2026-02-27',
      ['2026-02-27', '2026-02-28', '2026-03-01'],
    ],
    [
      'every third day from its start',
      { schedule: { daily: { intervalDays: 3 } }, startDate: '2026-12-26' },
      '2026-12-27',
      ['2026-12-29', '2027-01-01', '2027-01-04'],
    ],
    [
      'every week',
      { schedule: { weekly: { intervalWeeks: 1, dayOfWeek: 'Friday' } } },
      '2026-12-25',
      ['2026-12-25', '2027-01-01', '2027-01-08'],
    ],
    [
      'every third week, counted from the week of its start',
      { schedule: { weekly: { intervalWeeks: 3, dayOfWeek: 'Monday' } }, startDate: '2026-11-04' },
      '2026-11-04',
      ['2026-11-23', '2026-12-14', '2027-01-04'],
    ],
    [
      'every third month on the 30th, which February has not',
      { schedule: { absoluteMonthly: { intervalMonths: 3, dayOfMonth: 30 } }, startDate: '2026-11-01' },
      '2026-11-01',
      ['2026-11-30', '2027-05-30', '2027-08-30'],
    ],
    ...(
      [
        ['First', ['2026-11-02', '2026-12-07', '2027-01-04']],
        ['Second', ['2026-11-09', '2026-12-14', '2027-01-11']],
        ['Third', ['2026-11-16', '2026-12-21', '2027-01-18']],
        ['Fourth', ['2026-11-23', '2026-12-28', '2027-01-25']],
        ['Last', ['2026-11-30', '2026-12-28', '2027-01-25']],
      ] as const
    ).map(([weekIndex, opens]): [string, Partial<MaintenanceWindow>, string, readonly string[]] => [
      `on the ${weekIndex} Monday of each month`,
      { schedule: { relativeMonthly: { intervalMonths: 1, weekIndex, dayOfWeek: 'Monday' } } },
      '2026-11-01',
      opens,
    ]),
    [
      'every second month on the last Friday',
      {
        schedule: { relativeMonthly: { intervalMonths: 2, weekIndex: 'Last', dayOfWeek: 'Friday' } },
        startDate: '2026-12-01',
      },
      '2026-12-01',
      ['2026-12-25', '2027-02-26', '2027-04-30'],
    ],
  ])('%s opens on its days', (_shape, window, from, opens) => {
    expect(days(3, window, from)).toEqual(opens);
  });

  it('keeps its offset from UTC all through the year: it knows no summer time', () => {
    const own = read(aSchedule());
    expect(listed(1, own, '2026-03-28T00:00Z')).toEqual(['2026-03-28T21:00/2026-03-29T03:00']);
    expect(listed(1, own, '2026-07-04T00:00Z')).toEqual(['2026-07-04T21:00/2026-07-05T03:00']);
  });

  it("takes days that are not allowed in that offset, as in Azure's own example", () => {
    const own = read(
      aSchedule(
        {
          schedule: { daily: { intervalDays: 1 } },
          startTime: '00:00',
          durationHours: 24,
          notAllowedDates: [{ start: '2022-12-23', end: '2023-01-03' }],
        },
        { utcOffset: '+02:00' },
      ),
    );
    expect(listed(2, own, '2022-12-22T00:00Z')).toEqual([
      '2022-12-21T22:00/2022-12-22T22:00',
      '2023-01-03T22:00/2023-01-04T22:00',
    ]);
  });

  it('is reported with its name', () => {
    expect(read(aSchedule())).toMatchObject({ words: `Sat 22:00-04:00 UTC+01:00 (${kubernetes})` });
  });
});

describe("A cluster's weekly hours in Azure's older form", () => {
  const hours = (hoursOfWeek: MaintenanceConfiguration['hoursOfWeek'], over = {}) =>
    read(aConfiguration({ name: 'default', window: null, hoursOfWeek, ...over }));

  it('are one window where they follow each other, over midnight and over the end of the week', () => {
    const own = hours([
      { day: 'Sunday', hours: [0, 1] },
      { day: 'Wednesday', hours: [5] },
      { day: 'Saturday', hours: [23] },
      { day: 'Wednesday', hours: [3, 4] },
    ]);
    expect(listed(3, own, '2026-11-22T00:30Z')).toEqual([
      '2026-11-21T23:00/2026-11-22T02:00',
      '2026-11-25T03:00/2026-11-25T06:00',
      '2026-11-28T23:00/2026-11-29T02:00',
    ]);
  });

  it('leave out the times that are not allowed', () => {
    const closures = [
      { opensAt: Date.parse('2026-11-25T04:00Z'), closesAt: Date.parse('2026-11-26T00:00Z') },
    ];
    const own = hours([{ day: 'Wednesday', hours: [3, 4] }], { closures });
    expect(listed(2, own, '2026-11-22T00:00Z')).toEqual([
      '2026-11-25T03:00/2026-11-25T04:00',
      '2026-12-02T03:00/2026-12-02T05:00',
    ]);
  });

  it('of the whole week are no window', () => {
    const all = Array.from({ length: 24 }, (_, hour) => hour);
    const week = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
    expect(hours(week.map((day) => ({ day, hours: all })))).toMatchObject({ kind: 'always' });
  });
});

describe('Which of its configurations a cluster keeps to', () => {
  it('is the one for upgrades of Kubernetes', () => {
    const images = aConfiguration({ name: 'aksManagedNodeOSUpgradeSchedule' });
    const weekly = aConfiguration({ name: 'default' });
    expect(read(weekly, images, aSchedule())).toMatchObject({ words: expect.stringContaining(kubernetes) });
  });

  it('is the one for node images, where only these are upgraded', () => {
    const configurations = [aSchedule(), aConfiguration({ name: 'aksManagedNodeOSUpgradeSchedule' })];
    expect(ownWindows({ value: configurations }, 'NodeImageOnly')).toMatchObject({
      words: expect.stringContaining('aksManagedNodeOSUpgradeSchedule'),
    });
  });

  it('is the default where it has none of its own', () => {
    expect(read(aConfiguration({ name: 'default' }))).toMatchObject({
      words: expect.stringContaining('(default)'),
    });
  });

  it('is none where it has neither: it may be changed at any time', () => {
    expect(read(aConfiguration({ name: 'aksManagedNodeOSUpgradeSchedule' }))).toEqual({
      kind: 'always',
      because: `it has no maintenance configuration ${kubernetes} or default in Azure`,
    });
  });
});

describe("A cluster's windows are not known, which is never open,", () => {
  it('where Azure does not show them; the missing permission is named', () => {
    const unread = anUnread({ scope: 'cluster aks-a', permission });
    expect(ownWindows({ unread }, 'Full')).toEqual({
      kind: 'unknown',
      because: `the maintenance configurations of cluster aks-a cannot be read (AuthorizationFailed); permission ${permission} is required`,
    });
  });

  it.each<[string, MaintenanceConfiguration]>([
    ['a form that is not known', aSchedule({}, { window: null })],
    ['an interval without a start', aSchedule({ schedule: { daily: { intervalDays: 2 } } })],
    ['a time that is none', aSchedule({ startTime: '25:00' })],
    ['an offset that is none', aSchedule({}, { utcOffset: 'CET' })],
    [
      'a weekday that is none',
      aSchedule({}, { window: null, hoursOfWeek: [{ day: 'Caturday', hours: [1] }] }),
    ],
    ['an hour that is none', aSchedule({}, { window: null, hoursOfWeek: [{ day: 'Sunday', hours: [24] }] })],
  ])('where they have %s', (_form, configuration) => {
    expect(read(configuration)).toEqual({
      kind: 'unknown',
      because: `its maintenance configuration ${kubernetes} has a form that Drydock does not know`,
    });
  });
});

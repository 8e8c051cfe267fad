import { describe, expect, it } from 'vitest';
import { noteClockChanges } from '#domain/calendar/clock-notes.ts';
import { shortestInterval } from '#domain/calendar/runs-in-windows.ts';
import type { NightlySchedule } from '#domain/campaign/nightly.ts';
import { judgeSchedule } from '#domain/nightly/judge-schedule.ts';
import { aCampaign } from '../../builders/a-campaign.ts';
import { aMaintenance } from '../calendar/a-maintenance.ts';
import { aCron } from '../calendar/first-runs.ts';

const hour = 3_600_000;
const now = Date.parse('2026-12-03T00:00:00Z');

function warningsOf(schedule: Partial<NightlySchedule>, maintenance = aMaintenance()): readonly string[] {
  const campaign = { ...aCampaign(), maintenance };
  const whole: NightlySchedule = {
    cron: ['15 22 * * *'],
    timezone: 'Europe/Berlin',
    jitterMs: 0,
    catchUpMs: hour,
    overlap: 'Skip',
    decideWithinMs: 8 * hour,
    ...schedule,
  };
  return judgeSchedule({ schedule: whole, campaign }, now).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );
}

const outside =
  'cron: no run starts inside the maintenance window with 45m (minRemaining) left of it: every run would defer all its clusters';
const saturday = { schedule: { weekly: { intervalWeeks: 1, dayOfWeek: 'Saturday' } } } as const;
const away = [{ start: '2026-01-01', end: '9999-12-30' }];

// The window is 22:00 to 04:00 in Berlin, unless it says otherwise.
describe.each<[string, string, string, Parameters<typeof aMaintenance>[0], boolean]>([
  ['15 22 * * *', 'Europe/Berlin', 'daily', {}, true],
  ['0 4 * * *', 'Europe/Berlin', 'daily, as it closes', {}, false],
  ['15 3 * * *', 'Europe/Berlin', 'daily, with minRemaining left', {}, true],
  ['16 3 * * *', 'Europe/Berlin', 'daily, with less than minRemaining left', {}, false],
  ['59 21 * * *', 'Europe/Berlin', 'daily, before it opens', {}, false],
  ['15 22 * * 1-5', 'Europe/Berlin', 'of Saturdays', saturday, false],
  ['15 2 * * SUN', 'Europe/Berlin', 'of Saturdays, over midnight', saturday, true],
  // In New York's winter 22:00 in Berlin is 16:00, and 17:00 for the weeks in which only one of them has changed clocks.
  ['30 15 * * *', 'America/New_York', 'of another zone', { durationHours: 1, minRemainingMs: 0 }, false],
  [
    '30 17 * * *',
    'America/New_York',
    'in weeks between two changes',
    { durationHours: 1, minRemainingMs: 0 },
    true,
  ],
  ['0 12 29 2 *', 'UTC', 'daily, a leap day at noon', {}, false],
  ['0 23 29 2 *', 'UTC', 'daily, a leap day at night', {}, true],
  ['15 22 * * *', 'Europe/Berlin', 'that never opens again', { notAllowedDates: away }, false],
  ['0 12 * * *', 'Europe/Berlin', "of the clusters' own in Azure", { source: 'Cluster' }, true],
])('a cron of %s in %s', (cron, timezone, window, maintenance, isInside) => {
  it(`${isInside ? 'finds' : 'misses'} a window ${window}`, () => {
    const warnings = warningsOf({ cron: [cron], timezone }, aMaintenance(maintenance));
    const expected = outside.replace(
      ' with 45m (minRemaining) left of it',
      maintenance?.minRemainingMs === 0 ? '' : '$&',
    );
    expect(warnings.filter((each) => each.includes('maintenance window'))).toEqual(
      isInside ? [] : [expected],
    );
  });
});

it('a run may begin late by its jitter, and one of several expressions is enough', () => {
  expect(warningsOf({ cron: ['55 21 * * *'], jitterMs: 600_000 })).toEqual([]);
  expect(warningsOf({ cron: ['0 12 * * *', '15 22 * * *'] })).toEqual([]);
});

describe('a time for decisions', () => {
  it.each<[string, number, NightlySchedule['overlap'], string[]]>([
    ['15 22 * * *', 24, 'Skip', []],
    [
      '15 22 * * *',
      25,
      'Skip',
      [
        'decideWithin: a run may wait 1d1h for a decision, longer than the 1d between two runs: runs due while one is in progress are skipped',
      ],
    ],
    [
      '15 22,23 * * *',
      8,
      'BufferOne',
      [
        'decideWithin: a run may wait 8h for a decision, longer than the 1h between two runs: of the runs due while one is in progress, one starts afterwards and the others are skipped',
      ],
    ],
    ['15 22 1 * *', 8 * 24, 'Skip', []],
  ])('of a schedule of %s: %i hours with %s', (cron, hours, overlap, expected) => {
    expect(warningsOf({ cron: [cron], overlap, decideWithinMs: hours * hour })).toEqual(expected);
  });

  it('is compared with the shortest interval that no change of clocks makes', () => {
    for (const from of ['2026-10-24T00:00Z', '2027-03-27T00:00Z'])
      expect(
        shortestInterval({ crons: [aCron('30 1 * * *')], timezone: 'Europe/Berlin' }, Date.parse(from)),
      ).toBe(24 * hour);
    expect(shortestInterval({ crons: [aCron('0 0 29 2 *')], timezone: 'UTC' }, now)).toBe(1461 * 24 * hour);
  });
});

describe('the changes of clocks of a year', () => {
  const berlin = [
    '2027-03-28 02:30 does not exist in Europe/Berlin: clocks go forward by 1h, and no run starts',
    '2027-10-31 02:30 occurs twice in Europe/Berlin: clocks go back by 1h, and the run starts at 02:30 +01:00',
  ];
  it.each<[string, readonly string[], readonly string[]]>([
    ['Europe/Berlin', ['30 2 * * *'], berlin],
    ['Europe/Berlin', ['30 2 * * SUN', '30 14 * * *'], berlin],
    ['Europe/Berlin', ['30 2 * * MON'], []],
    ['Europe/Berlin', ['30 1 * * *'], ['a run starts once more at 02:30 +02:00: clocks go back by 1h']],
    ['Europe/Berlin', ['15 3 * * *'], []],
    ['Europe/Berlin', ['*/15 * * * *'], []],
    ['Europe/Berlin', ['0 * * * *'], []],
    [
      'America/New_York',
      ['30 1 * * *'],
      [
        '2027-11-07 01:30 occurs twice in America/New_York: clocks go back by 1h, and runs start at 01:30 -04:00 and at 01:30 -05:00',
      ],
    ],
    [
      'America/New_York',
      ['30 2 * * *'],
      ['2027-03-14 02:30 does not exist in America/New_York: clocks go forward by 1h, and no run starts'],
    ],
    ['UTC', ['30 2 * * *'], []],
    ['Asia/Kolkata', ['30 2 * * *'], []],
  ])('in %s for %j', (timezone, crons, expected) => {
    const notes = noteClockChanges(crons.map(aCron), timezone, { fromMs: now, toMs: now + 366 * 24 * hour });
    expect(notes.map(({ message }) => message)).toEqual(expected);
  });
});

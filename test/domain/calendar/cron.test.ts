import { describe, expect, it } from 'vitest';
import { parseCron } from '#domain/calendar/cron.ts';
import { aCron } from './first-runs.ts';

const problemOf = (text: string) => {
  const parsed = parseCron(text);
  return parsed.ok ? null : parsed.message;
};

describe('a cron expression', () => {
  it.each([
    ['0 0 * * *', 'minutes', [0]],
    ['5,50 0 * * *', 'minutes', [5, 50]],
    ['*/20 0 * * *', 'minutes', [0, 20, 40]],
    ['5/25 0 * * *', 'minutes', [5, 30, 55]],
    ['0 1-3 * * *', 'hours', [1, 2, 3]],
    ['0 0-23/6,3 * * *', 'hours', [0, 3, 6, 12, 18]],
    ['0 0 1-7 * *', 'daysOfMonth', [1, 2, 3, 4, 5, 6, 7]],
    ['0 0 * jan,Sept-11,DEC *', 'months', [1, 9, 10, 11, 12]],
    ['0 0 * * 0', 'daysOfWeek', [0]],
    ['0 0 * * 7', 'daysOfWeek', [0]],
    ['0 0 * * 5-7', 'daysOfWeek', [0, 5, 6]],
    ['0 0 * * mon-Fri', 'daysOfWeek', [1, 2, 3, 4, 5]],
    ['  0   0 * * SUNDAY ', 'daysOfWeek', [0]],
  ] as const)('%s has these %s', (text, field, values) => {
    expect([...aCron(text)[field]].sort((a, b) => a - b)).toEqual(values);
  });

  it.each([
    ['', 'is empty; five are read: minute, hour, day of month, month, day of week'],
    ['3', 'has 1 field; five are read: minute, hour, day of month, month, day of week'],
    [
      '0 15 3 * * *',
      'has 6 fields; five are read: minute, hour, day of month, month, day of week; seconds and years are not',
    ],
    ['@daily', '@daily is not read; write five fields such as "15 3 * * *"'],
    ['CRON_TZ=Europe/Berlin 15 3 * * *', 'names a zone of its own; write it in schedule.timezone'],
    ['60 3 * * *', '"60" is no minute: it takes 0 to 59, "*", lists, ranges and steps'],
    ['-1 3 * * *', '"-1" is no minute: it takes 0 to 59, "*", lists, ranges and steps'],
    ['0 24 * * *', '"24" is no hour: it takes 0 to 23, "*", lists, ranges and steps'],
    ['0 5-1 * * *', '"5-1" is no hour: 1 comes before 5'],
    ['0 0 0 * *', '"0" is no day of month: it takes 1 to 31, "*", lists, ranges and steps'],
    ['0 0 L * *', '"L" is no day of month: it takes 1 to 31, "*", lists, ranges and steps'],
    ['0 0 * 13 *', '"13" is no month: it takes 1 to 12, or names such as FEB, "*", lists, ranges and steps'],
    [
      '0 0 * * caturday',
      '"caturday" is no day of week: it takes 0 to 7, or names such as MON, "*", lists, ranges and steps',
    ],
    [
      '0 0 * * 6#1',
      '"6#1" is no day of week: it takes 0 to 7, or names such as MON, "*", lists, ranges and steps',
    ],
    ['*/0 0 * * *', '"*/0" is no minute: a step is a number from 1, as in "*/15"'],
    ['*/a 0 * * *', '"*/a" is no minute: a step is a number from 1, as in "*/15"'],
    ['0, 0 * * *', '"" is no minute: it takes 0 to 59, "*", lists, ranges and steps'],
    ['0 0 30 2 *', 'never fires: no year has such a date'],
    ['0 0 31 4,6,9,11 MON', 'never fires: no year has such a date'],
  ])('%j is refused: %s', (text, message) => {
    expect(problemOf(text)).toBe(message);
  });

  it('of a leap day alone is none that never fires', () => {
    expect(problemOf('0 0 29 2 *')).toBeNull();
  });
});

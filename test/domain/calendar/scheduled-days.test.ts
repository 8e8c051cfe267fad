import { describe, expect, it } from 'vitest';
import { parseCivilDay } from '#domain/calendar/civil-day.ts';
import { canEverOpen } from '#domain/calendar/scheduled-days.ts';
import { isTimeZone } from '#domain/calendar/time-zone.ts';
import { aMaintenance } from './a-maintenance.ts';

describe('A monthly schedule', () => {
  it.each([
    ['on the 29th of every February opens in leap years', '2025-02-01', 12, 29, true],
    ['on the 29th of February every fourth year from an odd one never opens', '2025-02-01', 48, 29, false],
    ['on the 29th of February every 25th year opens', '2025-02-01', 300, 29, true],
    ['on the 29th of February every century from 2100 on opens in 2400', '2100-02-01', 1200, 29, true],
    ['on the 30th of every February never opens', '2026-02-01', 12, 30, false],
    ['on the 31st of every second month from June on opens in August', '2026-06-01', 2, 31, true],
    ['on the 31st of June and December opens', '2026-06-01', 6, 31, true],
    ['on the 31st of every June never opens', '2026-06-01', 12, 31, false],
    ['on a day of its first month that is already over opens later', '2026-06-20', 1, 5, true],
  ])('%s', (_, startDate, intervalMonths, dayOfMonth, opens) => {
    const schedule = { absoluteMonthly: { intervalMonths, dayOfMonth } };
    expect(canEverOpen(aMaintenance({ schedule, startDate }).window)).toBe(opens);
  });
});

describe('A date', () => {
  it.each([
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['2000-02-29', 11_016],
    ['0001-01-01', -719_162],
    ['2026-02-29', null],
    ['2026-13-01', null],
    ['2026-1-1', null],
    ['2026-11-20T00:00', null],
  ])('%s is day %s', (text, day) => {
    expect(parseCivilDay(text)).toBe(day);
  });
});

describe('A time zone', () => {
  it.each([
    ['Europe/Berlin', true],
    ['Australia/Lord_Howe', true],
    ['UTC', true],
    ['Europe/Berln', false],
    ['+01:00', false],
    ['', false],
  ])('%s is known: %s', (name, isKnown) => {
    expect(isTimeZone(name)).toBe(isKnown);
  });
});

import { describe, expect, it } from 'vitest';
import { formatAge, formatMoment } from '#cli/view/terminal/format-time.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('an age', () => {
  it.each([
    [-5 * second, '0s'],
    [12 * second + 900, '12s'],
    [3 * minute + 59 * second, '3m'],
    [2 * hour + 5 * minute + 59 * second, '2h5m'],
    [2 * day + 4 * hour + 59 * minute, '2d4h'],
    [3 * hour, '3h'],
  ])('of %d ms has two units at most: %s', (ms, text) => {
    expect(formatAge(ms)).toBe(text);
  });
});

describe('a moment', () => {
  it.each([
    ['in winter', '2026-11-22T02:10:00Z', 'Sun 2026-11-22 03:10 CET'],
    ['in summer', '2027-07-01T20:00:00Z', 'Thu 2027-07-01 22:00 CEST'],
  ])('%s is reported with its date and zone', (_when, at, text) => {
    expect(formatMoment(at, 'Europe/Berlin')).toBe(text);
  });
});

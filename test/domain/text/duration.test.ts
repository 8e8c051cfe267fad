import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '#domain/text/duration.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('A duration', () => {
  it.each([
    ['0s', 0],
    ['90s', 90_000],
    ['30m', 30 * minute],
    ['1h30m', 90 * minute],
    ['1.5h', 90 * minute],
    ['2d', 2 * day],
    ['1d12h', 36 * hour],
    ['250ms', 250],
    ['PT1H30M', 90 * minute],
    ['P2D', 2 * day],
    ['P1W', 7 * day],
    ['P1DT12H', 36 * hour],
    ['PT0S', 0],
  ])('is read from %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    '',
    '5',
    '5x',
    '-5m',
    'm',
    '1m1h',
    '1h 30m',
    'P',
    'PT',
    'P1DT',
    'P1M',
    'P1Y',
    'pt1h',
    ' 1h',
    '1H',
    '.5h',
    '1h30',
  ])('is not read from "%s"', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it.each([
    [0, '0s'],
    [12 * hour, '12h'],
    [90 * minute, '1h30m'],
    [2 * day, '2d'],
    [1_500, '1.5s'],
    [-90_000, '-1m30s'],
  ])('of %d ms is written as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('reads back as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 * day }), (ms) => {
        expect(parseDuration(formatDuration(ms))).toBe(ms);
      }),
    );
  });
});

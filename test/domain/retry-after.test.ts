import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '#domain/retry-after.ts';

const now = Date.parse('2026-11-20T08:00:00Z');

describe('retryAfterMs', () => {
  it.each<[string, Record<string, string>, number | null]>([
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['fractions of a second', { 'retry-after': '0.5' }, 500],
    ['zero', { 'retry-after': '0' }, 0],
    ['a date', { 'retry-after': 'Fri, 20 Nov 2026 08:01:00 GMT' }, 60_000],
    ['a date that is over', { 'retry-after': 'Fri, 20 Nov 2026 07:00:00 GMT' }, 0],
    ['milliseconds', { 'retry-after-ms': '250' }, 250],
    ["Azure's milliseconds", { 'x-ms-retry-after-ms': '300' }, 300],
    ['milliseconds before seconds', { 'retry-after': '1', 'retry-after-ms': '1500' }, 1_500],
    ['nothing', {}, null],
    ['nonsense', { 'retry-after': 'soon' }, null],
  ])('reads %s', (_, headers, expected) => {
    expect(retryAfterMs((name) => headers[name], now)).toBe(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { listWindows } from '#cli/schedule/list-windows.ts';
import { aMaintenance } from '../../domain/calendar/a-maintenance.ts';

const fromMs = Date.parse('2026-06-01T00:00Z');
const neverEnding = [{ start: '2026-06-03', end: '9999-12-30' }];

describe('Windows', () => {
  it.each([
    ['the dates of the file', aMaintenance({ timezone: 'UTC', notAllowedDates: neverEnding }), []],
    [
      'a freeze',
      aMaintenance({ timezone: 'UTC' }),
      [{ opensAt: Date.parse('2026-06-03T00:00Z'), closesAt: Date.parse('9999-12-31T00:00Z') }],
    ],
  ])('end where nothing opens within ten years after %s', (_, maintenance, closures) => {
    const { windows } = listWindows({ maintenance, fromMs, count: 5, closures }, null);
    expect(windows.map(({ opensAt }) => opensAt.slice(0, 10))).toEqual([
      '2026-05-31',
      '2026-06-01',
      '2026-06-02',
    ]);
  });
});

import { expect, it } from 'vitest';
import { checkFreezes } from '#cli/plan/check-start.ts';
import { formatMoment } from '#cli/view/terminal/format-time.ts';

const now = Date.parse('2026-12-20T00:00:00Z');
const aFreeze = (until: string | null) => ({
  name: 'year-end',
  from: '2026-12-19T00:00:00Z',
  until,
  by: 'eva',
  reason: 'CHG1',
  lifted: null,
});

it.each([
  [null, 'until it is lifted'],
  ['2027-01-04T00:00:00Z', `until ${formatMoment('2027-01-04T00:00:00Z', 0)}`],
])('a start in a freeze until %s says so, and is refused where it must not wait', (until, told) => {
  const text = `freeze year-end by eva: CHG1 (${told}): nothing begins before`;
  expect(checkFreezes([aFreeze(until)], now, true)).toBe(text);
  expect(() => checkFreezes([aFreeze(until)], now, false)).toThrow(text);
});

it('a start outside of every freeze says nothing', () => {
  expect(checkFreezes([aFreeze('2026-12-19T12:00:00Z')], now, false)).toBeNull();
});

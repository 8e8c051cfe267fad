import { expect, it } from 'vitest';
import { describeFreeze } from '#cli/plan/check-start.ts';
import { formatMoment } from '#cli/view/terminal/format-time.ts';
import { judgeFreeze, unreadFreezes } from '#domain/campaign/freeze.ts';

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
  ['2027-01-04T00:00:00Z', `until ${formatMoment('2027-01-04T00:00:00Z')}`],
])('a start in a freeze until %s says so, and is refused where it must not wait', (until, told) => {
  const text = `freeze year-end by eva: CHG1 (${told}): nothing begins before`;
  expect(describeFreeze(judgeFreeze([aFreeze(until)], now), true)).toBe(text);
  expect(() => describeFreeze(judgeFreeze([aFreeze(until)], now), false)).toThrow(text);
});

it('a start outside of every freeze says nothing', () => {
  expect(describeFreeze(judgeFreeze([aFreeze('2026-12-19T12:00:00Z')], now), false)).toBeNull();
});

it.each([true, false])('a start says that freezes cannot be read, and begins (may wait: %s)', (mayWait) => {
  expect(describeFreeze(unreadFreezes('no answer'), mayWait)).toBe(
    'the freezes could not be read: no answer: nothing begins until they can be read',
  );
});

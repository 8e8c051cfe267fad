import { expect, it } from 'vitest';
import { freezeTable } from '#cli/view/schedule/freeze-table.ts';
import type { Freeze } from '#domain/campaign/freeze.ts';
import { withoutColour } from '../terminal/without-colour.ts';

const now = Date.parse('2026-12-20T12:00:00Z');
const draw = (freezes: readonly Freeze[]) =>
  freezeTable(freezes, now, withoutColour, { timeZone: 'Europe/Berlin' });
const freeze = (name: string, over: Partial<Freeze> = {}): Freeze => ({
  name,
  from: '2026-12-20T08:00:00Z',
  until: null,
  by: 'eva',
  reason: 'CHG0077',
  lifted: null,
  ...over,
});

it('freezes are listed newest first, with how they stand now', () => {
  const freezes = [
    freeze('old', { until: '2026-12-20T11:00:00Z' }),
    freeze('gone', { lifted: { at: '2026-12-20T11:00:00Z', by: 'bob', reason: 'calm again' } }),
    freeze('later', { from: '2026-12-24T08:00:00Z' }),
    freeze('year-end', { until: '2027-01-06T07:00:00Z' }),
  ];
  expect(`\n${draw(freezes)}\n`).toBe(`
NAME       STATE                                     FROM                       UNTIL                      BY    REASON
year-end   active                                    Sun 2026-12-20 09:00 CET   Wed 2027-01-06 08:00 CET   eva   CHG0077
later      scheduled                                 Thu 2026-12-24 09:00 CET   lifted                     eva   CHG0077
gone       lifted by bob, Sun 2026-12-20 12:00 CET   Sun 2026-12-20 09:00 CET   lifted                     eva   CHG0077; lifted: calm again
old        expired                                   Sun 2026-12-20 09:00 CET   Sun 2026-12-20 12:00 CET   eva   CHG0077
`);
});

it('no freezes are shown as none', () => {
  expect(draw([])).toBe('No freezes.');
});

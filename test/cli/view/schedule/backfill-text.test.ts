import { expect, it } from 'vitest';
import { describePreviousRun } from '#cli/view/schedule/backfill-text.ts';

const createdAt = '2026-11-27T10:00:00Z';

it('a night from before its schedule is made up for with a word', () => {
  expect(describePreviousRun('2026-11-20T21:15:00Z', createdAt, 'Europe/Berlin')).toBe(
    'the night of Fri 2026-11-20 22:15 CET was not missed: the schedule was created only Fri 2026-11-27 11:00 CET',
  );
  expect(describePreviousRun('2026-11-27T21:15:00Z', createdAt, 'Europe/Berlin')).toBeNull();
});

import { expect, it } from 'vitest';
import { describeMissedScheduledRun } from '#domain/nightly/scheduled-run-messages.ts';

const hour = 3_600_000;

it('a scheduled run that waited for a worker longer than its catchUp is missed, and says so', () => {
  expect(describeMissedScheduledRun(14 * hour + 1, hour)).toBe(
    'missed: no worker was there for 14h, longer than the catchUp of 1h; deferred to the next run',
  );
});

it.each([
  ['that waited no longer', hour, hour],
  ['of an older schedule, which has no such term', 100 * hour, undefined],
])('a scheduled run %s is carried out', (_, waitedMs, catchUpMs) => {
  expect(describeMissedScheduledRun(waitedMs, catchUpMs)).toBeNull();
});

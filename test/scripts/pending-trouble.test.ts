import { describe, expect, it } from 'vitest';
import { pendingTrouble } from '#scripts/pending-trouble.ts';

type Pending = Parameters<typeof pendingTrouble>[0][number];

const at = (seconds: number) => ({ seconds, nanos: 500_000_000 }) as unknown as Pending['lastStartedTime'];
const failed: Pending = { attempt: 4, lastFailure: { message: 'Azure does not answer.' } };

describe('pendingTrouble', () => {
  it.each<[string, readonly Pending[], string | null]>([
    ['nothing pends', [], null],
    ['a first attempt runs', [{ attempt: 1, lastStartedTime: at(1) }], null],
    ['the next attempt waits', [failed], 'Azure does not answer. (attempt 4)'],
    [
      'the next attempt hangs',
      [{ ...failed, lastStartedTime: at(9), lastHeartbeatTime: at(8) }],
      'Azure does not answer. (attempt 4)',
    ],
    [
      'the next attempt shows signs of life',
      [{ ...failed, lastStartedTime: at(9), lastHeartbeatTime: at(10) }],
      null,
    ],
    ['another pends well', [{ attempt: 1 }, failed], 'Azure does not answer. (attempt 4)'],
  ])('while %s', (_, pending, told) => {
    expect(pendingTrouble(pending)).toBe(told);
  });
});

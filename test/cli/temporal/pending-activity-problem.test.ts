import { defaultPayloadConverter } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { pendingActivityProblem } from '#cli/temporal/pending-activity-problem.ts';

type Pending = Parameters<typeof pendingActivityProblem>[0][number];

const at = (seconds: number) => ({ seconds, nanos: 500_000_000 }) as unknown as Pending['lastStartedTime'];
const lasting = (seconds: number) => ({ seconds, nanos: 0 }) as unknown as Pending['lastStartedTime'];
const failed: Pending = { attempt: 4, lastFailure: { message: 'Azure does not answer.' } };
const now = 1_000_500;

/** One that runs since an hour, and heartbeats every two minutes at least. */
const running: Pending = {
  attempt: 1,
  state: 2,
  lastStartedTime: at(-2_600),
  activityOptions: { heartbeatTimeout: lasting(120) as never, startToCloseTimeout: lasting(86_400) as never },
};

const settling = defaultPayloadConverter.toPayload({
  problems: ['np1-0 is not ready', 'np1-1 runs 1.33.5 instead of 1.34.1'],
  until: '2026-11-20T10:00:00.000Z',
});

describe('pendingActivityProblem', () => {
  it.each<[string, readonly Pending[], string | null]>([
    ['nothing pends', [], null],
    ['a first attempt runs', [{ attempt: 1, lastStartedTime: at(1) }], null],
    ['the next attempt waits', [failed], 'Azure does not answer. (attempt 4)'],
    [
      'the next attempt waits after one that had shown signs of life',
      [{ ...failed, lastHeartbeatTime: at(8) }],
      'Azure does not answer. (attempt 4)',
    ],
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
    [
      'the attempt after one that timed out waits',
      [{ attempt: 2, lastFailure: { message: 'activity Heartbeat timeout', timeoutFailureInfo: {} } }],
      'The previous attempt ended without an answer: its worker stopped, or what it asked did not answer in time. (attempt 2)',
    ],
    [
      'the next attempt is due',
      [{ ...failed, nextAttemptScheduleTime: at(1_040) }],
      'Azure does not answer. (attempt 4, automatically in 40s)',
    ],
    [
      'nodes are not ready yet',
      [{ ...running, lastHeartbeatTime: at(990), heartbeatDetails: { payloads: [settling] } }],
      'np1-0 is not ready; np1-1 runs 1.33.5 instead of 1.34.1; read again automatically until 2026-11-20T10:00:00.000Z',
    ],
    ['its worker checks once a minute', [{ ...running, lastHeartbeatTime: at(937) }], null],
    [
      'its worker is silent',
      [{ ...running, lastHeartbeatTime: at(920) }],
      'Its worker has not responded for 1m; after 2m another one takes over.',
    ],
    [
      'its worker was silent from the start',
      [{ ...running, lastStartedTime: at(920) }],
      'Its worker has not responded for 1m; after 2m another one takes over.',
    ],
    ['it was handed out just now', [{ state: 1, scheduledTime: at(990) }], null],
    [
      'no worker takes it',
      [{ state: 1, scheduledTime: at(960) }],
      'No worker has picked it up for 40s; drydock doctor shows whether one is listening.',
    ],
    [
      'its next attempt is due later',
      [{ state: 1, scheduledTime: at(1), nextAttemptScheduleTime: at(1_020) }],
      null,
    ],
  ])('while %s', (_, pending, told) => {
    expect(pendingActivityProblem(pending, now)).toBe(told);
  });
});

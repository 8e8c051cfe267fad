import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FailurePolicy } from '#domain/campaign/campaign.ts';
import { type ClusterEnd, clusterEnd, judgeStage } from '#domain/outcome/stage-verdict.ts';

const aPolicy = (over: Partial<FailurePolicy>): FailurePolicy => ({
  maxFailures: '100%',
  minSuccess: '0%',
  maxConsecutive: null,
  onExceeded: 'Pause',
  ...over,
});

const ends = (letters: string): readonly ClusterEnd[] =>
  letters
    .split('')
    .map((letter) => (({ s: 'succeeded', f: 'failed', a: 'aborted' }) as const)[letter] ?? 'skipped');

describe('a stage', () => {
  it.each<[Partial<FailurePolicy>, string, number, boolean]>([
    [{ maxFailures: 0 }, 'ss', 3, false],
    [{ maxFailures: 0 }, 'sf', 3, true],
    [{ maxFailures: 1 }, 'sf', 3, false],
    [{ maxFailures: 1 }, 'fsf', 4, true],
    [{ maxFailures: '25%' }, 'ff', 8, false],
    [{ maxFailures: '25%' }, 'fff', 8, true],
    [{ maxFailures: '25%' }, 'f', 3, false],
    [{ maxFailures: '0%' }, 'f', 3, true],
    [{ minSuccess: '100%' }, 'f', 3, true],
    [{ minSuccess: '100%' }, 'ssk', 3, false],
    [{ minSuccess: '80%' }, 'f', 5, false],
    [{ minSuccess: '80%' }, 'ff', 5, true],
    [{ minSuccess: '80%' }, 'f', 3, false],
    [{ minSuccess: '50%' }, 'ffk', 6, false],
    [{ minSuccess: '50%' }, 'ffff', 6, true],
    [{ maxConsecutive: 1 }, 'fsf', 5, false],
    [{ maxConsecutive: 1 }, 'sff', 5, true],
    [{ maxConsecutive: 1 }, 'ffs', 5, true],
    [{ maxConsecutive: 1 }, 'fkf', 5, true],
    [{ maxConsecutive: 2 }, 'fksf', 5, false],
    [{}, 'fffs', 4, false],
    [{}, 'ffff', 4, true],
    [{}, 'fk', 2, true],
    [{}, 'kk', 2, true],
    [{}, 'kks', 3, false],
    [{}, '', 0, false],
  ])('under %j that ended %j of %i is exceeded: %j', (over, letters, total, isExceeded) => {
    expect(judgeStage(aPolicy(over), ends(letters), total).exceeded).toBe(isExceeded);
  });

  it.each<[Partial<FailurePolicy>, string, number, string]>([
    [{ maxFailures: 1 }, 'ff', 5, '2 of 5 clusters failed; limit 1 (maxFailures)'],
    [{ maxFailures: 0 }, 'f', 1, '1 of 1 cluster failed; limit 0 (the default of maxFailures)'],
    [{ maxFailures: '0%' }, 'f', 1, '1 of 1 cluster failed; limit 0 (maxFailures)'],
    [{ maxConsecutive: 1 }, 'ff', 5, '2 clusters failed in a row; limit 1 (the default of maxConsecutive)'],
    [{ maxConsecutive: 2 }, 'fff', 5, '3 clusters failed in a row; limit 2 (maxConsecutive)'],
    [
      { minSuccess: '100%' },
      'fk',
      5,
      'at most 3 of 4 clusters can still succeed; at least 4 required (the default of minSuccess)',
    ],
    [{}, 'f', 1, 'no cluster of the stage succeeded'],
    [{}, 'a', 1, 'no cluster of the stage succeeded (1 aborted)'],
    [{}, 'kak', 3, 'no cluster of the stage succeeded (1 aborted, 2 skipped)'],
  ])('under %j that ended %j says why', (over, letters, total, reason) => {
    expect(judgeStage(aPolicy(over), ends(letters), total)).toEqual({ exceeded: true, reason });
  });

  const policies = fc.record({
    maxFailures: fc.oneof(
      fc.nat({ max: 5 }),
      fc.nat({ max: 100 }).map((percent): `${number}%` => `${percent}%`),
    ),
    minSuccess: fc.nat({ max: 100 }).map((percent): `${number}%` => `${percent}%`),
    maxConsecutive: fc.option(fc.integer({ min: 1, max: 4 })),
    onExceeded: fc.constant('Pause' as const),
  });
  const histories = fc.array(fc.constantFrom<ClusterEnd>('succeeded', 'failed', 'skipped', 'aborted'), {
    maxLength: 12,
  });

  it('once exceeded stays so, whatever ends later', () => {
    fc.assert(
      fc.property(policies, histories, fc.nat({ max: 4 }), (policy, history, open) => {
        const total = history.length + open;
        const verdicts = history.map(
          (_, index) => judgeStage(policy, history.slice(0, index + 1), total).exceeded,
        );
        expect(verdicts).toEqual(verdicts.toSorted((a, b) => Number(a) - Number(b)));
      }),
      { numRuns: 1000 },
    );
  });

  it('in which all succeed is never exceeded, and one in which nothing does always is', () => {
    fc.assert(
      fc.property(policies, histories, (policy, history) => {
        const successes = history.map((): ClusterEnd => 'succeeded');
        expect(judgeStage(policy, successes, successes.length).exceeded).toBe(false);
        const others = history.filter((end) => end !== 'succeeded');
        expect(judgeStage(policy, others, others.length).exceeded).toBe(others.length > 0);
      }),
    );
  });
});

describe('the outcome of a cluster', () => {
  it.each([
    ['Completed', false, false, false, 'succeeded'],
    ['Skipped', true, false, false, 'skipped'],
    ['Skipped', true, false, true, 'skipped'],
    ['Skipped', false, false, true, 'failed'],
    ['CompletedWithFailures', false, true, false, 'skipped'],
    ['CompletedWithFailures', false, false, false, 'failed'],
    ['Aborted', true, false, false, 'skipped'],
    ['Aborted', true, false, true, 'skipped'],
    ['Aborted', false, false, false, 'aborted'],
    ['Aborted', false, false, true, 'failed'],
    ['Failed', true, false, false, 'failed'],
    ['RolledBack', false, false, false, 'failed'],
  ] as const)(
    '%s (untouched: %s, deferred: %s, has failed: %s) counts as %s',
    (phase, untouched, deferred, hasFailed, expected) => {
      expect(clusterEnd({ phase, untouched, deferred }, hasFailed)).toBe(expected);
    },
  );

  it.each([
    [false, 'aborted'],
    [true, 'failed'],
  ] as const)('complete, with its soak cut short, is no success (has failed: %s)', (hasFailed, expected) => {
    expect(clusterEnd({ phase: 'Completed', untouched: false, cutShort: true }, hasFailed)).toBe(expected);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MeasuredRun, type PlannedRun, predictDuration } from '#domain/calendar/predict-duration.ts';

const minute = 60_000;

/** The pool `np1` of the cluster `a`, of Linux, in three rounds; say what differs. */
const planned = (over: Partial<PlannedRun> = {}): PlannedRun => ({
  cluster: 'a',
  pool: 'np1',
  osType: 'Linux',
  rounds: 3,
  ...over,
});
const run = (minutes: number, over: Partial<PlannedRun> = {}): MeasuredRun => ({
  ...planned(over),
  ms: minutes * minute,
});

describe('how long a change is going to take', () => {
  it.each<[string, Partial<PlannedRun>, readonly MeasuredRun[], number, string]>([
    ['as its only run', {}, [run(30)], 30, 'its last run'],
    ['as the slowest of its runs', {}, [run(30), run(50), run(40)], 50, 'its last 3 runs'],
    [
      'as its last five, not as older ones',
      {},
      [run(99), ...[10, 20, 30, 20, 10].map((each) => run(each))],
      30,
      'its last 5 runs',
    ],
    ['by the round, for pools grow', { rounds: 6 }, [run(30)], 60, 'its last run'],
    [
      "at least as Azure's soaks, where too little was measured",
      { soakMs: 75 * minute },
      [run(90, { pool: 'np2', rounds: 1, soakMs: 60 * minute })],
      75,
      "Azure's soaks alone",
    ],
    [
      "as its last run of another strategy, without that one's soaks",
      {},
      [run(90, { rounds: 1, soakMs: 60 * minute })],
      90,
      'its last run',
    ],
    [
      'as its last run, with the soaks of now in the place of those',
      { rounds: 1, soakMs: 75 * minute },
      [run(90, { rounds: 1, soakMs: 60 * minute })],
      105,
      'its last run',
    ],
    [
      'as its own run, not as others of its cluster',
      {},
      [run(9), run(60, { pool: 'np2' })],
      9,
      'its last run',
    ],
    [
      'as nine in ten others of its cluster',
      {},
      [10, 20, 30].map((each) => run(each, { pool: 'np2' })),
      30,
      '3 runs of its cluster',
    ],
    [
      'as nine in ten of other clusters, where its own has too few',
      {},
      [
        run(90, { pool: 'np2' }),
        ...Array.from({ length: 19 }, (_, index) => run(index + 1, { cluster: 'b' })),
      ],
      18,
      '20 runs of other clusters',
    ],
    [
      'of a control plane as other control planes',
      { pool: null, osType: null, rounds: 1 },
      [8, 9, 7].map((each) => run(each, { cluster: 'b', pool: null, osType: null, rounds: 1 })),
      9,
      '3 runs of other clusters',
    ],
  ])('is %s', (_, over, runs, minutes, basis) => {
    expect(predictDuration(planned(over), runs)).toEqual({ ms: minutes * minute, basis });
  });

  it.each<[string, readonly MeasuredRun[]]>([
    ['without runs', []],
    ['by two of others', [run(9, { pool: 'np2' }), run(9, { cluster: 'b' })]],
    ['by those of Windows', [1, 2, 3].map((each) => run(each, { pool: 'win', osType: 'Windows' }))],
  ])('is not known %s', (_, runs) => {
    expect(predictDuration(planned(), runs)).toBeNull();
  });

  it('never shrinks with the pool', () => {
    const minutes = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(fc.array(minutes, { minLength: 1 }), fc.nat(20), fc.nat(20), (took, rounds, more) => {
        const runs = took.map((each) => run(each));
        const small = predictDuration(planned({ rounds }), runs)?.ms ?? 0;
        expect(predictDuration(planned({ rounds: rounds + more }), runs)?.ms).toBeGreaterThanOrEqual(small);
      }),
    );
  });
});

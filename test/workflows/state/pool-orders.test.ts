import { describe, expect, it } from 'vitest';
import { failure } from '#domain/failure.ts';
import { isStopping } from '#workflows/state/cluster-operator.ts';
import type { ClusterRun, StepState } from '#workflows/state/cluster-run.ts';
import { forgetAborts, resultUnlessAborted } from '#workflows/state/pool-orders.ts';
import { aborted, done, type StepResult } from '#workflows/state/step-result.ts';

const runWith = (how: 'abort' | 'skip', over: object = {}) =>
  ({
    operator: {
      aborted: null,
      rollBack: null,
      poolOrders: new Map([['np1', { pool: 'np1', how, because: 'aborted by bob: errors' }]]),
      ...over,
    },
  }) as unknown as ClusterRun;
const np1 = { pool: 'np1' } as StepState;
const denied: StepResult = { kind: 'failed', failure: failure('busy', 'no') };

describe('an order to abort a node pool', () => {
  it.each<[string, StepResult, object, string]>([
    ['whose last check was done', done, {}, 'The step was aborted by bob: errors.'],
    ['whose soak, check or wait it ended', aborted, {}, 'The step was aborted by bob: errors.'],
    ['that is blocked', { kind: 'blocked', because: 'x' }, {}, 'The step was aborted by bob: errors.'],
    ['that failed before', denied, {}, 'no'],
    ['of a cluster that is aborted', aborted, { aborted: 'by eve' }, 'aborted'],
    ['that is rolled back', aborted, { rollBack: { pool: null, because: 'by eve' } }, 'aborted'],
  ])('%s: an operator is asked, unless more was ordered', (_is, result, over, message) => {
    const run = runWith('abort', over);
    expect(isStopping(run.operator)).toBe(true);
    const ended = resultUnlessAborted(run, np1, result);
    expect(ended.kind === 'failed' ? ended.failure.message : ended.kind).toBe(message);
    expect(run.operator.poolOrders.size).toBe(0);
  });

  it('ends no step of another pool and no later attempt', () => {
    const run = runWith('abort');
    expect(resultUnlessAborted(run, { pool: 'np2' } as StepState, done)).toBe(done);
    forgetAborts(run);
    expect(isStopping(run.operator)).toBe(false);
  });
});

it('an order to skip a pool ends no wait but that of its own step', () => {
  const run = runWith('skip');
  forgetAborts(run);
  expect([isStopping(run.operator), run.operator.poolOrders.size]).toEqual([false, 1]);
});

import { describe, expect, it } from 'vitest';
import { reactToEnds, type StageProgress } from '#domain/outcome/stage-reaction.ts';

const policy = (onExceeded: 'Pause' | 'Abort' | 'Rollback') =>
  ({ maxFailures: 0, minSuccess: '0%', maxConsecutive: null, onExceeded }) as const;
const reason = 'stage test: 1 of 2 clusters failed; limit 0 (the default of maxFailures)';
const progress: StageProgress = {
  stage: 'test',
  policy: policy('Pause'),
  ends: ['failed'],
  total: 2,
  isAccepted: false,
  isStopped: false,
  isPausedOtherwise: false,
};

describe('the failure policy of a stage', () => {
  it.each<[string, Partial<StageProgress>, string]>([
    ['lifts its own pause where it is kept', { ends: ['succeeded'], isPausedOtherwise: true }, 'continue'],
    ['pauses', {}, 'pause'],
    ['aborts', { policy: policy('Abort') }, 'abort'],
    ['rolls back', { policy: policy('Rollback') }, 'roll-back'],
    ['does nothing in a campaign that ends', { isStopped: true }, 'nothing'],
    ['does nothing where another rule pauses the campaign already', { isPausedOtherwise: true }, 'nothing'],
    ['lifts its own pause where an operator accepted all failures', { isAccepted: true }, 'continue'],
  ])('%s', (_rule, over, expected) => {
    expect(reactToEnds({ ...progress, ...over }).do).toBe(expected);
  });

  it('names the stage and the limit', () => {
    expect(reactToEnds(progress)).toEqual({ do: 'pause', reason });
  });
});

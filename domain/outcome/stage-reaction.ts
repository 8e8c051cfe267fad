import type { FailurePolicy } from '../campaign/campaign.ts';
import { type ClusterEnd, judgeStage } from './stage-verdict.ts';

export interface StageProgress {
  readonly stage: string;
  readonly policy: FailurePolicy;
  /** In the order in which the clusters ended, `total` of the stage. */
  readonly ends: readonly ClusterEnd[];
  readonly total: number;
  /** How many failures an operator accepted by `resume`. */
  readonly accepted: number;
  /** The campaign ends already, or a rule pauses it already. */
  readonly isStopped: boolean;
  readonly isPausedByRule: boolean;
}

export type StageReaction =
  /** The policy is kept: a pause of its own ends. */
  | { readonly do: 'continue' }
  | { readonly do: 'nothing' }
  /** roll-back: pause, and roll the failed clusters back. */
  | { readonly do: 'abort' | 'pause' | 'roll-back'; readonly reason: string };

/** What a stage's failure policy does after each end of a cluster. Failures that an operator accepted count again with the next one. */
export function reactToEnds(progress: StageProgress): StageReaction {
  const { stage, policy, ends, total, accepted } = progress;
  const verdict = judgeStage(policy, ends, total);
  if (!verdict.exceeded) return { do: 'continue' };
  if (progress.isStopped || progress.isPausedByRule) return { do: 'nothing' };
  if (countFailures(ends) <= accepted && !isBarren(progress)) return { do: 'nothing' };
  const reason = `stage ${stage}: ${verdict.reason}`;
  switch (policy.onExceeded) {
    case 'Abort':
      return { do: 'abort', reason };
    case 'Pause':
      return { do: 'pause', reason };
    case 'Rollback':
      return { do: 'roll-back', reason };
  }
}

/** No next stage follows unasked where this one ended half upgraded and without a success. */
function isBarren({ ends, total }: StageProgress): boolean {
  return ends.length === total && ends.includes('aborted') && !ends.includes('succeeded');
}

export function countFailures(ends: readonly ClusterEnd[]): number {
  return ends.filter((end) => end === 'failed').length;
}

import type { FailurePolicy } from '../campaign/campaign.ts';
import { type ClusterEnd, judgeStage } from './stage-verdict.ts';

export interface StageProgress {
  readonly stage: string;
  readonly policy: FailurePolicy;
  /** In the order in which the clusters ended, `total` of the stage. */
  readonly ends: readonly ClusterEnd[];
  readonly total: number;
  /** An operator accepted each of the failures by `resume`. */
  readonly isAccepted: boolean;
  /** The campaign ends already, or a rule other than the failure policy pauses it. */
  readonly isStopped: boolean;
  readonly isPausedOtherwise: boolean;
}

export type StageReaction =
  /** The policy is kept, or all failures are accepted: a pause of its own ends. */
  | { readonly do: 'continue' }
  | { readonly do: 'nothing' }
  /** pause: for this reason from now on. roll-back: pause, and roll the failed clusters back. */
  | { readonly do: 'abort' | 'pause' | 'roll-back'; readonly reason: string };

/** What a stage's failure policy does after each end of a cluster. Failures that an operator accepted count again with the next one. */
export function reactToEnds(progress: StageProgress): StageReaction {
  const { stage, policy, ends, total, isAccepted } = progress;
  const verdict = judgeStage(policy, ends, total);
  const isSettled = isAccepted && !isBarren(progress);
  if (!verdict.exceeded || isSettled) return { do: 'continue' };
  if (progress.isStopped || progress.isPausedOtherwise) return { do: 'nothing' };
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

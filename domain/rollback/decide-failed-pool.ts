import type { RollbackPolicy } from '../campaign/campaign.ts';
import type { FailureKind } from '../failure.ts';
import type { PoolTruth } from '../verify/pool-outcome.ts';
import { isUntouched } from '../verify/untouched.ts';
import { decideAfterFailure } from './decide-after-failure.ts';
import type { RollbackVerdict } from './decide-rollback.ts';
import { describeChoices, describeReasons, waitsForOperationAlone } from './rollback-messages.ts';

/** A node pool whose upgrade failed, and what was found out about it. */
export interface FailedPool {
  /** Of its cluster. */
  readonly resourceId: string;
  readonly policy: RollbackPolicy;
  readonly kind: FailureKind;
  /** null: neither Azure nor the nodes could be asked. */
  readonly truth: PoolTruth | null;
  readonly rollback: RollbackVerdict;
  /** An operation of ours may still run on it, which a rollback aborts first. */
  readonly isUnfinished: boolean;
  /** What it would go back to, in words. */
  readonly target: string;
  /** Until when that is possible, RFC 3339; null: Azure does not say. */
  readonly until: string | null;
  /** The command that rolls it back, where the answers to the question do not have it. */
  readonly command: string;
}

/** What follows from a failed step. offer: an operator is asked, and rollback is among the answers. */
export interface AfterFailedStep {
  readonly do: 'ask' | 'offer' | 'roll-back' | 'again';
  /** How far the pool came, and why it cannot be rolled back; empty: nothing to add to the failure. */
  readonly found: string;
  /** What an operator can do while the campaign runs; absent: nothing special. */
  readonly advice?: string;
  /** Whether there are nodes to clean up; absent: that is not known. */
  readonly quarantined?: boolean;
}

export function decideFailedPool(failed: FailedPool): AfterFailedStep {
  const { policy, kind, truth, rollback, isUnfinished, target, until, command, resourceId } = failed;
  const found = describeTruth(truth);
  const after = decideAfterFailure(policy, kind, rollback);
  if (after === 'roll-back') return { do: 'roll-back', found };
  const isNothingToUndo = truth !== null && isUntouched(truth);
  const cleanable = truth?.quarantined === undefined ? {} : { quarantined: truth.quarantined };
  if (after === 'offer' && isNothingToUndo) {
    const advice = `No node was upgraded, so no node has to be rolled back; ${command} would only reset the version that Azure reports.`;
    return { do: 'ask', found, advice, ...cleanable };
  }
  if (after === 'offer') {
    const end = until === null ? '' : ` until ${until}`;
    return {
      do: 'offer',
      found,
      advice: `Rollback to ${target} is possible${end}.`,
      ...cleanable,
    };
  }
  if (policy === 'Never') return { do: 'ask', found, ...cleanable };
  if (isUnfinished && waitsForOperationAlone(rollback)) {
    const advice = `Rollback to ${target} first aborts what still runs in Azure, then goes as far as AKS allows.`;
    return { do: 'offer', found, advice, ...cleanable };
  }
  return {
    do: 'ask',
    found: `${found} ${describeReasons(rollback)}`.trim(),
    advice: describeChoices(rollback, resourceId),
    ...cleanable,
  };
}

/** "PartiallyUpgraded: 1 of 3 nodes run 1.34.1."; empty: nothing is known. */
function describeTruth(truth: PoolTruth | null): string {
  return truth === null ? '' : `${truth.end}: ${truth.text}.`;
}

/** Of an operation that was aborted, as long as the nodes are not asked. */
export const mayBeHalfUpgraded = 'Canceled: may be half upgraded';

/** How far an aborted pool came by what its nodes say, and what else is known of the abort. */
export function describeAborted(truth: PoolTruth | null, happened: string | null): string | null {
  if (truth === null) return happened;
  const more = happened === null || happened === mayBeHalfUpgraded ? '' : `; ${happened}`;
  return `${truth.end}: ${truth.text}${more}`;
}

import { describeUnanswered } from '#domain/nightly/scheduled-run-messages.ts';
import type { ClusterOutcome } from '#protocol/cluster-upgrade.ts';
import type { ScheduledRunTerms } from '#protocol/scheduled-run.ts';
import type { ClusterOperator } from './cluster-operator.ts';

/** Why a cluster stops before its end by scheduled run. */
export interface Deferral {
  readonly because: string;
  /** Something had failed, and no one decided what becomes of it. */
  readonly undecided: boolean;
}

interface DeferrableRun {
  readonly operator: ClusterOperator;
  readonly begun: boolean;
  leaving: Deferral | null;
}

/** In a scheduled run no one is waited for: from here on it goes the way of an abort, with nothing in flight to be aborted. */
export function deferToNextRun(run: DeferrableRun, because: string): void {
  leave(run, { because: `${because}; deferred to the next run`, undecided: false });
}

/** `happened`: what failed, without what a person was advised to do. */
export function deferUndecided(
  run: DeferrableRun,
  { decideWithinMs }: ScheduledRunTerms,
  happened: string,
): void {
  leave(run, { because: describeUnanswered(decideWithinMs, happened), undecided: true });
}

function leave(run: DeferrableRun, leaving: Deferral): void {
  if (run.operator.aborted !== null) return;
  run.leaving = leaving;
  run.operator.aborted = leaving.because;
}

/** How a cluster is closed that was left: it has failed only where something had. */
export function endOfDeferral({
  leaving,
  begun,
}: DeferrableRun): Pick<ClusterOutcome, 'phase' | 'reason' | 'deferred'> | null {
  if (leaving === null) return null;
  const { because: reason, undecided } = leaving;
  if (undecided) return { phase: 'Failed', reason };
  return { phase: begun ? 'CompletedWithFailures' : 'Skipped', reason, deferred: true };
}

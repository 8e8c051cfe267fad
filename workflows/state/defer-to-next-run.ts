import { tellUnanswered } from '#domain/nightly/scheduled-run-messages.ts';
import type { ClusterOutcome, NightTerms } from '#protocol/messages.ts';
import type { ClusterOperator } from './cluster-operator.ts';

/** Why a cluster stops before its end by night. */
export interface Leaving {
  readonly because: string;
  /** Something had failed, and nobody decided what becomes of it. */
  readonly undecided: boolean;
}

interface NightRun {
  readonly operator: ClusterOperator;
  readonly begun: boolean;
  leaving: Leaving | null;
}

/** By night nobody is waited for: from here on it goes the way of an abort, with nothing in flight to be aborted. */
export function leaveForNight(run: NightRun, because: string): void {
  leave(run, { because: `${because}; left for the next night`, undecided: false });
}

/** `happened`: what failed, without what a person was advised to do. */
export function leaveUndecided(run: NightRun, { decideWithinMs }: NightTerms, happened: string): void {
  leave(run, { because: tellUnanswered(decideWithinMs, happened), undecided: true });
}

function leave(run: NightRun, leaving: Leaving): void {
  if (run.operator.aborted !== null) return;
  run.leaving = leaving;
  run.operator.aborted = leaving.because;
}

/** How a cluster is closed that was left: it has failed only where something had. */
export function endOfLeaving({
  leaving,
  begun,
}: NightRun): Pick<ClusterOutcome, 'phase' | 'reason' | 'left'> | null {
  if (leaving === null) return null;
  const { because: reason, undecided } = leaving;
  if (undecided) return { phase: 'Failed', reason };
  return { phase: begun ? 'CompletedWithFailures' : 'Skipped', reason, left: true };
}

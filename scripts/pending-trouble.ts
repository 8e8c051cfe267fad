import type { WorkflowExecutionDescription } from '@temporalio/client';

type Pending = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number];
type Moment = Pending['lastStartedTime'];

/**
 * Why a cluster's step does not move although nobody is asked: the failure of the attempt before, of an activity
 * that Temporal tries again. null: none is, or the attempt that runs has shown signs of life.
 */
export function pendingTrouble(pending: readonly Pending[]): string | null {
  for (const { attempt, lastFailure, lastStartedTime, lastHeartbeatTime } of pending) {
    const isAlive =
      lastHeartbeatTime != null && millisecondsOf(lastHeartbeatTime) > millisecondsOf(lastStartedTime);
    if (lastFailure?.message && !isAlive) return `${lastFailure.message} (attempt ${attempt ?? 1})`;
  }
  return null;
}

function millisecondsOf(moment: Moment): number {
  return Number(moment?.seconds ?? 0) * 1_000 + (moment?.nanos ?? 0) / 1_000_000;
}

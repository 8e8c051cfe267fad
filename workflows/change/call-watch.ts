import type {
  InFinalSoak,
  StallChanged,
  WatchAnswer,
  WatchOperationInput,
} from '#activities/change/watch-operation.ts';
import { describeTooLong } from '#domain/rolling-upgrade/stalled-drain.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { done, failed, type StepResult } from '../state/step-result.ts';

/** The part of the activity's input that says what is watched. */
export type Watch = Pick<
  WatchOperationInput,
  'operation' | 'change' | 'deadline' | 'rolling' | 'stall' | 'endsInFinalSoak'
>;

type WatchEnd = Exclude<WatchAnswer, StallChanged | InFinalSoak>;

/** To the end: an activity without a stall policy never answers with a stall. */
export async function watchEnd(
  run: ClusterRun,
  watch: Omit<Watch, 'stall' | 'endsInFinalSoak'>,
  summary: string,
): Promise<WatchEnd> {
  return (await callWatch(run, watch, summary)) as WatchEnd;
}

/** To the end, or until the drain is blocked longer, or no more. */
export async function callWatch(run: ClusterRun, watch: Watch, summary: string): Promise<WatchAnswer> {
  const { tuning, pace } = run.input;
  const { pollMs, pollFloorMs } = tuning;
  return run.activities.watch.watchOperation.executeWithOptions({ summary }, [
    { ...watch, pollMs, pollFloorMs, pace },
  ]);
}

export function resultOf(end: WatchEnd): StepResult {
  switch (end.state) {
    case 'succeeded':
      return done;
    case 'took-too-long':
      return failed('took-too-long', describeTooLong(end.progress, end.blockedBy ?? null));
    case 'failed':
    case 'canceled':
      return { kind: 'failed', failure: end.failure };
  }
}

import { log } from '@temporalio/workflow';
import { plannedRun } from '#domain/status/measured-runs.ts';
import type { ClusterOutcome } from '#protocol/cluster-upgrade.ts';
import type { Task } from '../change/task.ts';
import { readFailure } from '../read-failure.ts';
import type { ClusterRun } from '../state/cluster-run.ts';

const patienceMs = 60_000;

/** Tells the fleet's record how a cluster came out and how long its steps took. That it could not be told stops nothing. */
export async function recordOutcome(run: ClusterRun, { phase, reason }: ClusterOutcome): Promise<void> {
  const { plan, campaign, pace } = run.input;
  if (!run.begun) return;
  const outcome = { resourceId: plan.resourceId, campaign, phase, reason, at: run.clock.iso() };
  try {
    await run.activities.compensate.noteCluster.executeWithOptions(
      { summary: `Keep how ${plan.name} came out`, scheduleToCloseTimeout: patienceMs },
      [{ note: { outcome, measured: run.measured }, pace }],
    );
  } catch (thrown) {
    log.warn('how the cluster came out could not be kept', { message: readFailure(thrown).message });
  }
}

/** Measures a change once it is verified: from when it was sent, without its waits for windows and its soak. */
export function measure(run: ClusterRun, task: Task): void {
  const { sentAt, sentTo } = task;
  const planned = sentTo === undefined ? null : plannedRun(task.change, sentTo);
  if (planned === null || sentAt === undefined) return;
  run.measured.push({ ...planned, ms: run.clock.now() - sentAt });
  delete task.sentAt;
}

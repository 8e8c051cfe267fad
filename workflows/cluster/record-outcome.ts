import { log } from '@temporalio/workflow';
import { plannedRun } from '#domain/status/measured-runs.ts';
import type { ClusterOutcome } from '#protocol/cluster-upgrade.ts';
import type { Task } from '../change/task.ts';
import { readFailure } from '../read-failure.ts';
import type { ClusterRun } from '../state/cluster-run.ts';

const patienceMs = 60_000;

/** Records a cluster's outcome and how long its steps took in the fleet record; a failure to do so stops nothing. */
export async function recordOutcome(run: ClusterRun, { phase, reason }: ClusterOutcome): Promise<void> {
  const { plan, campaign, pace } = run.input;
  if (!run.begun) return;
  const outcome = { resourceId: plan.resourceId, campaign, phase, reason, at: run.clock.iso() };
  try {
    await run.activities.compensate.noteCluster.executeWithOptions(
      { summary: `Record the outcome of ${plan.name}`, scheduleToCloseTimeout: patienceMs },
      [{ note: { outcome, measured: run.measured }, pace }],
    );
  } catch (thrown) {
    log.warn('the outcome of the cluster could not be recorded', { message: readFailure(thrown).message });
  }
}

/** The duration of a verified change: from when it was sent, without waits for windows and without its soak. */
export function measure(run: ClusterRun, task: Task): void {
  const { sentAt, sentTo } = task;
  const planned = sentTo === undefined ? null : plannedRun(task.change, sentTo);
  if (planned === null || sentAt === undefined) return;
  run.measured.push({ ...planned, ms: run.clock.now() - sentAt });
  delete task.sentAt;
}

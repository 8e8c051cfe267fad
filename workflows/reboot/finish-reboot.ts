import type { BootEnd } from '#activities/reboot/await-reboot.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { aside, failed, type StepResult } from '../state/step-result.ts';
import { uncordonNode } from './drain-node.ts';
import { isByPod, removePod } from './reboot-by-pod.ts';
import type { PoolWork } from './reboot-progress.ts';
import type { RebootStep } from './reboot-step.ts';
import { finishReplacement } from './replace-node.ts';

/**
 * Waits for a reboot that was sent, also by an earlier attempt of the step; null: nothing is left to wait for. A node that
 * did not come back stays cordoned, as it is not Ready; one that was never restarted is uncordoned.
 */
export async function finishReboot(run: ClusterRun, work: PoolWork): Promise<StepResult | null> {
  const { step, progress } = work;
  if (progress.deleting !== null) {
    const end = await finishReplacement(run, work);
    return end === null ? null : aside(end);
  }
  if (progress.underway === null) return null;
  const { name, bootId } = progress.underway;
  const end = await awaitReboot(run, name, bootId, step.reboot);
  // Before the node is uncordoned: no pod may request its reboot any more.
  const pod = isByPod(step) ? await removePod(run, step, { node: name, bootId }) : null;
  if (end === 'not-ready')
    return aside(failed('nodes-not-as-planned', `${name} did not become Ready in time; it stays cordoned.`));
  progress.underway = null;
  if (end === 'rebooted') progress.rebooted += 1;
  await uncordonNode(run, name);
  if (end === 'rebooted') return null;
  const why = pod === null ? '' : `; the pod that was to request it ${pod}`;
  return aside(failed('took-too-long', `${name} did not restart${why}. It is uncordoned again.`));
}

function awaitReboot(
  run: ClusterRun,
  node: string,
  bootId: string,
  { readyForMs, bootTimeoutMs }: RebootStep['reboot'],
): Promise<BootEnd> {
  const { plan, pace, tuning } = run.input;
  const { pollMs, pollFloorMs } = tuning;
  const deadline = run.clock.now() + bootTimeoutMs;
  return run.activities.watch.awaitReboot.executeWithOptions(
    { summary: `Wait until ${node} is Ready in another boot` },
    [{ resourceId: plan.resourceId, node, bootId, readyForMs, deadline, pollMs, pollFloorMs, pace }],
  );
}

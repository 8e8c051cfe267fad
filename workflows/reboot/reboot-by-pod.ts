import type { BootObservation } from '#activities/reboot/inspect-boot.ts';
import { nodeMethod } from '#domain/reboot/node-reboot-method.ts';
import type { PrivilegedPodTerms } from '#domain/reboot/reboot-terms.ts';
import { findOperation, type MustWait, mustWait } from '../change/carry-out-change.ts';
import { readFailure } from '../read-failure.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { done, failed, type StepResult } from '../state/step-result.ts';
import type { RebootStep, WaitingNode } from './reboot-step.ts';

/** A node that is cordoned and emptied for its reboot. */
export interface Emptied {
  readonly waiting: WaitingNode;
  /** Campaign time (ms); null: any time. */
  readonly notAfter: number | null;
}

export type ByPod = RebootStep & { readonly reboot: { readonly privilegedPod: PrivilegedPodTerms } };

/** Whether its nodes are rebooted by a privileged pod; only a file that has turned it on names one. */
export function isByPod(step: RebootStep): step is ByPod {
  return nodeMethod(step.reboot.methods) === 'PrivilegedPod' && step.reboot.privilegedPod !== undefined;
}

export function observeBoot(run: ClusterRun, { node, bootId }: WaitingNode): Promise<BootObservation> {
  const { plan, pace } = run.input;
  return run.activities.read.observeBoot.executeWithOptions(
    { summary: `Check whether ${node} still needs its reboot` },
    [{ resourceId: plan.resourceId, node, bootId, pace }],
  );
}

/**
 * Creates the pod that requests the reboot, without any wait while the node is cordoned. `note` learns whether a pod may
 * exist as soon as that is known: a failure may hide one.
 */
export async function rebootByPod(
  run: ClusterRun,
  step: ByPod,
  { waiting, notAfter }: Emptied,
  note: (isThere: boolean) => void,
): Promise<StepResult | MustWait> {
  const { plan, campaign, pace } = run.input;
  const operation = await findOperation(run, step.pool);
  if (operation?.do === 'wait') return { ...mustWait, operation: operation.because };
  if (operation !== null) return failed(operation.kind, operation.because);
  const by = `campaign ${campaign}`;
  const pod = { ...step.reboot.privilegedPod, pool: step.pool, ...waiting, by };
  try {
    const answer = await run.activities.begin.rebootByPod.executeWithOptions(
      { summary: `Reboot ${waiting.node} by a privileged pod` },
      [{ resourceId: plan.resourceId, pod, notAfter, pace }],
    );
    if (answer === 'frozen' || answer === 'too-late') return mustWait;
    if (answer === 'asked') {
      note(true);
      run.begun = true;
    }
    return done;
  } catch (thrown) {
    note(true);
    const failure = readFailure(thrown);
    if ((await removePod(run, step, waiting)) === null) note(false);
    return { kind: 'failed', failure };
  }
}

/** Returns how it ended; null: there was none. */
export function removePod(
  run: ClusterRun,
  { reboot: { privilegedPod } }: ByPod,
  node: WaitingNode,
): Promise<string | null> {
  const { plan, tuning, pace } = run.input;
  const pod = { namespace: privilegedPod.namespace, ...node };
  return run.activities.compensate.removeRebootPod.executeWithOptions(
    { summary: `Remove the reboot pod of ${node.node}` },
    [{ resourceId: plan.resourceId, pod, pollFloorMs: tuning.pollFloorMs, pace }],
  );
}

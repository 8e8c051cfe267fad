import type { FoundReboots } from '#activities/reboot/find-reboots.ts';
import type { BootObservation } from '#activities/reboot/inspect-boot.ts';
import { nodeWay } from '#domain/reboot/node-reboot-method.ts';
import type { PrivilegedPodTerms } from '#domain/reboot/reboot-terms.ts';
import { findOperation, type MustWait, mustWait } from '../change/carry-out-change.ts';
import { readFailure } from '../read-failure.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { done, failed, type StepResult } from '../state/step-result.ts';
import type { RebootStep } from './reboot-step.ts';

/** A node that was closed and emptied for its reboot. */
export interface Emptied {
  readonly waiting: FoundReboots['needed'][number];
  /** Campaign time (ms); null: any time. */
  readonly notAfter: number | null;
}

export type ByPod = RebootStep & { readonly reboot: { readonly privilegedPod: PrivilegedPodTerms } };

/** Whether its nodes are rebooted by a pod that is root there; only a file that has turned it on names one. */
export function isByPod(step: RebootStep): step is ByPod {
  return nodeWay(step.reboot.ways) === 'PrivilegedPod' && step.reboot.privilegedPod !== undefined;
}

export function observeBoot(run: ClusterRun, { node, bootId }: Emptied['waiting']): Promise<BootObservation> {
  const { plan, pace } = run.input;
  return run.activities.read.observeBoot.executeWithOptions({ summary: `Does ${node} still wait?` }, [
    { resourceId: plan.resourceId, node, bootId, pace },
  ]);
}

/**
 * Makes the pod that asks for the reboot; nothing is waited for, since a node is kept closed for it. `note` is told whether a pod may be
 * there, as soon as that is known: until then a failure may hide one.
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

/** How it ended; null: there was none. */
export function removePod(
  run: ClusterRun,
  { reboot: { privilegedPod } }: ByPod,
  node: Emptied['waiting'],
): Promise<string | null> {
  const { plan, tuning, pace } = run.input;
  const pod = { namespace: privilegedPod.namespace, ...node };
  return run.activities.compensate.removeRebootPod.executeWithOptions(
    { summary: `Take the pod away that was to reboot ${node.node}` },
    [{ resourceId: plan.resourceId, pod, pollFloorMs: tuning.pollFloorMs, pace }],
  );
}

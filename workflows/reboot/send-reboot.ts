import type { BootObservation } from '#activities/reboot/inspect-boot.ts';
import type { MachineLook } from '#activities/reboot/inspect-machine.ts';
import type { Kured } from '#domain/reboot/find-kured.ts';
import { cancelWhen } from '../cancel-when.ts';
import { carryOutAtOnce, type MustWait, mustWait } from '../change/carry-out-change.ts';
import { openTask } from '../change/task.ts';
import { isSkipped, isStopping } from '../state/cluster-operator.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { aside, done, failed, type StepResult } from '../state/step-result.ts';
import { askFreezes } from '../waits/await-permission-and-freezes.ts';
import { drainNode, uncordonNode } from './drain-node.ts';
import { renewLock } from './kured-lock.ts';
import { type ByPod, type Emptied, isByPod, rebootByPod } from './reboot-by-pod.ts';
import type { PoolWork } from './reboot-progress.ts';
import type { WaitingNode } from './reboot-step.ts';
import { isByReplacement, replaceNode } from './replace-node.ts';

export interface NodeWork extends PoolWork {
  readonly kured: Kured | null;
}

/** Azure restarts a machine within a minute. */
const restartMs = 15 * 60_000;

/**
 * Empties a node and reboots it by the pool's method. A node that was not rebooted is uncordoned, whatever fails; whether
 * something was sent that has to be finished stands in `progress`.
 */
export async function sendReboot(
  run: ClusterRun,
  work: NodeWork,
  emptied: Emptied,
): Promise<StepResult | MustWait> {
  const { step, progress } = work;
  const empty = () => emptyNode(run, work, emptied);
  if (isByReplacement(step)) return asideOrWait(await replaceNode(run, { ...work, empty }, emptied));
  const isSent = () => progress.underway !== null;
  try {
    const ready = await empty();
    if (ready.kind !== 'done') return ready;
    return asideOrWait(
      await (isByPod(step) ? askPod(run, step, work, emptied) : restart(run, work, emptied)),
    );
  } finally {
    if (!isSent()) await uncordonNode(run, emptied.waiting.node);
  }
}

function asideOrWait(result: StepResult | MustWait): StepResult | MustWait {
  return result.kind === 'must-wait' ? result : aside(result);
}

/** Done: it is cordoned and empty, and nothing has intervened meanwhile. */
async function emptyNode(
  run: ClusterRun,
  work: NodeWork,
  { waiting, notAfter }: Emptied,
): Promise<StepResult | MustWait> {
  const deadline = Math.min(
    run.clock.now() + work.step.reboot.drainTimeoutMs,
    notAfter ?? Number.POSITIVE_INFINITY,
  );
  const blockedBy = await cancelWhen(
    () => isStopping(run.operator),
    () => drainNode(run, waiting.node, { summary: `Drain ${waiting.node} for its reboot`, deadline }),
  );
  if (notAfter !== null && run.clock.now() >= notAfter) return mustWait;
  if (blockedBy !== null)
    return aside(
      failed('drain-blocked', `${waiting.node} was not emptied and is uncordoned again: ${blockedBy}.`),
    );
  return (await mayReboot(run, work)) ? done : mustWait;
}

/** During a drain an operator may intervene, a freeze may begin, or kured's lock may be lost. */
async function mayReboot(run: ClusterRun, { step, kured }: NodeWork): Promise<boolean> {
  const { operator } = run;
  if (operator.paused || isStopping(operator) || isSkipped(operator, step.pool)) return false;
  if ((await askFreezes(run)).frozen) return false;
  return kured === null || renewLock(run, kured, step);
}

/** Created at most once; a pod that may have been created is awaited. */
function askPod(
  run: ClusterRun,
  step: ByPod,
  { progress }: NodeWork,
  emptied: Emptied,
): Promise<StepResult | MustWait> {
  const { node, bootId } = emptied.waiting;
  return rebootByPod(run, step, emptied, (isThere) => {
    progress.underway = isThere ? { name: node, bootId } : null;
  });
}

/** Sent at most once, even over crashes of workers: a restart that may have been accepted is awaited. */
async function restart(
  run: ClusterRun,
  { step, state, progress }: NodeWork,
  { waiting, notAfter }: Emptied,
): Promise<StepResult | MustWait> {
  const { node, bootId } = waiting;
  const observed = await observeMachine(run, waiting);
  if (observed.state !== 'waits') return resultWithoutReboot(observed, node);
  const { machine, mark } = observed;
  const { resourceId } = run.input.plan;
  const task = openTask(run, {
    change: { kind: 'restart-node', resourceId, pool: step.pool, node, machine, mark },
    state,
    timeoutMs: restartMs,
    patienceMs: 0,
    purpose: 'forward',
    // Where an earlier attempt of ours did not change the machine's mark, something else did.
    ifChanged: () => failed('foreign-change', describeForeign(node)),
    // A restart of a machine is no operation of AKS, which could not abort it.
    isAbortable: false,
  });
  const result = await carryOutAtOnce(run, task, { notAfter });
  if (task.maybeSent) {
    progress.underway = { name: node, bootId };
    run.begun = true;
  }
  return result;
}

/** Of a node that needs no reboot any more, or cannot be rebooted. */
export function resultWithoutReboot({ state }: MachineLook | BootObservation, node: string): StepResult {
  switch (state) {
    case 'waits':
    case 'rebooted':
    case 'gone':
      return done;
    case 'busy':
      return aside(failed('foreign-change', describeForeign(node)));
    case 'foreign':
      return aside(
        failed('invalid-request', `${node} names no machine in the node resource group of its cluster.`),
      );
  }
}

function describeForeign(node: string): string {
  return `Another operation runs on the machine of ${node}.`;
}

export function observeMachine(run: ClusterRun, { node, bootId }: WaitingNode): Promise<MachineLook> {
  const { plan, pace } = run.input;
  return run.activities.read.observeMachine.executeWithOptions(
    { summary: `Inspect the machine of ${node}` },
    [{ resourceId: plan.resourceId, node, bootId, pace }],
  );
}

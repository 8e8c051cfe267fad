import { isToResend, resentInVain } from '#domain/verify/nodes-behind.ts';
import { carryOut } from '../change/carry-out-change.ts';
import type { Task } from '../change/task.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import type { StepResult } from '../state/step-result.ts';

/** Kept over the retries of a step: nodes are at the old version or image, although Azure says that all is done. */
export interface NodesBehind {
  isKnown: boolean;
}

/** Verifies the nodes, and sends the operation again where it has to be: AKS then continues where it stopped. */
export async function verifyOrResend(
  run: ClusterRun,
  task: Task,
  behind: NodesBehind,
  verify: () => Promise<StepResult>,
): Promise<StepResult> {
  const result = await verify();
  const wasBehind = behind.isKnown;
  behind.isKnown = isBehind(result);
  if (!isToResend({ wasBehind, isBehind: behind.isKnown })) return result;
  task.nodesBehind = true;
  const sent = await carryOut(run, task);
  task.nodesBehind = false;
  if (sent.kind !== 'done') return sent;
  const after = await verify();
  behind.isKnown = isBehind(after);
  return after.kind === 'failed' && isBehind(after)
    ? { ...after, failure: resentInVain(after.failure, task.change.resourceId, task.state.pool ?? '') }
    : after;
}

function isBehind(result: StepResult): boolean {
  return result.kind === 'failed' && result.nodesBehind === true;
}

import { failure } from '#domain/failure.ts';
import { carryOut } from '../change/carry-out-change.ts';
import type { Task } from '../change/task.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import type { StepResult } from '../state/step-result.ts';

/** Kept over the retries of a step: its nodes were found behind, although Azure says that all is done. */
export interface Behind {
  isKnown: boolean;
}

/**
 * Asks the nodes (`look`). Nodes that are still behind when a person has looked at them and says retry are not asked about
 * again at once: the operation is sent once more, with which AKS goes on where it left off.
 */
export async function verifyOrResend(
  run: ClusterRun,
  task: Task,
  behind: Behind,
  look: () => Promise<StepResult>,
): Promise<StepResult> {
  const result = await look();
  const wasKnown = behind.isKnown;
  behind.isKnown = isBehind(result);
  if (!wasKnown || !isBehind(result)) return result;
  task.nodesBehind = true;
  const sent = await carryOut(run, task);
  task.nodesBehind = false;
  if (sent.kind !== 'done') return sent;
  const after = await look();
  behind.isKnown = isBehind(after);
  return after.kind === 'failed' && isBehind(after) ? describeResentInVain(after) : after;
}

function isBehind(result: StepResult): boolean {
  return result.kind === 'failed' && result.nodesBehind === true;
}

/** The nodes are named first, but never so many that what is left to do has no room. */
const mostOfNodes = 280;

function describeResentInVain({
  failure: { kind, message },
  ...others
}: StepResult & { kind: 'failed' }): StepResult {
  const nodes = message.length > mostOfNodes ? `${message.slice(0, mostOfNodes - 1)}…` : message;
  const told = `${nodes} It was sent once more, and Azure says again that it is done. Left to do by hand: empty such a node (drydock drain), delete its machine (az aks nodepool delete-machines), scale the pool back, then retry, or skip.`;
  return { ...others, failure: failure(kind, told, { isAdvised: true }) };
}

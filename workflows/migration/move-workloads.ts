import { isCancellation } from '@temporalio/workflow';
import { cancelWhen } from '../cancel-when.ts';
import { readFailure } from '../read-failure.ts';
import { drainNode } from '../reboot/drain-node.ts';
import { whileNodeBusy } from '../reboot/mark-node-busy.ts';
import { isSkipped, isStopping } from '../state/cluster-operator.ts';
import { type ClusterRun, noteSent, type StepState } from '../state/cluster-run.ts';
import { aborted, done, failed, type StepResult, skippedByOperator } from '../state/step-result.ts';
import { awaitPermissionAndFreezes } from '../waits/await-permission-and-freezes.ts';
import type { MigrationStep } from './migration-step.ts';

/**
 * Cordons all nodes of a pool, then empties them one after the other within their disruption budgets. Nodes that an autoscaler
 * adds meanwhile are emptied, too. Whatever ends it, they stay cordoned: what was evicted is not to come back.
 */
export async function moveWorkloads(
  run: ClusterRun,
  step: MigrationStep,
  state: StepState,
): Promise<StepResult> {
  const isOver = () => isStopping(run.operator) || isSkipped(run.operator, step.pool);
  const emptied = new Set<string>();
  try {
    for (;;) {
      const permission = await awaitPermissionAndFreezes(run, step.pool);
      if (permission.kind === 'skipped') return skippedByOperator;
      if (permission.kind === 'aborted') return aborted;
      noteSent(run, state);
      run.begun = true;
      run.cordoned.add(step.pool);
      const nodes = await cordon(run, step.pool);
      const node = nodes.find((each) => !emptied.has(each));
      state.nodes = { done: emptied.size, total: Math.max(nodes.length, emptied.size) };
      if (node === undefined) {
        run.cordoned.delete(step.pool);
        state.end = 'Succeeded';
        return done;
      }
      const result = await empty(run, step, { node, notAfter: permission.notAfter, isOver });
      if (result === 'again') continue;
      if (result.kind !== 'done') return result;
      emptied.add(node);
    }
  } catch (thrown) {
    if (isCancellation(thrown) && isOver()) return isStopping(run.operator) ? aborted : skippedByOperator;
    return { kind: 'failed', failure: readFailure(thrown) };
  }
}

function cordon(run: ClusterRun, pool: string): Promise<readonly string[]> {
  const { campaign, plan, pace } = run.input;
  return run.activities.read.cordonPool.executeWithOptions({ summary: `Cordon the nodes of ${pool}` }, [
    { resourceId: plan.resourceId, pool, by: `campaign ${campaign}`, pace },
  ]);
}

/** "again": the window closed before the node was empty. */
async function empty(
  run: ClusterRun,
  { migration }: MigrationStep,
  {
    node,
    notAfter,
    isOver,
  }: { readonly node: string; readonly notAfter: number | null; readonly isOver: () => boolean },
): Promise<StepResult | 'again'> {
  const deadline = Math.min(run.clock.now() + migration.drainTimeoutMs, notAfter ?? Number.POSITIVE_INFINITY);
  const summary = `Drain ${node}, whose pods move to ${migration.to}`;
  const blockedBy = await whileNodeBusy(run, () =>
    cancelWhen(isOver, () => drainNode(run, node, { summary, deadline })),
  );
  if (blockedBy === null) return done;
  if (notAfter !== null && run.clock.now() >= notAfter) return 'again';
  return failed('drain-blocked', `${node} was not emptied and stays cordoned: ${blockedBy}.`);
}

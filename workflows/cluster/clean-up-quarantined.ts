import { isCancellation } from '@temporalio/workflow';
import { cancelWhen } from '../cancel-when.ts';
import { carryOut } from '../change/carry-out-change.ts';
import { openTask } from '../change/task.ts';
import { readFailure } from '../read-failure.ts';
import { drainNode } from '../reboot/drain-node.ts';
import { whileNodeBusy } from '../reboot/mark-node-busy.ts';
import { isStopping } from '../state/cluster-operator.ts';
import { type ClusterRun, type PoolState, restartDeadline } from '../state/cluster-run.ts';
import { noteOfCluster } from '../state/journal.ts';
import { aborted, done, failed, type StepResult } from '../state/step-result.ts';
import { awaitPermissionAndFreezes } from '../waits/await-permission-and-freezes.ts';

/** Per node; the default drain timeout of AKS. */
const drainMs = 30 * 60_000;
const deleteMs = 60 * 60_000;

/**
 * Empties the quarantined nodes of a pool within their disruption budgets and deletes their machines: their surge nodes
 * replace them. No operation of AKS runs meanwhile: its upgrade has ended. Pause, window and freezes block it like every
 * change.
 */
export async function cleanUp(run: ClusterRun, state: PoolState): Promise<StepResult> {
  const isOver = () => isStopping(run.operator);
  try {
    const machines = await findQuarantined(run, state);
    if (machines.length === 0) {
      noteOfCluster(run, 'cleaned-up', state.pool, 'no node is quarantined: nothing was drained or deleted');
      return done;
    }
    for (const node of machines) {
      if ((await awaitPermissionAndFreezes(run, null)).kind !== 'granted') return aborted;
      state.detail = `cleaning up ${machines.join(', ')}`;
      const summary = `Drain ${node}, which is quarantined`;
      const blockedBy = await whileNodeBusy(run, () =>
        cancelWhen(isOver, () => drainNode(run, node, { summary, deadline: run.clock.now() + drainMs })),
      );
      if (blockedBy !== null)
        return failed('drain-blocked', `The clean-up of ${node} was abandoned: ${blockedBy}.`);
    }
    // The question and the drains, which have a timeout of their own, have used up the cluster's time.
    restartDeadline(run);
    const result = await carryOut(
      run,
      openTask(run, {
        change: {
          kind: 'delete-machines',
          resourceId: run.input.plan.resourceId,
          pool: state.pool,
          machines,
        },
        state,
        timeoutMs: deleteMs,
        purpose: 'forward',
      }),
    );
    if (result.kind === 'done')
      noteOfCluster(run, 'cleaned-up', state.pool, `drained and deleted: ${machines.join(', ')}`);
    return result;
  } catch (thrown) {
    if (isCancellation(thrown) && isOver()) return aborted;
    return { kind: 'failed', failure: readFailure(thrown) };
  }
}

function findQuarantined(run: ClusterRun, { pool }: PoolState): Promise<readonly string[]> {
  const { plan, pace } = run.input;
  return run.activities.read.findQuarantined.executeWithOptions(
    { summary: `Find quarantined nodes of ${pool}` },
    [{ resourceId: plan.resourceId, pool, pace }],
  );
}

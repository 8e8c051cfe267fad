import { isCancellation } from '@temporalio/workflow';
import { cancelWhen } from '../cancel-when.ts';
import { isSkipped, isStopping } from '../state/cluster-operator.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { deferToNextRun } from '../state/defer-to-next-run.ts';
import { whileWaiting } from './while-waiting.ts';

/**
 * Waits until no freeze is in force. One watching activity: a freeze may last for weeks, and polling from here would fill
 * the history. An abort, a rollback or a skip ends the wait at once; a scheduled run does not wait.
 */
export async function awaitFreezeLifted(
  run: ClusterRun,
  pool: string | null,
  freeze: { readonly until: number | null; readonly name?: string | null; readonly reason: string },
): Promise<void> {
  if (run.input.scheduledRun !== undefined) {
    deferToNextRun(run, freeze.reason);
    return;
  }
  const isOver = () => isStopping(run.operator) || isSkipped(run.operator, pool);
  const what = {
    kind: 'freeze',
    name: freeze.reason,
    until: freeze.until,
    act:
      freeze.name === null
        ? 'continues automatically once freezes can be read'
        : `drydock freeze lift ${freeze.name ?? 'NAME'} --reason TEXT`,
  } as const;
  try {
    await whileWaiting(run, what, () => cancelWhen(isOver, () => watchFreezes(run, freeze.reason)));
  } catch (thrown) {
    if (!isCancellation(thrown)) throw thrown;
  }
}

function watchFreezes(run: ClusterRun, reason: string): Promise<void> {
  const { pace } = run.input;
  return run.activities.watch.awaitFreezeLifted.executeWithOptions(
    { summary: `Frozen: ${reason}`.slice(0, 190) },
    [{ pace }],
  );
}

import { carryOut } from '../change/carry-out-change.ts';
import { openTask, settingsTimeoutMs } from '../change/task.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';
import { aside, done, type StepResult } from '../state/step-result.ts';

/**
 * Restores a pool's own upgrade settings, only where the pool is Succeeded (decideBegin refuses otherwise): a PUT on a
 * half-upgraded pool would continue its upgrade.
 */
export async function restoreSettings(
  run: ClusterRun,
  pool: string,
  state: StepState,
  patienceMs = run.input.terms.cluster.onBusy.waitMs,
): Promise<StepResult> {
  const upgradeSettings = run.settingsToRestore.get(pool);
  if (upgradeSettings === undefined) return done;
  if (Object.keys(upgradeSettings).length > 0) {
    const { detail } = state;
    state.detail = 'restoring its upgrade settings';
    const { resourceId } = run.input.plan;
    const result = await carryOut(
      run,
      openTask(run, {
        change: { kind: 'restore-upgrade-settings', resourceId, pool, upgradeSettings },
        state,
        timeoutMs: settingsTimeoutMs,
        patienceMs,
        purpose: 'restore',
      }),
    );
    if (result.kind !== 'done') return aside(result);
    state.detail = detail;
  }
  run.settingsToRestore.delete(pool);
  return done;
}

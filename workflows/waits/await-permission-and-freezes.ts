import type { ClusterRun } from '../state/cluster-run.ts';
import { awaitFreezeLifted } from './await-freeze-lifted.ts';
import { awaitPermission, type PermissionAnswer } from './await-permission.ts';

/**
 * Permission (pause, window) and freezes, for work that no `begin` of ours sends, such as a drain. Pause and window are checked again
 * after a freeze.
 */
export async function awaitPermissionAndFreezes(
  run: ClusterRun,
  pool: string | null,
): Promise<PermissionAnswer> {
  const since = run.clock.now();
  for (let waited = false; ; waited = true) {
    const answer = await awaitPermission(run, pool, null);
    if (answer.kind !== 'granted') return answer;
    const freeze = await askFreezes(run);
    if (!freeze.frozen) {
      // Waiting for a window or an operator does not use up the cluster's time.
      run.deadline += run.clock.now() - since;
      return { ...answer, waited: waited || answer.waited };
    }
    await awaitFreezeLifted(run, pool, freeze);
  }
}

export function askFreezes(run: ClusterRun) {
  const { pace } = run.input;
  return run.activities.read.checkFreezes.executeWithOptions({ summary: 'Check freezes' }, [{ pace }]);
}

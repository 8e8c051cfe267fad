import type { ClusterRun } from '../state/cluster-run.ts';
import { awaitFreezeLifted } from './await-freeze-lifted.ts';
import { type GateAnswer, passGate } from './await-permission.ts';

/**
 * The gate and the freezes, for work that no `begin` of ours sends, such as a drain. Pause and window are checked again
 * after a freeze.
 */
export async function passGateAndFreezes(run: ClusterRun, pool: string | null): Promise<GateAnswer> {
  const since = run.clock.now();
  for (let waited = false; ; waited = true) {
    const gate = await passGate(run, pool, null);
    if (gate.kind !== 'open') return gate;
    const freeze = await askFreezes(run);
    if (!freeze.frozen) {
      // Waiting for a window or an operator does not use up the cluster's time.
      run.deadline += run.clock.now() - since;
      return { ...gate, waited: waited || gate.waited };
    }
    await awaitFreezeLifted(run, pool, freeze);
  }
}

export function askFreezes(run: ClusterRun) {
  const { pace } = run.input;
  return run.activities.read.checkFreezes.executeWithOptions({ summary: 'Check freezes' }, [{ pace }]);
}

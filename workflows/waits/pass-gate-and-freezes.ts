import type { ClusterRun } from '../state/cluster-run.ts';
import { awaitFreezeLifted } from './await-freeze-lifted.ts';
import { type GateAnswer, passGate } from './pass-gate.ts';

/**
 * The gate, and the freezes: waits until nothing of them stands in the way of work that is sent to no `begin` of ours, as a
 * drain is. Pause and window are asked again after a freeze.
 */
export async function passGateAndFreezes(run: ClusterRun, pool: string | null): Promise<GateAnswer> {
  const since = run.clock.now();
  for (let waited = false; ; waited = true) {
    const gate = await passGate(run, pool, null);
    if (gate.kind !== 'open') return gate;
    const freeze = await askFreezes(run);
    if (!freeze.frozen) {
      // Whoever is held back by a window or a person is not slow.
      run.deadline += run.clock.now() - since;
      return { ...gate, waited: waited || gate.waited };
    }
    await awaitFreezeLifted(run, pool, freeze);
  }
}

export function askFreezes(run: ClusterRun) {
  const { pace } = run.input;
  return run.activities.read.checkFreezes.executeWithOptions({ summary: 'Is a freeze in force?' }, [
    { pace },
  ]);
}

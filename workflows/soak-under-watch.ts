import type { ClusterRun } from './cluster-run.ts';
import type { StepHealth } from './health.ts';
import { isSoakOver, soak } from './soak.ts';
import type { StepResult } from './step-result.ts';
import { whileWaiting } from './while-waiting.ts';

/** A soak all through which health is looked at, where the file says so: what becomes worse ends it. */
export async function soakUnderWatch(
  run: ClusterRun,
  name: string,
  ms: number,
  health: StepHealth,
): Promise<StepResult> {
  if (ms === 0 || !health.isWatched()) return soak(run, name, ms);
  const until = run.clock.now() + ms;
  run.operator.promoted = false;
  const result = await whileWaiting(run, { kind: 'soak', name, until, act: 'goes on by itself' }, () =>
    health.watch(until, () => isSoakOver(run)),
  );
  return result;
}

import type { HealthMoment } from '#domain/campaign/health-policy.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { inOrder, type StepResult } from '../state/step-result.ts';
import { whileWaiting } from '../waits/while-waiting.ts';
import type { StepHealth } from './health.ts';
import { isSoakOver, soak } from './soak.ts';

/**
 * Judges health and soaks; a cluster at the end of its soak, a step before it. Where health is looked at all through the
 * soak both are one look: what is worse ends it.
 */
export async function soakUnderWatch(
  run: ClusterRun,
  name: string,
  ms: number,
  { health, moment }: { readonly health: StepHealth; readonly moment: HealthMoment },
): Promise<StepResult> {
  if (ms === 0 || !health.isWatched()) {
    const steps = [() => health.judge(moment), () => soak(run, name, ms)];
    return inOrder(moment === 'AfterCluster' ? steps.toReversed() : steps);
  }
  const until = run.clock.now() + ms;
  run.operator.promoted = false;
  return whileWaiting(run, { kind: 'soak', name, until, act: 'goes on by itself' }, () =>
    health.watch(until, () => isSoakOver(run)),
  );
}

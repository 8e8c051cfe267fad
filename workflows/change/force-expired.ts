import type { ClusterRun } from '../state/cluster-run.ts';
import { failed, type StepResult } from '../state/step-result.ts';

/** The failure of an attempt that was to be forced and did not begin in time; null: it may begin. */
export function forceExpired(run: ClusterRun): StepResult | null {
  const { clock, nextForce, force } = run;
  if (nextForce === null || force === null || force.until === null) return null;
  if (clock.now() < Date.parse(force.until)) return null;
  return failed(
    'force-over',
    `The force that ${force.by} allowed for ${force.step} ended at ${force.until}.`,
  );
}

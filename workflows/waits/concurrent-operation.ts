import { isSkipped, isStopping } from '../state/cluster-operator.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { whileWaiting } from './while-waiting.ts';

const recheckMs = 60_000;

/** While another operation runs; campaign time (ms). */
export interface ConcurrentWait {
  /** How long it is still waited for. */
  patienceMs: number;
  /** null: not yet. */
  since: number | null;
}

/** Waits until the next inspection; false: the patience is used up. Shown is the whole wait, not each interval. */
export async function waitForConcurrentOperation(
  run: ClusterRun,
  pool: string | null,
  wait: ConcurrentWait,
  because: string,
): Promise<boolean> {
  if (wait.patienceMs <= 0) return false;
  const now = run.clock.now();
  wait.since ??= now;
  const whole = {
    name: run.input.plan.name,
    since: wait.since,
    until: now + wait.patienceMs,
    act: because,
  };
  await whileWaiting(run, { kind: 'lock', ...whole }, () =>
    run.clock.waitUntil(
      now + recheckMs,
      because,
      () => isStopping(run.operator) || isSkipped(run.operator, pool),
    ),
  );
  wait.patienceMs -= run.clock.now() - now;
  return true;
}

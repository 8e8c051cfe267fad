import { isSkipped, isStopping } from '../state/cluster-operator.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { whileWaiting } from './while-waiting.ts';

const recheckMs = 60_000;

/** While somebody else is at work; campaign time (ms). */
export interface ConcurrentWait {
  /** How long they are still waited for. */
  patienceMs: number;
  /** null: not yet. */
  since: number | null;
}

/** Until the next look; false: they had their time. What is told is since when, and until when at most: the looks between are no news. */
export async function waitForConcurrentOperation(
  run: ClusterRun,
  pool: string | null,
  others: ConcurrentWait,
  because: string,
): Promise<boolean> {
  if (others.patienceMs <= 0) return false;
  const now = run.clock.now();
  others.since ??= now;
  const wait = {
    name: run.input.plan.name,
    since: others.since,
    until: now + others.patienceMs,
    act: because,
  };
  await whileWaiting(run, { kind: 'lock', ...wait }, () =>
    run.clock.waitUntil(
      now + recheckMs,
      because,
      () => isStopping(run.operator) || isSkipped(run.operator, pool),
    ),
  );
  others.patienceMs -= run.clock.now() - now;
  return true;
}

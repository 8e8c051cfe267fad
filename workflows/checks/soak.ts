import { formatDuration } from '#domain/text/duration.ts';
import { isStopping } from '../state/cluster-operator.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { aborted, done, type StepResult } from '../state/step-result.ts';
import { whileWaiting } from '../waits/while-waiting.ts';

/** Lets what was changed run for a while before the next change. A durable wait that an abort or a promotion ends. */
export async function soak(run: ClusterRun, name: string, ms: number): Promise<StepResult> {
  if (ms === 0) return done;
  const until = run.clock.now() + ms;
  const { operator } = run;
  operator.promoted = false;
  await whileWaiting(run, { kind: 'soak', name, until, act: 'goes on by itself' }, () =>
    run.clock.waitUntil(until, `Soak ${name} for ${formatDuration(ms)}`, () => isSoakOver(run)),
  );
  return isStopping(operator) ? aborted : done;
}

export function isSoakOver({ operator }: ClusterRun): boolean {
  return isStopping(operator) || operator.promoted;
}

import { formatDuration } from '#domain/campaign/duration.ts';
import type { ClusterRun } from './cluster-run.ts';
import { aborted, done, type StepResult } from './step-result.ts';
import { whileWaiting } from './while-waiting.ts';

/** Lets what was changed run for a while before the next change. A durable wait that an abort ends. */
export async function soak(run: ClusterRun, name: string, ms: number): Promise<StepResult> {
  if (ms === 0) return done;
  const until = run.clock.now() + ms;
  const isAborted = () => run.operator.aborted !== null;
  await whileWaiting(run, { kind: 'soak', name, until, act: 'goes on by itself' }, () =>
    run.clock.waitUntil(until, `Soak ${name} for ${formatDuration(ms)}`, isAborted),
  );
  return isAborted() ? aborted : done;
}

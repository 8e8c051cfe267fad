import { carryOut, type Task } from './carry-out.ts';
import type { ClusterRun, StepLine } from './cluster-run.ts';
import { done, type StepResult } from './step-result.ts';

/** A settings change of the cluster: AKS touches no node for it. */
const timeoutMs = 30 * 60_000;

/**
 * Takes a step under force: AKS looks at it when an upgrade begins, so it is switched on right before and off right
 * after, whatever the step came to. Should nobody be left to switch it off, Azure ends it by itself at its time.
 */
export async function underForce(
  run: ClusterRun,
  line: StepLine,
  forMs: number,
  step: () => Promise<StepResult>,
): Promise<StepResult> {
  const { begun } = run;
  const on = await switchOn(run, line, forMs);
  // A setting is no beginning: what is looked at before a cluster's first change still is.
  run.begun = begun;
  const result = on.kind === 'done' ? await step() : on;
  run.forceFor = null;
  const { detail } = line;
  await switchOff(run, line);
  line.detail = detail;
  return result;
}

/** A gate may hold it back for longer than it was to last: then it lasts from the time it is let through. */
async function switchOn(run: ClusterRun, line: StepLine, forMs: number): Promise<StepResult> {
  for (;;) {
    const until = run.clock.now() + forMs;
    const result = await carryOut(run, {
      ...forceTask(run, line, run.clock.iso(until)),
      patienceMs: run.input.terms.cluster.onBusy.waitMs,
      gated: true,
      beforeSend: ({ forcedUntil }) => {
        run.owedForce ??= { until: forcedUntil };
      },
    });
    if (result.kind !== 'done' || run.clock.now() < until) return result;
  }
}

/** Gives the cluster what it had: no force, or somebody else's. */
export async function switchOff(run: ClusterRun, line: StepLine): Promise<StepResult> {
  if (run.owedForce === null) return done;
  const result = await carryOut(run, {
    ...forceTask(run, line, run.owedForce.until),
    patienceMs: 0,
    gated: false,
  });
  if (result.kind === 'done') run.owedForce = null;
  return result;
}

function forceTask(
  run: ClusterRun,
  line: StepLine,
  until: string | null,
): Pick<Task, 'change' | 'line' | 'timeoutMs' | 'maybeSent'> {
  const { resourceId } = run.input.plan;
  return { change: { kind: 'set-force-upgrade', resourceId, until }, line, timeoutMs, maybeSent: false };
}

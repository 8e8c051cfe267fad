import { describeForOperator } from '#domain/failure.ts';
import { isForceSentLate } from '#domain/gate/force.ts';
import type { ForceStatus } from '#domain/status/status.ts';
import { carryOut } from '../change/carry-out-change.ts';
import { forceExpired } from '../change/force-expired.ts';
import { openTask, settingsTimeoutMs, type Task } from '../change/task.ts';
import type { ClusterRun, ForceOrder, StepState } from '../state/cluster-run.ts';
import { noteOfCluster } from '../state/journal.ts';
import { done, type StepResult } from '../state/step-result.ts';

/**
 * Takes a step under force: AKS reads it when an upgrade begins, so it is set right before and cleared right after, however
 * the step ended. Where no worker is left to clear it, Azure ends it at its time.
 */
export async function withForce(
  run: ClusterRun,
  state: StepState,
  order: ForceOrder,
  step: () => Promise<StepResult>,
): Promise<StepResult> {
  const { begun } = run;
  const { by, reason } = order;
  run.force = { by, reason, step: state.name, until: null };
  const on = await setForce(run, state, order);
  // A setting does not count as a cluster's first change: the checks before that one are still due.
  run.begun = begun;
  const result = on.kind === 'done' ? await step() : on;
  run.nextForce = null;
  const { detail } = state;
  await clearForce(run, state);
  state.detail = detail;
  // A force that could not be cleared is shown until the cluster is closed.
  if (run.forceToClear === null) run.force = null;
  return result;
}

function describeOn({ force }: ClusterRun, { by, reason }: ForceOrder): string {
  return `for ${force?.step}, until ${force?.until} at the latest, allowed by ${by}: ${reason}`;
}

/** Pause, window or freeze may block it for longer than it is to last: then its time begins again. Once it is set, its end stays. */
async function setForce(run: ClusterRun, state: StepState, order: ForceOrder): Promise<StepResult> {
  for (;;) {
    const until = run.clock.now() + order.forMs;
    const task = openTask(run, {
      ...forceTask(run, state, run.clock.iso(until)),
      purpose: 'forward',
      beforeSend: ({ forcedUntil }) => {
        run.forceToClear ??= { until: forcedUntil };
        if (run.force !== null) run.force = { ...run.force, until: run.clock.iso(until) };
      },
    });
    const result = await carryOut(run, task);
    if (result.kind !== 'done') return result;
    if (isForceSentLate({ sentAt: task.sentAt ?? null, until, now: run.clock.now() })) continue;
    noteOfCluster(run, 'force-on', state.pool, describeOn(run, order));
    return forceExpired(run) ?? done;
  }
}

/** Restores what the cluster had: no force, or that of another writer. */
export async function clearForce(run: ClusterRun, state: StepState): Promise<StepResult> {
  if (run.forceToClear === null) return done;
  const { until } = run.forceToClear;
  const result = await carryOut(
    run,
    openTask(run, { ...forceTask(run, state, until), patienceMs: 0, purpose: 'restore' }),
  );
  const back = until === null ? 'disabled' : `restored to ${until}, as set by another writer`;
  if (result.kind === 'done') {
    run.forceToClear = null;
    run.force = null;
  }
  noteOfCluster(
    run,
    'force-off',
    state.pool,
    result.kind === 'done' ? back : describeStillForced(result, run.force),
  );
  return result;
}

function describeStillForced(result: StepResult, force: ForceStatus | null): string {
  const because = result.kind === 'failed' ? `: ${describeForOperator(result.failure)}` : '';
  return `could not be disabled${because} Azure ends it at ${force?.until ?? 'its time'}.`;
}

function forceTask(
  run: ClusterRun,
  state: StepState,
  until: string | null,
): Pick<Task, 'change' | 'state' | 'timeoutMs'> {
  const { resourceId } = run.input.plan;
  return { change: { kind: 'set-force-upgrade', resourceId, until }, state, timeoutMs: settingsTimeoutMs };
}

import { condition } from '@temporalio/workflow';
import { isLeft, isToStop } from './cluster-operator.ts';
import type { ClusterRun } from './cluster-run.ts';
import { whileWaiting } from './while-waiting.ts';

export type GateAnswer =
  | { readonly kind: 'open'; readonly waited: boolean; readonly notAfter: number | null }
  | { readonly kind: 'aborted' }
  /** A person wants the pool never begun. */
  | { readonly kind: 'left' };

/**
 * Nothing that moves a cluster forward is sent before this says "open": not paused, inside the window with
 * enough of it left. Whoever waited has to look at the cluster again.
 */
export async function passGate(run: ClusterRun, pool: string | null): Promise<GateAnswer> {
  let waited = false;
  for (;;) {
    waited = (await awaitResume(run, pool)) || waited;
    const ended = calledOff(run, pool);
    if (ended !== null) return ended;
    const window = await awaitWindow(run, pool);
    if (window.kind !== 'open') return window;
    waited ||= window.waited;
    if (!run.operator.paused) return { kind: 'open', waited, notAfter: window.notAfter };
  }
}

function calledOff({ operator }: ClusterRun, pool: string | null): GateAnswer | null {
  if (isToStop(operator)) return { kind: 'aborted' };
  return isLeft(operator, pool) ? { kind: 'left' } : null;
}

async function awaitResume(run: ClusterRun, pool: string | null): Promise<boolean> {
  const { operator } = run;
  if (!operator.paused || calledOff(run, pool) !== null) return false;
  const { campaign } = run.input;
  await whileWaiting(
    run,
    {
      kind: 'paused',
      name: run.input.plan.name,
      until: null,
      act: `drydock resume ${campaign} --reason TEXT`,
    },
    () => condition(() => !operator.paused || calledOff(run, pool) !== null),
  );
  return true;
}

async function awaitWindow(run: ClusterRun, pool: string | null): Promise<GateAnswer> {
  const { maintenance, pace } = run.input;
  const finishing = maintenance?.onClose === 'FinishCluster' && run.begun;
  if (maintenance === null || finishing) return { kind: 'open', waited: false, notAfter: null };
  for (let waited = false; ; waited = true) {
    const answer = await run.activities.read.checkWindow.executeWithOptions(
      { summary: 'Is the maintenance window open?' },
      [{ maintenance, pace }],
    );
    if (answer.go) return { kind: 'open', waited, notAfter: answer.notAfter };
    run.window = { opensAt: run.clock.iso(answer.opensAt), closesAt: run.clock.iso(answer.closesAt) };
    const summary = `Wait for the window, opens ${run.window.opensAt}`;
    await whileWaiting(
      run,
      { kind: 'window', name: run.input.plan.name, until: answer.opensAt, act: 'goes on by itself' },
      () => run.clock.waitUntil(answer.opensAt, summary, () => calledOff(run, pool) !== null),
    );
    const ended = calledOff(run, pool);
    if (ended !== null) return ended;
  }
}

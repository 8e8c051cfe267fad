import { condition } from '@temporalio/workflow';
import { isToStop } from './cluster-operator.ts';
import type { ClusterRun } from './cluster-run.ts';
import { whileWaiting } from './while-waiting.ts';

export type GateAnswer =
  | { readonly kind: 'open'; readonly waited: boolean; readonly notAfter: number | null }
  | { readonly kind: 'aborted' };

/**
 * Nothing that moves a cluster forward is sent before this says "open": not paused, inside the window with
 * enough of it left. Whoever waited has to look at the cluster again.
 */
export async function passGate(run: ClusterRun): Promise<GateAnswer> {
  let waited = false;
  for (;;) {
    waited = (await awaitResume(run)) || waited;
    if (isToStop(run.operator)) return { kind: 'aborted' };
    const window = await awaitWindow(run);
    if (window.kind === 'aborted') return window;
    waited ||= window.waited;
    if (!run.operator.paused) return { kind: 'open', waited, notAfter: window.notAfter };
  }
}

async function awaitResume(run: ClusterRun): Promise<boolean> {
  const { operator } = run;
  if (!operator.paused || isToStop(operator)) return false;
  const { campaign } = run.input;
  await whileWaiting(
    run,
    {
      kind: 'paused',
      name: run.input.plan.name,
      until: null,
      act: `drydock resume ${campaign} --reason TEXT`,
    },
    () => condition(() => !operator.paused || isToStop(operator)),
  );
  return true;
}

async function awaitWindow(run: ClusterRun): Promise<GateAnswer> {
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
      () => run.clock.waitUntil(answer.opensAt, summary, () => isToStop(run.operator)),
    );
    if (isToStop(run.operator)) return { kind: 'aborted' };
  }
}

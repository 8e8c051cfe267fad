import { condition } from '@temporalio/workflow';
import { describeNobodyCame } from '#domain/nightly/scheduled-run-messages.ts';
import type { PlannedRun } from '#domain/status/measured-runs.ts';
import { isSkipped, isStopping } from '../state/cluster-operator.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { deferToNextRun } from '../state/defer-to-next-run.ts';
import { whileWaiting } from './while-waiting.ts';

/** Whoever may give the right, or move a window, is not heard here. */
const recheckMs = 3_600_000;

export type GateAnswer =
  | { readonly kind: 'open'; readonly waited: boolean; readonly notAfter: number | null }
  | { readonly kind: 'aborted' }
  /** A person wants the pool never begun. */
  | { readonly kind: 'left' };

/**
 * Nothing that moves a cluster forward is sent before this says "open": not paused, inside the window with
 * enough of it left, as the file asks and by how long such a change (`planned`) took before; null: it replaces nothing.
 * Whoever waited has to look at the cluster again.
 */
export async function passGate(
  run: ClusterRun,
  pool: string | null,
  planned: PlannedRun | null,
): Promise<GateAnswer> {
  let waited = false;
  for (;;) {
    waited = (await awaitResume(run, pool)) || waited;
    const ended = endedBy(run, pool);
    if (ended !== null) return ended;
    const window = await awaitWindow(run, pool, planned);
    if (window.kind !== 'open') return window;
    waited ||= window.waited;
    if (!run.operator.paused) return { kind: 'open', waited, notAfter: window.notAfter };
  }
}

function endedBy({ operator }: ClusterRun, pool: string | null): GateAnswer | null {
  if (isStopping(operator)) return { kind: 'aborted' };
  return isSkipped(operator, pool) ? { kind: 'left' } : null;
}

async function awaitResume(run: ClusterRun, pool: string | null): Promise<boolean> {
  const { operator } = run;
  if (!operator.paused || endedBy(run, pool) !== null) return false;
  const { campaign, scheduledRun } = run.input;
  const until = scheduledRun === undefined ? null : run.clock.now() + scheduledRun.decideWithinMs;
  const isOver = () => !operator.paused || endedBy(run, pool) !== null;
  await whileWaiting(
    run,
    {
      kind: 'paused',
      name: run.input.plan.name,
      until,
      act: `drydock resume ${campaign} --reason TEXT`,
    },
    async () => {
      if (until === null) await condition(isOver);
      else await run.clock.waitUntil(until, 'Paused, by night', isOver);
    },
  );
  if (scheduledRun !== undefined && !isOver())
    deferToNextRun(run, `paused, and ${describeNobodyCame(scheduledRun.decideWithinMs)}`);
  return true;
}

async function awaitWindow(
  run: ClusterRun,
  pool: string | null,
  planned: PlannedRun | null,
): Promise<GateAnswer> {
  const { maintenance, pace } = run.input;
  const finishing = maintenance?.onClose === 'FinishCluster' && run.begun;
  if (maintenance === null || finishing) return { kind: 'open', waited: false, notAfter: null };
  for (let waited = false; ; waited = true) {
    const answer = await run.activities.read.checkWindow.executeWithOptions(
      { summary: 'Is the maintenance window open?' },
      [
        {
          maintenance,
          pace,
          resourceId: run.input.plan.resourceId,
          type: run.input.terms.upgrade.type,
          ...(planned !== null ? { planned } : {}),
        },
      ],
    );
    if (answer.go) {
      if (answer.window !== undefined) run.window = spanOf(run, answer.window);
      return { kind: 'open', waited, notAfter: answer.notAfter };
    }
    if (answer.opensAt === null) {
      if (run.input.scheduledRun !== undefined) {
        deferToNextRun(run, answer.because);
        return { kind: 'aborted' };
      }
      await recheckLater(run, pool, answer.because);
      const ended = endedBy(run, pool);
      if (ended !== null) return ended;
      continue;
    }
    run.window = spanOf(run, answer);
    if (run.input.scheduledRun !== undefined) {
      deferToNextRun(run, `outside its window, which opens ${run.window.opensAt}`);
      return { kind: 'aborted' };
    }
    const act = `goes on by itself${answer.because === undefined ? '' : `; ${answer.because}`}`;
    const summary = `Wait for the window, opens ${run.window.opensAt}`;
    await whileWaiting(run, { kind: 'window', name: run.input.plan.name, until: answer.opensAt, act }, () =>
      run.clock.waitUntil(answer.opensAt, summary, () => endedBy(run, pool) !== null),
    );
    const ended = endedBy(run, pool);
    if (ended !== null) return ended;
  }
}

function spanOf({ clock }: ClusterRun, span: { readonly opensAt: number; readonly closesAt: number }) {
  return { opensAt: clock.iso(span.opensAt), closesAt: clock.iso(span.closesAt) };
}

/** No window is known: that is not the same as none being there, so nothing is begun. */
async function recheckLater(run: ClusterRun, pool: string | null, because: string): Promise<void> {
  run.window = null;
  const until = run.clock.now() + recheckMs;
  await whileWaiting(
    run,
    {
      kind: 'window',
      name: run.input.plan.name,
      until: null,
      act: `no opening is known: ${because}; looked at again every hour`,
    },
    () => run.clock.waitUntil(until, `No window is known: ${because}`, () => endedBy(run, pool) !== null),
  );
}

import { condition } from '@temporalio/workflow';
import type { Maintenance } from '#domain/campaign/campaign.ts';
import { describeMissingDecision } from '#domain/nightly/scheduled-run-messages.ts';
import type { PlannedRun } from '#domain/status/measured-runs.ts';
import type { WindowNow } from '#domain/status/status.ts';
import { isSkipped, isStopping } from '../state/cluster-operator.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { deferToNextRun } from '../state/defer-to-next-run.ts';
import { whileWaiting } from './while-waiting.ts';

/** No event announces that a permission was granted or a window moved. */
const recheckMs = 3_600_000;

export type PermissionAnswer =
  | { readonly kind: 'granted'; readonly waited: boolean; readonly notAfter: number | null }
  | { readonly kind: 'aborted' }
  /** An operator skips the pool. */
  | { readonly kind: 'skipped' };

/**
 * Nothing that moves a cluster forward is sent before this grants it: not paused, and inside a window with enough time
 * left, by the file and by how long such a change (`planned`; null: it replaces no nodes) took before. After a wait the
 * cluster has to be inspected again.
 */
export async function awaitPermission(
  run: ClusterRun,
  pool: string | null,
  planned: PlannedRun | null,
): Promise<PermissionAnswer> {
  let waited = false;
  for (;;) {
    waited = (await awaitResume(run, pool)) || waited;
    const ended = endedBy(run, pool);
    if (ended !== null) return ended;
    const window = await awaitWindow(run, pool, planned);
    if (window.kind !== 'granted') return window;
    waited ||= window.waited;
    if (!run.operator.paused) return { kind: 'granted', waited, notAfter: window.notAfter };
  }
}

function endedBy({ operator }: ClusterRun, pool: string | null): PermissionAnswer | null {
  if (isStopping(operator)) return { kind: 'aborted' };
  return isSkipped(operator, pool) ? { kind: 'skipped' } : null;
}

async function awaitResume(run: ClusterRun, pool: string | null): Promise<boolean> {
  const { operator } = run;
  if (!operator.paused || endedBy(run, pool) !== null) return false;
  const { campaign, scheduledRun, plan } = run.input;
  const until = scheduledRun === undefined ? null : run.clock.now() + scheduledRun.decideWithinMs;
  const isOver = () => !operator.paused || endedBy(run, pool) !== null;
  const act = `drydock resume ${campaign} --reason TEXT`;
  await whileWaiting(run, { kind: 'paused', name: plan.name, until, act }, async () => {
    if (until === null) await condition(isOver);
    else await run.clock.waitUntil(until, 'Paused in a scheduled run', isOver);
  });
  if (scheduledRun !== undefined && !isOver())
    deferToNextRun(run, `paused, and ${describeMissingDecision(scheduledRun.decideWithinMs)}`);
  return true;
}

async function awaitWindow(
  run: ClusterRun,
  pool: string | null,
  planned: PlannedRun | null,
): Promise<PermissionAnswer> {
  const { maintenance } = run.input;
  const finishing = maintenance?.onClose === 'FinishCluster' && run.begun;
  if (maintenance === null || finishing) return { kind: 'granted', waited: false, notAfter: null };
  for (let waited = false; ; waited = true) {
    const answer = await checkWindow(run, maintenance, planned);
    if (answer.go) {
      if (answer.window !== undefined) run.window = spanOf(run, maintenance, answer.window);
      return { kind: 'granted', waited, notAfter: answer.notAfter };
    }
    run.window = answer.opensAt === null ? run.window : spanOf(run, maintenance, answer);
    if (run.input.scheduledRun !== undefined) {
      deferToNextRun(
        run,
        answer.opensAt === null ? answer.because : `outside its window, which opens ${run.window?.opensAt}`,
      );
      return { kind: 'aborted' };
    }
    await (answer.opensAt === null
      ? recheckLater(run, pool, answer.because)
      : awaitOpening(run, pool, answer.opensAt, answer.because));
    const ended = endedBy(run, pool);
    if (ended !== null) return ended;
  }
}

function checkWindow(
  { input, activities }: ClusterRun,
  maintenance: NonNullable<ClusterRun['input']['maintenance']>,
  planned: PlannedRun | null,
) {
  const { plan, terms, pace } = input;
  return activities.read.checkWindow.executeWithOptions({ summary: 'Check the maintenance window' }, [
    {
      maintenance,
      pace,
      resourceId: plan.resourceId,
      type: terms.upgrade.type,
      ...(planned === null ? {} : { planned }),
    },
  ]);
}

function spanOf(
  { clock }: ClusterRun,
  { timezone }: Maintenance,
  { opensAt, closesAt }: { readonly opensAt: number; readonly closesAt: number },
): WindowNow {
  return { opensAt: clock.iso(opensAt), closesAt: clock.iso(closesAt), timezone };
}

async function awaitOpening(
  run: ClusterRun,
  pool: string | null,
  opensAt: number,
  because: string | undefined,
): Promise<void> {
  const act = `continues automatically${because === undefined ? '' : `; ${because}`}`;
  const summary = `Wait for the window, opens ${run.clock.iso(opensAt)}`;
  await whileWaiting(run, { kind: 'window', name: run.input.plan.name, until: opensAt, act }, () =>
    run.clock.waitUntil(opensAt, summary, () => endedBy(run, pool) !== null),
  );
}

/** An unknown window is not the absence of one, so nothing begins. */
async function recheckLater(run: ClusterRun, pool: string | null, because: string): Promise<void> {
  run.window = null;
  const until = run.clock.now() + recheckMs;
  const act = `the next window is unknown: ${because}; checked again every hour`;
  await whileWaiting(run, { kind: 'window', name: run.input.plan.name, until: null, act }, () =>
    run.clock.waitUntil(until, `The next window is unknown: ${because}`, () => endedBy(run, pool) !== null),
  );
}

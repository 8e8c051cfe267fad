import { joinTexts } from '#domain/text/sentences.ts';
import { carryOut } from '../change/carry-out-change.ts';
import { openTask, type Task } from '../change/task.ts';
import { healthOfPool } from '../checks/health.ts';
import { takePosture } from '../checks/posture.ts';
import { preflight } from '../checks/preflight.ts';
import { soakUnderWatch } from '../checks/soak-with-health.ts';
import { verifyPool } from '../checks/verify.ts';
import { readFailure } from '../read-failure.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';
import { aborted, aside, done, inOrder, type StepResult, skippedByOperator } from '../state/step-result.ts';
import { awaitPermissionAndFreezes } from '../waits/await-permission-and-freezes.ts';
import type { MigrationStep } from './migration-step.ts';
import { moveWorkloads } from './move-workloads.ts';

/** AKS adds the nodes of a pool within minutes, those of Windows within half an hour. */
const createMs = 2 * 3_600_000;

/** AKS deletes the machines of a pool at once. */
const deleteMs = 3_600_000;

/**
 * THE list for a pool whose workloads move to another one, which may have to be made first. A retry runs it from the top: each
 * step finds what is done already. The emptied pool stays, unless it is to be removed.
 */
export function migratePoolSteps(
  run: ClusterRun,
  step: MigrationStep,
  state: StepState,
): readonly (() => Promise<StepResult>)[] {
  const { pool, action, migration, strategy } = step;
  const health = healthOfPool(run, pool, strategy.timeoutMs);
  const create = createTask(run, step, state);
  const maybeSent = () => create?.maybeSent === true;
  const name = `${run.input.plan.name}/${pool}`;
  const isRemoval = action === 'remove-node-pool';
  return [
    () =>
      inOrder([
        () => preflight(run, step, maybeSent()),
        () => takePosture(run, maybeSent()),
        () => health.takeBaseline(maybeSent()),
      ]),
    ...(create === null ? [] : [() => carryOut(run, create)]),
    ...(isRemoval ? [] : [() => uncordonPool(run, step)]),
    () => verifyPool(run, migration.to, migration.version),
    () => health.judge('AfterPool'),
    () => moveWorkloads(run, step, state),
    () => soakUnderWatch(run, name, strategy.soakMs, { health, moment: 'AfterPool' }),
    ...(isRemoval ? [() => removePool(run, step, state)] : []),
    async () => {
      run.toleratedIssues = joinTexts(
        [isRemoval ? 'deleted' : 'kept, cordoned and empty', run.toleratedIssues],
        '; ',
      );
      return done;
    },
  ].map((each) => async () => aside(await each()));
}

/** null: the pool that takes the workloads is there. */
function createTask(run: ClusterRun, { pool, to, migration }: MigrationStep, state: StepState): Task | null {
  const { resourceId } = run.input.plan;
  if (migration.osSKU === undefined) return null;
  return openTask(run, {
    change: {
      kind: 'create-node-pool',
      resourceId,
      pool: migration.to,
      like: pool,
      osSKU: migration.osSKU,
      to,
    },
    state,
    timeoutMs: createMs,
    purpose: 'forward',
    // A pool that is half made is of no use, and an empty one does no harm.
    isAbortable: false,
  });
}

/** An earlier attempt, or one that moved them back, may have closed it. */
async function uncordonPool(run: ClusterRun, { pool, migration }: MigrationStep): Promise<StepResult> {
  const { plan, pace } = run.input;
  const permission = await awaitPermissionAndFreezes(run, pool);
  if (permission.kind !== 'granted') return permission.kind === 'skipped' ? skippedByOperator : aborted;
  const summary = `Uncordon ${migration.to}`;
  try {
    await run.activities.compensate.uncordonPool.executeWithOptions({ summary }, [
      { resourceId: plan.resourceId, pool: migration.to, pace },
    ]);
    return done;
  } catch (thrown) {
    return { kind: 'failed', failure: readFailure(thrown) };
  }
}

async function removePool(run: ClusterRun, { pool }: MigrationStep, state: StepState): Promise<StepResult> {
  const remove = openTask(run, {
    change: { kind: 'delete-node-pool', resourceId: run.input.plan.resourceId, pool },
    state,
    timeoutMs: deleteMs,
    purpose: 'forward',
    isAbortable: false,
  });
  const result = await carryOut(run, remove);
  // Where the record of the operation cannot be read its pool is asked, which is gone at the end: that shows when it is inspected again.
  return result.kind === 'failed' && result.failure.kind === 'not-found' ? carryOut(run, remove) : result;
}

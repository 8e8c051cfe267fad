import { carryOut } from '../change/carry-out-change.ts';
import { openTask, type Task } from '../change/task.ts';
import { healthOfPool } from '../checks/health.ts';
import { takePosture } from '../checks/posture.ts';
import { preflight } from '../checks/preflight.ts';
import { soakUnderWatch } from '../checks/soak-with-health.ts';
import { verifyPool } from '../checks/verify.ts';
import { readFailure } from '../read-failure.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';
import { aside, done, inOrder, type StepResult } from '../state/step-result.ts';
import type { MigrationStep } from './migration-step.ts';
import { moveWorkloads } from './move-workloads.ts';

/** AKS adds the nodes of a pool within minutes, those of Windows within half an hour. */
const createMs = 2 * 3_600_000;

/**
 * THE list for a pool whose workloads move to another one, which is made first. A retry runs it from the top: each step finds
 * what is done already. The old pool stays.
 */
export function migratePoolSteps(
  run: ClusterRun,
  step: MigrationStep,
  state: StepState,
): readonly (() => Promise<StepResult>)[] {
  const { pool, to: version, migration, strategy } = step;
  const health = healthOfPool(run, pool, strategy.timeoutMs);
  const create = createTask(run, step, state);
  return [
    () =>
      inOrder([
        () => preflight(run, step, create.maybeSent),
        () => takePosture(run, create.maybeSent),
        () => health.takeBaseline(create.maybeSent),
      ]),
    () => carryOut(run, create),
    () => uncordonPool(run, migration.to),
    () => verifyPool(run, migration.to, version),
    () => health.judge('AfterPool'),
    () => moveWorkloads(run, step, state),
    () =>
      soakUnderWatch(run, `${run.input.plan.name}/${pool}`, strategy.soakMs, { health, moment: 'AfterPool' }),
  ].map((each) => async () => aside(await each()));
}

function createTask(run: ClusterRun, { pool, to, migration }: MigrationStep, state: StepState): Task {
  const { resourceId } = run.input.plan;
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
async function uncordonPool(run: ClusterRun, pool: string): Promise<StepResult> {
  const { plan, pace } = run.input;
  try {
    await run.activities.compensate.uncordonPool.executeWithOptions({ summary: `Uncordon ${pool}` }, [
      { resourceId: plan.resourceId, pool, pace },
    ]);
    return done;
  } catch (thrown) {
    return { kind: 'failed', failure: readFailure(thrown) };
  }
}

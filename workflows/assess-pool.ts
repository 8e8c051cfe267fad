import type { PoolAssessment } from '#activities/assess-pool.ts';
import { stepGoal } from '#domain/campaign/step-goal.ts';
import type { Failure } from '#domain/failure.ts';
import type { ClusterRun, StepLine } from './cluster-run.ts';
import { readFailure } from './read-failure.ts';

/** Who waits for a person's decision anyway does not wait long for what would make it easier. */
const patienceMs = 5 * 60_000;

/** How far a pool really came and whether it may go back; writes its end into its line. */
export async function assessPool(
  run: ClusterRun,
  line: StepLine & { readonly pool: string },
): Promise<PoolAssessment | Failure> {
  const { plan, pace } = run.input;
  const { pool } = line;
  try {
    const found = await run.activities.read.assessPool.executeWithOptions(
      { summary: `How far is ${pool}, and may it go back?`, scheduleToCloseTimeout: patienceMs },
      [
        {
          resourceId: plan.resourceId,
          pool,
          ...stepGoal(line),
          rolledBack: run.rolledBack.has(pool),
          pace,
        },
      ],
    );
    if (found.truth !== null) line.end = found.truth.end;
    if (found.truth?.nodes !== undefined) line.nodes = found.truth.nodes;
    return found;
  } catch (thrown) {
    return readFailure(thrown);
  }
}

import type { PoolAssessment } from '#activities/change/assess-pool.ts';
import type { Failure } from '#domain/failure.ts';
import type { RollbackVerdict } from '#domain/gate/rollback/decide-rollback.ts';
import { stepGoal } from '#domain/status/step-goal.ts';
import { readFailure } from '../read-failure.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';

/** Who waits for a person's decision anyway does not wait long for what would make it easier. */
const patienceMs = 5 * 60_000;

/** How far a pool really came and whether it may go back; writes its end, and that of its clock, into its state. */
export async function assessPool(
  run: ClusterRun,
  state: StepState & { readonly pool: string },
): Promise<PoolAssessment | Failure> {
  const { plan, pace } = run.input;
  const { pool } = state;
  try {
    const found = await run.activities.read.assessPool.executeWithOptions(
      { summary: `How far is ${pool}, and may it go back?`, scheduleToCloseTimeout: patienceMs },
      [
        {
          resourceId: plan.resourceId,
          pool,
          ...stepGoal(state),
          rolledBack: run.rolledBack.has(pool),
          pace,
        },
      ],
    );
    if (found.truth !== null) state.end = found.truth.end;
    if (found.truth?.nodes !== undefined) state.nodes = found.truth.nodes;
    setClock(run, state, found.rollback);
    return found;
  } catch (thrown) {
    return readFailure(thrown);
  }
}

/** Its clock was foreseen when its upgrade was sent; once Azure was asked, one end is told of it everywhere. */
function setClock({ clock }: ClusterRun, state: StepState, rollback: RollbackVerdict): void {
  if (!rollback.eligible || rollback.until === null || state.rollbackOffer?.until == null) return;
  state.rollbackOffer = { ...state.rollbackOffer, until: clock.iso(rollback.until) };
}

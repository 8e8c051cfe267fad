import type { PoolAssessment } from '#activities/change/assess-pool.ts';
import type { Failure } from '#domain/failure.ts';
import type { RollbackVerdict } from '#domain/rollback/decide-rollback.ts';
import { waitsForOperationAlone } from '#domain/rollback/rollback-messages.ts';
import { stepGoal } from '#domain/status/step-goal.ts';
import { readFailure } from '../read-failure.ts';
import type { ClusterRun, PoolState } from '../state/cluster-run.ts';

/** An operator's question does not wait long for what would make it easier to answer. */
const patienceMs = 5 * 60_000;

/** How far a pool really came and whether it can be rolled back; writes both into its state. */
export async function assessPool(run: ClusterRun, state: PoolState): Promise<PoolAssessment | Failure> {
  const { plan, pace, terms } = run.input;
  const { pool } = state;
  try {
    const found = await run.activities.read.assessPool.executeWithOptions(
      { summary: `Assess ${pool} and its rollback`, scheduleToCloseTimeout: patienceMs },
      [
        {
          resourceId: plan.resourceId,
          pool,
          ...stepGoal(state),
          rolledBack: run.rolledBack.has(pool),
          finalSoakUntil: momentOf(state.rollbackOffer?.until),
          apiVersion: terms.nodePools.previewApiVersion,
          pace,
        },
      ],
    );
    // Another upgrade left it half done: Azure says the new version since then.
    if (state.version === undefined && state.from === state.to && found.from !== null)
      state.from = found.from;
    if (found.truth !== null) state.end = found.truth.end;
    if (found.truth?.nodes !== undefined) state.nodes = found.truth.nodes;
    setRollbackEnd(run, state, found.rollback);
    return found;
  } catch (thrown) {
    return readFailure(thrown);
  }
}

/** Of a blue-green upgrade the offer is open in its final soak alone. */
function momentOf(until: string | null | undefined): number | null {
  return until == null ? null : Date.parse(until);
}

/** The end was predicted when the upgrade was sent; once Azure was asked, its own is shown everywhere, and so is a refusal that lasts. */
function setRollbackEnd({ clock }: ClusterRun, state: PoolState, rollback: RollbackVerdict): void {
  if (state.rollbackOffer === undefined) return;
  const offer = { ...state.rollbackOffer, version: stepGoal(state).back ?? state.rollbackOffer.version };
  state.rollbackOffer = offer;
  if (offer.because !== null) return;
  if (rollback.eligible) {
    const { nodeImageVersion, until } = rollback;
    const end = until === null ? offer.until : clock.iso(until);
    state.rollbackOffer = { ...offer, nodeImageVersion, until: end };
  } else if (rollback.refusals.length > 0 && !waitsForOperationAlone(rollback)) {
    const because = rollback.refusals.map((each) => each.because).join('; ');
    state.rollbackOffer = { ...offer, until: null, because };
  }
}

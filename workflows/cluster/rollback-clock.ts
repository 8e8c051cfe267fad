import type { Cluster } from '#domain/fleet/fleet.ts';
import type { PlanStep } from '#domain/plan/contents/plan.ts';
import { forecastRollback, type RollbackForecast } from '#domain/rollback/rollback-forecast.ts';
import { stepGoal } from '#domain/status/step-goal.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';

/**
 * Starts a pool's rollback clock right before its upgrade is sent: what it could be rolled back to, and until when. AKS keeps
 * the last pair alone, so an earlier step of the same pool cannot be rolled back any more.
 */
export function startRollbackClock(
  run: ClusterRun,
  cluster: Cluster,
  step: PlanStep,
  state: StepState,
): void {
  if (state.pool === null) return;
  const { action, to } = step;
  const image = action === 'upgrade-node-image' ? state.to : null;
  const forecast = forecastRollback(cluster, state.pool, { version: to, image }, run.clock.now());
  if (forecast === null) return;
  run.rolledBack.delete(state.pool);
  for (const earlier of run.steps)
    if (earlier !== state && earlier.pool === state.pool && earlier.rollbackOffer !== undefined)
      earlier.rollbackOffer = {
        ...earlier.rollbackOffer,
        until: null,
        because: `the step to ${to} closed it`,
      };
  state.rollbackOffer = {
    version: stepGoal(state).back ?? to,
    nodeImageVersion: forecast.nodeImageVersion,
    ...(step.blueGreen === undefined ? endOf(run, forecast) : { until: null, because: onlyInFinalSoak }),
  };
}

/** Of a pool that another upgrade left half done, before Azure and its nodes say what it was and until when it can be rolled back. */
export function offerOfHalfDone(
  { input: { rollback } }: ClusterRun,
  { to, blueGreen }: PlanStep,
): NonNullable<StepState['rollbackOffer']> {
  const ruledOut = rollback.nodePools === 'Never' ? ruledOutByFile : null;
  const because = ruledOut ?? (blueGreen === undefined ? null : onlyInFinalSoak);
  return { version: to, nodeImageVersion: '', until: null, because };
}

const ruledOutByFile = 'rollback.nodePools is Never';
const onlyInFinalSoak = 'Azure rolls a blue-green upgrade back only in its final soak';

/**
 * Azure rolls the pool back as long as it keeps the old nodes; not where the image alone is new, for Azure still says the old one
 * then, and a request for it would continue the upgrade.
 */
export function openInFinalSoak(run: ClusterRun, { action, blueGreen }: PlanStep, state: StepState): void {
  const { rollbackOffer: offer } = state;
  const isClosed = action === 'upgrade-node-image' || run.input.rollback.nodePools === 'Never';
  if (offer === undefined || blueGreen === undefined || isClosed) return;
  const soakMs = blueGreen.finalSoakDurationInMinutes * 60_000;
  const now = run.clock.now();
  // A soak that was interrupted keeps its end.
  if (Date.parse(offer.until ?? '') > now) return;
  state.rollbackOffer = { ...offer, until: run.clock.iso(now + soakMs), because: null };
}

export function closeAfterFinalSoak(state: StepState): void {
  if (state.rollbackOffer !== undefined)
    state.rollbackOffer = { ...state.rollbackOffer, until: null, because: onlyInFinalSoak };
}

/** The file can rule out what Azure would do. */
function endOf({ input, clock }: ClusterRun, forecast: RollbackForecast) {
  if (input.rollback.nodePools === 'Never') return { until: null, because: ruledOutByFile };
  if (!forecast.open) return { until: null, because: forecast.because };
  return { until: clock.iso(forecast.until), because: null };
}

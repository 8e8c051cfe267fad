import type { Cluster } from '#domain/fleet/fleet.ts';
import { forecastRollback, type RollbackForecast } from '#domain/gate/rollback/rollback-forecast.ts';
import type { PlanStep } from '#domain/plan/contents/plan.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';

/**
 * Starts a pool's clock right before its upgrade is sent: what it could go back to, and until when. AKS keeps the last
 * pair alone, so an earlier step of the same pool has no way back any more. A retry finds the clock running.
 */
export function startRollbackClock(
  run: ClusterRun,
  cluster: Cluster,
  step: PlanStep,
  state: StepState,
): void {
  if (state.pool === null) return;
  const { action, from, to } = step;
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
    version: from,
    nodeImageVersion: forecast.nodeImageVersion,
    ...endOf(run, forecast),
  };
}

/** What Azure would do counts for nothing where the file says that no pool of this campaign goes back. */
function endOf({ input, clock }: ClusterRun, forecast: RollbackForecast) {
  if (input.rollback.nodePools === 'Never') return { until: null, because: 'rollback.nodePools is Never' };
  if (!forecast.open) return { until: null, because: forecast.because };
  return { until: clock.iso(forecast.until), because: null };
}

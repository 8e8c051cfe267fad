import { forRollback, type StalledDrainPolicy } from '#domain/rolling-upgrade/stalled-drain.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { done, type StepResult } from '../state/step-result.ts';
import { abortInAzure } from './abort-in-azure.ts';
import { stalledResult, type Watched, watchUntil } from './watch-operation.ts';
import { nextStall, noStall, takeDecision, whileStalled } from './while-stalled.ts';

/**
 * Watches the operation that rolls a pool back. Even an abort of the campaign lets it end, for nothing follows by rule
 * between two versions; only an operator who was asked about its drain and says skip aborts it.
 */
export async function watchRollback(run: ClusterRun, watched: Watched): Promise<StepResult> {
  const { state, operation } = watched;
  let stall = noStall;
  try {
    for (;;) {
      const policy = currentPolicy(run, watched);
      const isOver = () => policy !== null && stall.level === 'act' && isAnswered(run);
      const step = await whileStalled(
        run,
        { stall, policy, pool: operation.pool ?? '', isRollback: true },
        () => watchUntil(run, { ...watched, stalledDrain: policy }, stall, isOver),
      );
      if (step.kind === 'ended') return step.result;
      if (step.kind === 'in-final-soak') continue;
      const decided = step.kind === 'interrupted' ? takeDecision(run) : null;
      if (decided?.verb === 'skip' || decided?.verb === 'skip-pool') {
        const end = await abortInAzure(run, state, operation);
        return end === 'had succeeded' ? done : stalledResult(run, operation, stall.blockedBy, decided);
      }
      // It is being rolled back already: ordering it again means that it continues.
      if (step.kind === 'interrupted') run.operator.rollBack = null;
      stall = nextStall(run, stall, step, policy);
      state.blockedBy = stall.blockedBy;
    }
  } finally {
    state.blockedBy = null;
  }
}

/** null: no operator is asked any more, or the file has no rule. */
function currentPolicy({ operator }: ClusterRun, { stalledDrain }: Watched): StalledDrainPolicy | null {
  return stalledDrain === null || operator.aborted !== null ? null : forRollback(stalledDrain);
}

function isAnswered({ operator: { decision, rollBack, aborted } }: ClusterRun): boolean {
  return decision !== null || rollBack !== null || aborted !== null;
}

import { forRollback, type StalledDrainPolicy } from '#domain/rolling-upgrade/stalled-drain.ts';
import type { DecideSignal } from '#protocol/signals.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { done, type StepResult } from '../state/step-result.ts';
import { stopInAzure } from './abort-in-azure.ts';
import { calm, noteStall, postpone, type Stall, takeDecision, whileStalled } from './stalled-drain.ts';
import { look, stalledResult, type Watched } from './watch-operation.ts';

/**
 * Watches the operation that takes a pool back. An abort of the campaign lets it come to its end, and so does whatever else
 * but the word of a person who was asked about its drain: between two versions nothing follows by itself.
 */
export async function watchRollback(run: ClusterRun, watched: Watched): Promise<StepResult> {
  const { state, operation } = watched;
  let stall = calm;
  try {
    for (;;) {
      const policy = policyNow(run, watched);
      const isOver = () => policy !== null && stall.level === 'act' && isAnswered(run);
      const turn = await whileStalled(
        run,
        { stall, policy, pool: operation.pool ?? '', isRollback: true },
        () => look(run, { ...watched, stalledDrain: policy }, stall, isOver),
      );
      if (turn.kind === 'ended') return turn.result;
      const decided = turn.kind === 'let-go' ? takeDecision(run) : null;
      if (decided?.verb === 'skip' || decided?.verb === 'skip-pool')
        return await stopHalfway(run, watched, stall, decided);
      // It goes back already: who orders it once more wants it to go on.
      if (turn.kind === 'let-go') run.operator.rollBack = null;
      stall = turn.kind === 'let-go' ? postpone(run, stall, policy) : noteStall(stall, turn.changed);
      state.blockedBy = stall.blockedBy;
    }
  } finally {
    state.blockedBy = null;
  }
}

/** null: nobody is asked any more, or the file has no rule. */
function policyNow({ operator }: ClusterRun, { stalledDrain }: Watched): StalledDrainPolicy | null {
  return stalledDrain === null || operator.aborted !== null ? null : forRollback(stalledDrain);
}

function isAnswered({ operator: { decision, rollBack, aborted } }: ClusterRun): boolean {
  return decision !== null || rollBack !== null || aborted !== null;
}

async function stopHalfway(
  run: ClusterRun,
  { state, operation }: Watched,
  { blockedBy }: Stall,
  decided: DecideSignal,
): Promise<StepResult> {
  const end = await stopInAzure(run, state, operation);
  return end === 'had succeeded' ? done : stalledResult(run, operation, blockedBy, { decided });
}

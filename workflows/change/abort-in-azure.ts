import type { Operation } from '#domain/change/change.ts';
import { mayBeHalfUpgraded } from '#domain/rollback/decide-failed-pool.ts';
import { readFailure } from '../read-failure.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';
import { watchEnd } from './call-watch.ts';

/** AKS ends an aborted operation within seconds; what takes longer needs an operator. */
const abortPatienceMs = 30 * 60_000;

/** Aborts an operation of ours and waits until its resource is at rest. Nothing that it did is undone. */
export async function abortInAzure(
  run: ClusterRun,
  state: StepState,
  operation: Operation,
): Promise<'had succeeded' | 'canceled' | 'not aborted'> {
  const { resourceId, pool } = operation;
  const { pace } = run.input;
  state.detail = 'aborting';
  try {
    await run.activities.compensate.abortOperation.executeWithOptions(
      { summary: `Abort ${state.name} in Azure` },
      [{ resourceId, pool, pace }],
    );
    const rest: Operation = { resourceId, pool, url: null };
    const watch = { operation: rest, deadline: run.clock.now() + abortPatienceMs };
    const end = await watchEnd(run, watch, `Wait until ${state.name} is at rest`);
    const hadSucceeded = end.state === 'succeeded';
    state.detail = hadSucceeded ? 'had succeeded before the abort' : mayBeHalfUpgraded;
    return hadSucceeded ? 'had succeeded' : 'canceled';
  } catch (thrown) {
    state.detail = `the abort failed: ${readFailure(thrown).message}`;
    return 'not aborted';
  }
}

import { isCancellation } from '@temporalio/workflow';
import type { Operation } from '#domain/campaign/change.ts';
import type { RollingTarget } from '#domain/rolling-upgrade/rolling-view.ts';
import { cancelWhen } from './cancel-when.ts';
import { isToStop } from './cluster-operator.ts';
import type { ClusterRun, StepLine } from './cluster-run.ts';
import { readFailure } from './read-failure.ts';
import { aborted, done, failed, type StepResult } from './step-result.ts';

/** AKS ends an aborted operation within seconds; longer than this means that somebody has to look. */
const abortPatienceMs = 30 * 60_000;

/** An operation to be watched. */
interface Watched {
  readonly line: StepLine;
  readonly operation: Operation;
  /** Campaign time (ms). */
  readonly deadline: number;
  /** null: it replaces no nodes. */
  readonly rolling: RollingTarget | null;
}

/** Watches an operation to its end, whatever happens meanwhile. */
export async function watchToEnd(run: ClusterRun, watched: Watched): Promise<StepResult> {
  try {
    return await watch(run, watched);
  } catch (thrown) {
    return { kind: 'failed', failure: readFailure(thrown) };
  }
}

/**
 * Watches an operation to its end. An abort does not wait for it: the watch is let go at once, Azure is asked to
 * stop, and the resource is watched until it rests.
 */
export async function watchOrAbort(run: ClusterRun, watched: Watched): Promise<StepResult> {
  const { line, operation } = watched;
  const isOver = () => stopReason(run, operation) !== null;
  try {
    return await cancelWhen(isOver, () => watch(run, watched));
  } catch (thrown) {
    if (isCancellation(thrown) && isOver()) return await abortInAzure(run, line, operation);
    return { kind: 'failed', failure: readFailure(thrown) };
  }
}

async function watch(
  run: ClusterRun,
  { line, operation, deadline, rolling }: Watched,
  summary = `Watch ${line.name}`,
): Promise<StepResult> {
  const { tuning, pace } = run.input;
  const asked = { operation, deadline, pollMs: tuning.pollMs, pollFloorMs: tuning.pollFloorMs, pace };
  const end = await run.activities.watch.watchOperation.executeWithOptions({ summary }, [
    rolling === null ? asked : { ...asked, rolling },
  ]);
  switch (end.state) {
    case 'succeeded':
      return done;
    case 'stall-changed':
      return watch(run, { line, operation, deadline, rolling }, summary);
    case 'took-too-long':
      return failed('took-too-long', `Still running: ${end.progress}.`);
    case 'failed':
    case 'canceled':
      return { kind: 'failed', failure: end.failure };
  }
}

async function abortInAzure(run: ClusterRun, line: StepLine, operation: Operation): Promise<StepResult> {
  const end = await stopInAzure(run, line, operation);
  if (end === 'had succeeded') line.nodes = { ...line.nodes, done: line.nodes.total };
  const because = run.operator.leave.get(operation.pool ?? '')?.because ?? '';
  run.operator.leave.delete(operation.pool ?? '');
  if (isToStop(run.operator)) return aborted;
  return failed('operation-canceled', `The operation was ${because}.`);
}

/** Aborts an operation of ours and waits until its resource rests. Nothing that it did is undone. */
export async function stopInAzure(
  run: ClusterRun,
  line: StepLine,
  operation: Operation,
): Promise<'had succeeded' | 'canceled' | 'not stopped'> {
  const { resourceId, pool } = operation;
  const { pace } = run.input;
  line.detail = 'aborting';
  try {
    await run.activities.compensate.abortOperation.executeWithOptions(
      { summary: `Abort ${line.name} in Azure` },
      [{ resourceId, pool, pace }],
    );
    const rest: Operation = { resourceId, pool, url: null };
    const deadline = run.clock.now() + abortPatienceMs;
    const end = await watch(
      run,
      { line, operation: rest, deadline, rolling: null },
      `Wait until ${line.name} rests`,
    );
    line.detail = end.kind === 'done' ? 'had succeeded before the abort' : 'Canceled: may be half upgraded';
    return end.kind === 'done' ? 'had succeeded' : 'canceled';
  } catch (thrown) {
    line.detail = `the abort did not get through: ${readFailure(thrown).message}`;
    return 'not stopped';
  }
}

/** Why the running operation is to be stopped; null: it is not. */
function stopReason({ operator }: ClusterRun, { pool }: Operation): string | null {
  const { aborted: all, rollBack } = operator;
  const leave = pool === null ? undefined : operator.leave.get(pool);
  if (pool !== null && rollBack !== null && (rollBack.pool ?? pool) === pool) return rollBack.because;
  return all ?? (leave?.how === 'abort' ? leave.because : null);
}

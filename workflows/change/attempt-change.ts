import type { BeginAnswer } from '#activities/change/begin-change.ts';
import { poolOfStep } from '#domain/change/change.ts';
import { isRestricted } from '#domain/change/change-purpose.ts';
import { decideBegin } from '#domain/change/decide-begin.ts';
import { isChangedSince, isEndUnacknowledged } from '#domain/change/unacknowledged-change.ts';
import { failureRules } from '#domain/failure.ts';
import type { Cluster } from '#domain/fleet/fleet.ts';
import { plannedRun } from '#domain/status/measured-runs.ts';
import { isSkipped, isStopping } from '../state/cluster-operator.ts';
import { type ClusterRun, noteSent } from '../state/cluster-run.ts';
import { aborted, done, failed, type StepResult, skippedByOperator } from '../state/step-result.ts';
import { awaitPermission } from '../waits/await-permission.ts';
import { beginTask } from './begin-task.ts';
import { forceExpired } from './force-expired.ts';
import { inspectCluster } from './inspect-cluster.ts';
import type { Task } from './task.ts';
import { watchTask } from './watch-task.ts';

/** Another operation runs: by our inspection, or (`refused`) by Azure's answer. */
interface ConcurrentOperation {
  readonly kind: 'concurrent-operation';
  readonly because: string;
  readonly refused: StepResult | null;
}

type Attempt =
  | StepResult
  | ConcurrentOperation
  | Extract<BeginAnswer, { kind: 'frozen' }>
  | { readonly kind: 'inspect-again' };

/** Campaign time (ms) until which the change may be sent; null: any time. */
interface Permission {
  readonly notAfter: number | null;
}

const inspectAgain = { kind: 'inspect-again' } as const;

/** One inspection, and what follows from it. `permission`: pause and window were checked before; null: they are checked here. */
export async function attemptChange(
  run: ClusterRun,
  task: Task,
  permission: Permission | null,
): Promise<Attempt> {
  const restricted = isRestricted(task.purpose);
  if (restricted && isStopping(run.operator)) return aborted;
  if (restricted && isSkipped(run.operator, poolOfStep(task.change))) return skippedByOperator;
  const cluster = await inspectCluster(run);
  const decision = decideBegin(task.change, cluster, task.maybeSent, isToResend(task, cluster));
  switch (decision.do) {
    case 'nothing':
      return done;
    case 'refuse':
      return failed(decision.kind, decision.because);
    case 'adopt':
      return adopt(run, task, cluster);
    case 'wait':
      return { kind: 'concurrent-operation', because: decision.because, refused: null };
    case 'send': {
      const sentWith = task.unacknowledged ?? null;
      if (sentWith !== null && isEndUnacknowledged(task.change, cluster, sentWith))
        return adopt(run, task, cluster);
      const result = await send(run, task, cluster, { eTag: decision.eTag, permission });
      return isConcurrent(result)
        ? { kind: 'concurrent-operation', because: result.failure.message, refused: result }
        : result;
    }
  }
}

/** Before a change is sent once more, the nodes have to say what an attempt whose answer was lost has done. */
function isToResend({ nodesBehind, unacknowledged = null, change }: Task, cluster: Cluster): boolean {
  return (
    nodesBehind === true && (unacknowledged === null || !isChangedSince(change, cluster, unacknowledged))
  );
}

/** Also an operation that has ended: its watch answers at once. */
function adopt(run: ClusterRun, task: Task, cluster: Cluster): Promise<StepResult> {
  task.unacknowledged = null;
  return watchTask(run, task, cluster, null);
}

/** Azure found an operation that our inspection had not. */
function isConcurrent(attempt: Attempt): attempt is StepResult & { kind: 'failed' } {
  return attempt.kind === 'failed' && failureRules[attempt.failure.kind].reaction === 'wait';
}

async function send(
  run: ClusterRun,
  task: Task,
  cluster: Cluster,
  { eTag, permission }: { readonly eTag: string; readonly permission: Permission | null },
): Promise<Attempt> {
  let notAfter = permission?.notAfter ?? null;
  if (isRestricted(task.purpose) && permission === null) {
    const given = await obtainPermission(run, task, cluster);
    if ('kind' in given) return given;
    notAfter = given.notAfter;
  }
  const prepared = await task.prepare?.(task.maybeSent);
  if (prepared === 'inspect again') return inspectAgain;
  if (prepared !== undefined && prepared.kind !== 'done') return prepared;
  // Preparing takes a while, in which an operator may have intervened.
  if (isRestricted(task.purpose) && isIntervened(run, task)) return inspectAgain;
  const expired = isUpgrade(task) ? forceExpired(run) : null;
  if (expired !== null) return expired;
  task.beforeSend?.(cluster);
  run.inFlight = true;
  if (isRestricted(task.purpose)) noteSent(run, task.state);
  task.sentAt = run.clock.now();
  task.sentTo = cluster;
  const answer = await beginTask(run, task, eTag, notAfter);
  return 'failure' in answer ? answer : afterBegin(run, task, cluster, answer);
}

async function obtainPermission(
  run: ClusterRun,
  task: Task,
  cluster: Cluster,
): Promise<Attempt | Permission> {
  const since = run.clock.now();
  const answer = await awaitPermission(run, poolOfStep(task.change), plannedRun(task.change, cluster));
  if (answer.kind === 'aborted') return aborted;
  if (answer.kind === 'skipped') return skippedByOperator;
  // Waiting for a window or an operator does not use up the cluster's time.
  run.deadline += run.clock.now() - since;
  return answer.waited ? inspectAgain : { notAfter: answer.notAfter };
}

function isIntervened({ operator }: ClusterRun, { change }: Task): boolean {
  return operator.paused || isStopping(operator) || isSkipped(operator, poolOfStep(change));
}

function afterBegin(
  run: ClusterRun,
  task: Task,
  cluster: Cluster,
  answer: BeginAnswer,
): Attempt | Promise<Attempt> {
  switch (answer.kind) {
    case 'accepted':
      run.begun = true;
      return watchTask(run, task, cluster, answer.operation.url);
    case 'done':
      return done;
    case 'frozen':
      run.inFlight = false;
      return answer;
    case 'blocked':
      return { kind: 'blocked', because: answer.because };
    case 'changed':
      run.inFlight = false;
      return task.maybeSent ? inspectAgain : (task.ifChanged?.() ?? inspectAgain);
    case 'too-late':
      run.inFlight = false;
      return inspectAgain;
  }
}

/** AKS reads the force setting when an upgrade begins. */
function isUpgrade({ change: { kind } }: Task): boolean {
  return kind === 'upgrade-control-plane' || kind === 'upgrade-node-pool' || kind === 'upgrade-node-image';
}

import type { BeginAnswer } from '#activities/change/begin-change.ts';
import { poolOf } from '#domain/change/change.ts';
import { decideBegin } from '#domain/change/decide-begin.ts';
import { isChangedSince, isEndUnacknowledged } from '#domain/change/unacknowledged-change.ts';
import { failureRules } from '#domain/failure.ts';
import type { Cluster } from '#domain/fleet/fleet.ts';
import { plannedRun } from '#domain/status/measured-runs.ts';
import { isSkipped, isStopping } from '../state/cluster-operator.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { aborted, done, failed, left, type StepResult } from '../state/step-result.ts';
import { passGate } from '../waits/pass-gate.ts';
import { beginTask } from './begin-task.ts';
import { forceExpired } from './force-expired.ts';
import { inspectCluster } from './inspect-cluster.ts';
import type { Task } from './task.ts';
import { watchTask } from './watch-task.ts';

/** Somebody else is at work: by our look, or (`refused`) by Azure's answer. */
interface Others {
  readonly kind: 'others';
  readonly because: string;
  readonly refused: StepResult | null;
}

type Turn = StepResult | Others | Extract<BeginAnswer, { kind: 'frozen' }> | { readonly kind: 'look-again' };

const inspectAgain = { kind: 'look-again' } as const;

/** One look, and what follows from it. `passed`: the gate is not asked any more. */
export async function attemptChange(
  run: ClusterRun,
  task: Task,
  passed: { readonly notAfter: number | null } | null,
): Promise<Turn> {
  if (task.gated && isStopping(run.operator)) return aborted;
  if (task.gated && isSkipped(run.operator, poolOf(task.change))) return left;
  const cluster = await inspectCluster(run);
  const decision = decideBegin(task.change, cluster, task.maybeSent, isToGoOn(task, cluster));
  switch (decision.do) {
    case 'nothing':
      return done;
    case 'refuse':
      return failed(decision.kind, decision.because);
    case 'adopt':
      return adopt(run, task, cluster);
    case 'wait':
      return { kind: 'others', because: decision.because, refused: null };
    case 'send': {
      if (task.unacknowledged != null && isEndUnacknowledged(task.change, cluster, task.unacknowledged))
        return adopt(run, task, cluster);
      const result = await send(run, task, cluster, { eTag: decision.eTag, passed });
      return isOthersTurn(result)
        ? { kind: 'others', because: result.failure.message, refused: result }
        : result;
    }
  }
}

/** What an attempt that nobody heard of may have done is for the nodes to tell before it is sent once more. */
function isToGoOn({ nodesBehind, unacknowledged = null, change }: Task, cluster: Cluster): boolean {
  return (
    nodesBehind === true && (unacknowledged === null || !isChangedSince(change, cluster, unacknowledged))
  );
}

/** Also one that has ended: the watch then tells at once how. */
function adopt(run: ClusterRun, task: Task, cluster: Cluster): Promise<StepResult> {
  task.unacknowledged = null;
  return watchTask(run, task, cluster, null);
}

/** Azure saw somebody else at work that our look had not. */
function isOthersTurn(turn: Turn): turn is StepResult & { kind: 'failed' } {
  return turn.kind === 'failed' && failureRules[turn.failure.kind].reaction === 'wait';
}

async function send(
  run: ClusterRun,
  task: Task,
  cluster: Cluster,
  { eTag, passed }: { readonly eTag: string; readonly passed: { readonly notAfter: number | null } | null },
): Promise<Turn> {
  let notAfter = passed?.notAfter ?? null;
  if (task.gated && passed === null) {
    const since = run.clock.now();
    const gate = await passGate(run, poolOf(task.change), plannedRun(task.change, cluster));
    if (gate.kind === 'aborted') return aborted;
    if (gate.kind === 'left') return left;
    // Whoever is held back by a window or a person is not slow.
    run.deadline += run.clock.now() - since;
    if (gate.waited) return inspectAgain;
    notAfter = gate.notAfter;
  }
  const prepared = await task.prepare?.(task.maybeSent);
  if (prepared === 'look again') return inspectAgain;
  if (prepared !== undefined && prepared.kind !== 'done') return prepared;
  // Preparing takes a while, in which a person may have said stop.
  const isHeld =
    run.operator.paused || isStopping(run.operator) || isSkipped(run.operator, poolOf(task.change));
  if (task.gated && isHeld) return inspectAgain;
  const over = isUpgrade(task) ? forceExpired(run) : null;
  if (over !== null) return over;
  task.beforeSend?.(cluster);
  run.inFlight = true;
  task.sentAt = run.clock.now();
  task.sentTo = cluster;
  const answer = await beginTask(run, task, eTag, notAfter);
  if ('failure' in answer) return answer;
  switch (answer.kind) {
    case 'accepted':
      run.begun = true;
      return watchTask(run, task, cluster, answer.operation.url);
    case 'done':
      return done;
    case 'frozen':
      run.inFlight = false;
      return answer;
    case 'held':
      return { kind: 'left', because: answer.because };
    case 'changed':
      run.inFlight = false;
      return task.maybeSent ? inspectAgain : (task.ifChanged?.() ?? inspectAgain);
    case 'too-late':
      run.inFlight = false;
      return inspectAgain;
  }
}

/** AKS looks at a force when one begins. */
function isUpgrade({ change: { kind } }: Task): boolean {
  return kind === 'upgrade-control-plane' || kind === 'upgrade-node-pool' || kind === 'upgrade-node-image';
}

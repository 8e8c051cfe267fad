import { patched } from '@temporalio/workflow';
import type { BeginAnswer } from '#activities/begin-change.ts';
import { type Change, poolOf } from '#domain/campaign/change.ts';
import { decideBegin, findOthers } from '#domain/campaign/decide-begin.ts';
import { isChangedSince, isEndUntold } from '#domain/campaign/ended-untold.ts';
import type { Cluster } from '#domain/campaign/fleet.ts';
import { failureRules } from '#domain/failure.ts';
import type { TestedImages } from '#domain/image/promotion.ts';
import { plannedRun } from '#domain/record/measured-runs.ts';
import { rollingTarget } from '#domain/rolling-upgrade/rolling-target.ts';
import type { StalledDrainPolicy } from '#domain/rolling-upgrade/stalled-drain.ts';
import { awaitThaw } from './await-thaw.ts';
import { isLeft, isToStop } from './cluster-operator.ts';
import type { ClusterRun, StepLine } from './cluster-run.ts';
import { forceOver } from './force-over.ts';
import { forgetAbort } from './leave-pool.ts';
import { type OthersTurn, waitForOthers } from './others-turn.ts';
import { passGate } from './pass-gate.ts';
import { readFailure } from './read-failure.ts';
import { aborted, done, failed, left, type StepResult } from './step-result.ts';
import { watchOrAbort, watchToEnd } from './watch-operation.ts';
import { watchWayBack } from './watch-way-back.ts';

export interface Task {
  readonly change: Change;
  readonly line: StepLine;
  /** How long the operation may take; campaign time (ms). */
  readonly timeoutMs: number;
  /** How long somebody else's operation is waited for; campaign time (ms). */
  readonly patienceMs: number;
  /** Whether pause, window and abort hold it back; false for what puts something back. */
  readonly gated: boolean;
  /**
   * Done right before it is sent; what is not done ends the task, and what was changed on the way asks for another look.
   * `maybeSent`: not for the first time.
   */
  readonly prepare?: (maybeSent: boolean) => Promise<StepResult | 'look again'>;
  readonly beforeSend?: (cluster: Cluster) => void;
  /** What it means that Azure holds another state than was looked at, and not by us; absent: look again. */
  readonly ifChanged?: () => StepResult;
  /** Of AKS, so that AKS aborts it. Absent: it is. */
  readonly isAbortable?: false;
  /** Kept over retries of the step: an earlier attempt may have reached Azure. */
  maybeSent: boolean;
  /** Azure says that it is done, nodes say that they were left behind: it is sent all the same. */
  nodesBehind?: boolean;
  /** The eTag with which an attempt was sent whose answer nobody heard; absent or null: there is none. */
  untold?: string | null;
  /** What becomes of a drain that is held up; absent: it is only shown. */
  readonly stalledDrain?: StalledDrainPolicy;
  /** Right before it was sent last, campaign time (ms); absent: it was not. */
  sentAt?: number;
  /** The cluster as it was seen then. */
  sentTo?: Cluster;
}

/** A change that would have to wait. */
export interface HeldBack {
  readonly kind: 'held-back';
  /** Who else is at work; null: whatever else. */
  readonly others: string | null;
}

/** For any other reason than others. */
export const heldBack: HeldBack = { kind: 'held-back', others: null };

/**
 * Carries out one change: look, decide, ask the gate, send, watch. Whatever is unclear leads back to looking;
 * only `decideBegin` says whether something is sent.
 */
export function carryOut(run: ClusterRun, task: Task): Promise<StepResult> {
  const others: OthersTurn = { patienceMs: task.patienceMs, since: null };
  const pool = poolOf(task.change);
  return untilEnded(run, task, async () => {
    for (;;) {
      const turn = await takeTurn(run, task, null);
      switch (turn.kind) {
        case 'look-again':
          continue;
        case 'frozen':
          await awaitThaw(run, pool, turn);
          continue;
        case 'others':
          if (!(await waitForOthers(run, pool, others, turn.because)))
            return turn.refused ?? failed('busy', turn.because);
          continue;
        case 'done':
        case 'failed':
        case 'aborted':
        case 'left':
          return turn;
      }
    }
  });
}

/**
 * The same for a change that has passed the gate (`notAfter`: campaign time (ms); null: any time) and for which something is
 * kept closed: nothing is waited for. What was held back may have been sent by an earlier attempt of its activity all the same
 * (`maybeSent`).
 */
export function carryOutAtOnce(
  run: ClusterRun,
  task: Task,
  gate: { readonly notAfter: number | null },
): Promise<StepResult | HeldBack> {
  return untilEnded(run, task, async () => {
    const turn = await takeTurn(run, task, gate);
    switch (turn.kind) {
      case 'look-again':
      case 'frozen':
        return heldBack;
      case 'others':
        return { kind: 'held-back', others: turn.because };
      case 'done':
      case 'failed':
      case 'aborted':
      case 'left':
        return turn;
    }
  });
}

async function untilEnded<T>(
  run: ClusterRun,
  task: Task,
  work: () => Promise<T>,
): Promise<T | (StepResult & { kind: 'failed' })> {
  try {
    return await work();
  } catch (thrown) {
    return { kind: 'failed', failure: readFailure(thrown) };
  } finally {
    run.inFlight = false;
    forgetAbort(run, poolOf(task.change));
  }
}

/** Somebody else is at work: by our look, or (`refused`) by Azure's answer. */
interface Others {
  readonly kind: 'others';
  readonly because: string;
  readonly refused: StepResult | null;
}

type Turn = StepResult | Others | Extract<BeginAnswer, { kind: 'frozen' }> | { readonly kind: 'look-again' };

const lookAgain = { kind: 'look-again' } as const;

/** One look, and what follows from it. `passed`: the gate is not asked any more. */
async function takeTurn(
  run: ClusterRun,
  task: Task,
  passed: { readonly notAfter: number | null } | null,
): Promise<Turn> {
  if (task.gated && isToStop(run.operator)) return aborted;
  if (task.gated && isLeft(run.operator, poolOf(task.change))) return left;
  const cluster = await inspect(run);
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
      if (task.untold != null && isEndUntold(task.change, cluster, task.untold) && patched(toldAtLast))
        return adopt(run, task, cluster);
      const result = await send(run, task, cluster, { eTag: decision.eTag, passed });
      return isOthersTurn(result)
        ? { kind: 'others', because: result.failure.message, refused: result }
        : result;
    }
  }
}

/** What an attempt that nobody heard of may have done is for the nodes to tell before it is sent once more. */
function isToGoOn({ nodesBehind, untold = null, change }: Task, cluster: Cluster): boolean {
  return nodesBehind === true && (untold === null || !isChangedSince(change, cluster, untold));
}

const toldAtLast = 'an-end-that-nobody-heard';

/** Also one that has ended: the watch then tells at once how. */
function adopt(run: ClusterRun, task: Task, cluster: Cluster): Promise<StepResult> {
  task.untold = null;
  return watchOut(run, task, cluster, null);
}

/** Whether somebody else is at work, and waits for that until the next look. */
export async function awaitOthers(
  run: ClusterRun,
  pool: string,
  others: OthersTurn,
): Promise<StepResult | 'waited'> {
  const found = await lookForOthers(run, pool);
  if (found === null) return done;
  if (found.do === 'refuse') return failed(found.kind, found.because);
  const { because } = found;
  return (await waitForOthers(run, pool, others, because)) ? 'waited' : failed('busy', because);
}

/** The same, at once. */
export async function lookForOthers(run: ClusterRun, pool: string) {
  return findOthers(pool, await inspect(run));
}

/** Azure saw somebody else at work that our look had not. */
function isOthersTurn(turn: Turn): turn is StepResult & { kind: 'failed' } {
  return turn.kind === 'failed' && failureRules[turn.failure.kind].reaction === 'wait';
}

async function inspect(run: ClusterRun): Promise<Cluster> {
  const { plan, pace } = run.input;
  return run.activities.read.inspectCluster.executeWithOptions({ summary: 'Look at the cluster' }, [
    { resourceId: plan.resourceId, pace },
  ]);
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
    if (gate.waited) return lookAgain;
    notAfter = gate.notAfter;
  }
  const prepared = await task.prepare?.(task.maybeSent);
  if (prepared === 'look again') return lookAgain;
  if (prepared !== undefined && prepared.kind !== 'done') return prepared;
  // Preparing takes a while, in which a person may have said stop.
  const isHeld = run.operator.paused || isToStop(run.operator) || isLeft(run.operator, poolOf(task.change));
  if (task.gated && isHeld) return lookAgain;
  const over = isUpgrade(task) ? forceOver(run) : null;
  if (over !== null) return over;
  task.beforeSend?.(cluster);
  run.inFlight = true;
  task.sentAt = run.clock.now();
  task.sentTo = cluster;
  const answer = await begin(run, task, eTag, notAfter);
  if ('failure' in answer) return answer;
  switch (answer.kind) {
    case 'accepted':
      run.begun = true;
      return watchOut(run, task, cluster, answer.operation.url);
    case 'done':
      return done;
    case 'frozen':
      run.inFlight = false;
      return answer;
    case 'held':
      return { kind: 'left', because: answer.because };
    case 'changed':
      run.inFlight = false;
      return task.maybeSent ? lookAgain : (task.ifChanged?.() ?? lookAgain);
    case 'too-late':
      run.inFlight = false;
      return lookAgain;
  }
}

/** AKS looks at a force when one begins. */
function isUpgrade({ change: { kind } }: Task): boolean {
  return kind === 'upgrade-control-plane' || kind === 'upgrade-node-pool' || kind === 'upgrade-node-image';
}

async function begin(
  run: ClusterRun,
  task: Task,
  eTag: string,
  notAfter: number | null,
): Promise<BeginAnswer | (StepResult & { kind: 'failed' })> {
  try {
    const answer = await callBegin(run, task, eTag, notAfter);
    task.maybeSent ||= answer.kind === 'accepted' || answer.attempt > 1;
    const isHeard = answer.attempt === 1 || (answer.kind !== 'changed' && answer.kind !== 'frozen');
    task.untold = isHeard ? null : eTag;
    return answer;
  } catch (thrown) {
    const seen = readFailure(thrown);
    // Refused for somebody else's sake: surely not accepted. Any other failure may hide an acceptance.
    const mayHide = failureRules[seen.kind].reaction !== 'wait';
    task.maybeSent ||= mayHide;
    task.untold = mayHide ? eTag : null;
    run.inFlight = false;
    return { kind: 'failed', failure: seen };
  }
}

function callBegin(run: ClusterRun, task: Task, eTag: string, notAfter: number | null): Promise<BeginAnswer> {
  const { pace } = run.input;
  const { change } = task;
  const activities = run.activities.begin;
  switch (change.kind) {
    case 'upgrade-control-plane':
      return activities.upgradeControlPlane.executeWithOptions(
        { summary: `Begin control plane to ${change.to}` },
        [{ change, eTag, notAfter, frozenToo: task.gated, pace }],
      );
    case 'upgrade-node-pool':
      return activities.upgradeNodePool.executeWithOptions(
        { summary: `Begin ${change.pool} to ${change.to}` },
        [{ change, eTag, notAfter, frozenToo: task.gated, pace }],
      );
    case 'upgrade-node-image':
      return activities.upgradeNodeImage.executeWithOptions(
        { summary: `Begin ${change.pool} to the newest image, ${change.to}` },
        [{ change, eTag, notAfter, frozenToo: task.gated, ...onlyTested(run), pace }],
      );
    case 'set-upgrade-settings':
      return activities.setUpgradeSettings.executeWithOptions(
        { summary: `Set the upgrade settings of ${change.pool}` },
        [{ change, eTag, notAfter, frozenToo: task.gated, ...onlyTested(run), pace }],
      );
    case 'roll-back-node-pool':
      return activities.rollBackNodePool.executeWithOptions(
        { summary: `Begin to take ${change.pool} back to ${change.to}` },
        [{ change, eTag, notAfter, frozenToo: task.gated, pace }],
      );
    case 'set-upgrade-channel':
      return activities.setUpgradeChannel.executeWithOptions(
        { summary: `Set the automatic upgrade channel to ${change.channel}` },
        [{ change, eTag, notAfter, frozenToo: task.gated, pace }],
      );
    case 'delete-machines':
      return activities.deleteMachines.executeWithOptions(
        { summary: `Delete ${change.machines.join(', ')}` },
        [{ change, eTag, notAfter, frozenToo: task.gated, pace }],
      );
    case 'restart-node':
      return activities.restartNode.executeWithOptions({ summary: `Restart ${change.node}` }, [
        { change, eTag, notAfter, frozenToo: task.gated, pace },
      ]);
    case 'set-force-upgrade':
      return activities.setForceUpgrade.executeWithOptions(
        { summary: change.until === null ? 'Force no more' : `Force upgrades until ${change.until}` },
        [{ change, eTag, notAfter, frozenToo: task.gated, pace }],
      );
    case 'restore-upgrade-settings':
      return activities.restoreUpgradeSettings.executeWithOptions(
        { summary: `Put back the upgrade settings of ${change.pool}` },
        [{ change, eTag, notAfter, frozenToo: task.gated, pace }],
      );
  }
}

function onlyTested({ input: { terms, tested } }: ClusterRun): { readonly onlyTested?: TestedImages } {
  const isBound = terms.upgrade.type === 'NodeImageOnly' && terms.upgrade.nodeImageSelection === 'Consistent';
  return isBound && tested ? { onlyTested: tested } : {};
}

function watchOut(run: ClusterRun, task: Task, cluster: Cluster, url: string | null): Promise<StepResult> {
  run.inFlight = true;
  const { change, line, timeoutMs, gated } = task;
  const pool = poolOf(change);
  const deadline = Math.min(run.clock.now() + timeoutMs, run.deadline);
  const operation = { resourceId: change.resourceId, pool, url };
  const rolling = rollingTarget(change, cluster, task.sentAt ?? run.clock.now());
  const watched = {
    line,
    operation,
    change: change.kind,
    deadline,
    rolling,
    stalledDrain: task.stalledDrain ?? null,
  };
  if (change.kind === 'roll-back-node-pool') return watchWayBack(run, watched);
  return gated && task.isAbortable !== false ? watchOrAbort(run, watched) : watchToEnd(run, watched);
}

import type { BootEnd } from '#activities/reboot/await-reboot.ts';
import type { FoundReboots } from '#activities/reboot/find-reboots.ts';
import type { BootObservation } from '#activities/reboot/inspect-boot.ts';
import type { MachineLook } from '#activities/reboot/inspect-machine.ts';
import type { Change } from '#domain/change/change.ts';
import type { Kured } from '#domain/reboot/find-kured.ts';
import { nodeWay } from '#domain/reboot/node-reboot-method.ts';
import { cancelWhen } from '../cancel-when.ts';
import {
  awaitConcurrentOperation,
  carryOutAtOnce,
  type MustWait,
  mustWait,
} from '../change/carry-out-change.ts';
import type { Task } from '../change/task.ts';
import type { StepHealth } from '../checks/health.ts';
import { isSkipped, isStopping } from '../state/cluster-operator.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';
import { aborted, done, failed, type StepResult, skippedByOperator } from '../state/step-result.ts';
import { type ConcurrentWait, waitForConcurrentOperation } from '../waits/concurrent-operation.ts';
import { askFreezes, passGateAndFreezes } from '../waits/pass-gate-and-freezes.ts';
import { drainNode } from './drain-node.ts';
import { holdLock, releaseLock, renewLock } from './kured-lock.ts';
import { whileNodeBusy } from './mark-node-busy.ts';
import { type ByPod, type Emptied, isByPod, observeBoot, rebootByPod, removePod } from './reboot-by-pod.ts';
import { isUnderway, type RebootProgress } from './reboot-progress.ts';
import type { RebootStep } from './reboot-step.ts';
import { finishReplacement, isByReplacement, replaceNode } from './replace-node.ts';
import { uncordon } from './uncordon-node.ts';

interface Work {
  readonly step: RebootStep;
  readonly state: StepState;
  readonly kured: Kured | null;
  readonly health: StepHealth;
  readonly progress: RebootProgress;
}

type WaitingNode = FoundReboots['needed'][number];

interface Attempt extends Work {
  /** Kept over the attempts of a node. */
  readonly others: ConcurrentWait;
}

/** A restart is a minute's work of Azure. */
const restartMs = 15 * 60_000;

/**
 * One node: gate, kured's lock, cordon and drain, restart, another boot that stays Ready, uncordon, health. What is held back
 * after its drain is opened again and begins anew: nothing is waited for with a node that is closed, nor with kured's lock.
 */
export async function rebootNode(run: ClusterRun, work: Work, node: WaitingNode): Promise<StepResult> {
  const others: ConcurrentWait = { patienceMs: run.input.terms.cluster.onBusy.waitMs, since: null };
  try {
    for (;;) {
      const result = await attempt(run, { ...work, others }, node);
      if (result !== 'again') return result;
    }
  } finally {
    if (work.kured !== null) await releaseLock(run, work.kured);
  }
}

async function attempt(run: ClusterRun, work: Attempt, waiting: WaitingNode): Promise<StepResult | 'again'> {
  const { step, state, health } = work;
  const gate = await passGateAndFreezes(run, step.pool);
  if (gate.kind !== 'open') return gate.kind === 'skipped' ? asideOf(skippedByOperator) : aborted;
  state.detail = `${isByReplacement(step) ? 'replaces' : 'reboots'} ${waiting.node}`;
  const ready = await makeReady(run, work, waiting);
  if (ready !== 'ready') return ready;
  const seeThrough = () => emptyAndSeeThrough(run, work, waiting, gate);
  // One that is replaced is closed only once the other has come.
  const { sent, seen } = await (isByReplacement(step) ? seeThrough() : whileNodeBusy(run, seeThrough));
  if (seen === 'open again') return sent.kind === 'must-wait' ? waitOut(run, work, sent) : sent;
  // What Azure said of a restart that did not come about tells more.
  if (seen !== null) return sent.kind === 'failed' ? sent : seen;
  return health.judge('AfterPool');
}

/** `seen`: as by `finishReboot`; "open again": it was not restarted. */
async function emptyAndSeeThrough(
  run: ClusterRun,
  work: Attempt,
  waiting: WaitingNode,
  { notAfter }: { readonly notAfter: number | null },
): Promise<{ readonly sent: StepResult | MustWait; readonly seen: StepResult | null | 'open again' }> {
  const sent = await emptyAndRestart(run, work, { waiting, notAfter });
  if (isUnderway(work.progress) || sent.kind === 'done')
    return { sent, seen: await whileNodeBusy(run, () => finishReboot(run, work)) };
  if (sent.kind === 'must-wait') await releaseKuredLock(run, work);
  return { sent, seen: 'open again' };
}

/** Before anybody has to leave the node: whether it still waits, nobody else is at work, and kured's lock is ours. */
async function makeReady(
  run: ClusterRun,
  work: Attempt,
  waiting: WaitingNode,
): Promise<StepResult | 'again' | 'ready'> {
  const { step, kured } = work;
  const alone = await awaitIdle(run, work, waiting);
  if (alone === 'again' || alone.kind !== 'done') return alone;
  const held = kured === null ? done : await holdLock(run, kured, step, waiting.node);
  if (held === 'waited') {
    await releaseKuredLock(run, work);
    return 'again';
  }
  return held.kind === 'done' ? 'ready' : held;
}

/** Before pause, window, freezes and others are waited for: meanwhile the other nodes are kured's. */
async function releaseKuredLock(run: ClusterRun, { kured }: Work): Promise<void> {
  if (kured !== null) await releaseLock(run, kured);
}

async function awaitIdle(
  run: ClusterRun,
  work: Attempt,
  waiting: WaitingNode,
): Promise<StepResult | 'again'> {
  const look = await (nodeWay(work.step.reboot.ways) === 'Restart'
    ? observeMachine(run, waiting)
    : observeBoot(run, waiting));
  if (look.state !== 'waits') return unlessDone(look, waiting.node);
  const alone = await awaitConcurrentOperation(run, work.step.pool, work.others);
  return alone === 'waited' ? 'again' : asideOf(alone);
}

/** Whatever becomes of it, a node that was not restarted is open again. */
async function emptyAndRestart(
  run: ClusterRun,
  work: Attempt,
  emptied: Emptied,
): Promise<StepResult | MustWait> {
  const { node } = emptied.waiting;
  if (isByReplacement(work.step)) return replace(run, work, emptied);
  const hasRestarted = () => work.progress.underway !== null;
  try {
    return await emptyThenRestart(run, work, emptied);
  } finally {
    if (!hasRestarted()) await uncordon(run, node);
  }
}

async function emptyThenRestart(
  run: ClusterRun,
  work: Attempt,
  emptied: Emptied,
): Promise<StepResult | MustWait> {
  const empty = await emptyNode(run, work, emptied);
  if (empty.kind !== 'done') return empty;
  const { step, progress } = work;
  return isByPod(step) ? askByPod(run, { step, progress }, emptied) : restart(run, work, emptied);
}

async function replace(run: ClusterRun, work: Attempt, emptied: Emptied): Promise<StepResult | MustWait> {
  const replacement = {
    ...work,
    empty: () => emptyNode(run, work, emptied),
  };
  const result = await replaceNode(run, replacement, emptied);
  return result.kind === 'must-wait' ? result : asideOf(result);
}

/** Done: it is closed and empty, and nothing has come in between meanwhile. */
async function emptyNode(
  run: ClusterRun,
  work: Attempt,
  { waiting, notAfter }: Emptied,
): Promise<StepResult | MustWait> {
  const isLate = () => notAfter !== null && run.clock.now() >= notAfter;
  const deadline = Math.min(
    run.clock.now() + work.step.reboot.drainTimeoutMs,
    notAfter ?? Number.POSITIVE_INFINITY,
  );
  const kept = await cancelWhen(
    () => isStopping(run.operator),
    () => drainNode(run, waiting.node, { summary: `Drain ${waiting.node} for its reboot`, deadline }),
  );
  if (isLate()) return mustWait;
  if (kept !== null)
    return {
      ...failed('drain-blocked', `${waiting.node} was not emptied, and is open again: ${kept}.`),
      aside: true,
    };
  return (await isStillFree(run, work)) ? done : mustWait;
}

/** A drain takes a while, in which a person may have said stop, a freeze may have begun, or kured's lock may be lost. */
async function isStillFree(run: ClusterRun, { step, kured }: Attempt): Promise<boolean> {
  const { operator } = run;
  if (operator.paused || isStopping(operator) || isSkipped(operator, step.pool)) return false;
  if ((await askFreezes(run)).frozen) return false;
  return kured === null || renewLock(run, kured, step);
}

async function waitOut(
  run: ClusterRun,
  { step, others }: Attempt,
  { operation: because }: MustWait,
): Promise<StepResult | 'again'> {
  if (because === null || (await waitForConcurrentOperation(run, step.pool, others, because))) return 'again';
  return asideOf(failed('busy', because));
}

function asideOf(result: StepResult): StepResult {
  return result.kind === 'failed' ? { ...result, aside: true } : result;
}

/** Made at most once; what may have been made is waited for. */
async function askByPod(
  run: ClusterRun,
  { step, progress }: { readonly step: ByPod; readonly progress: RebootProgress },
  emptied: Emptied,
): Promise<StepResult | MustWait> {
  const { node, bootId } = emptied.waiting;
  const asked = await rebootByPod(run, step, emptied, (isThere) => {
    progress.underway = isThere ? { name: node, bootId } : null;
  });
  return asked.kind === 'must-wait' ? asked : asideOf(asked);
}

/** Sent at most once, whatever becomes of workers and answers: an attempt that may have come through is waited for. */
async function restart(
  run: ClusterRun,
  work: Attempt,
  { waiting, notAfter }: Emptied,
): Promise<StepResult | MustWait> {
  const { node } = waiting;
  const look = await observeMachine(run, waiting);
  if (look.state !== 'waits') return unlessDone(look, node);
  const task: Task = {
    change: changeOf(run, work, waiting, look),
    state: work.state,
    timeoutMs: restartMs,
    patienceMs: 0,
    gated: true,
    maybeSent: false,
    // The mark of a machine is looked at once: where another attempt of ours did not change it, somebody else did.
    ifChanged: () => failed('foreign-change', `Something else is done to the machine of ${node}.`),
    // It takes a minute, and AKS, whose abort it would be, knows nothing of it.
    isAbortable: false,
  };
  const result = await carryOutAtOnce(run, task, { notAfter });
  if (task.maybeSent) {
    work.progress.underway = { name: node, bootId: waiting.bootId };
    run.begun = true;
  }
  return result.kind === 'must-wait' ? result : asideOf(result);
}

function changeOf(
  run: ClusterRun,
  { step }: Work,
  { node }: WaitingNode,
  { machine, mark }: Extract<MachineLook, { state: 'waits' }>,
): Change {
  const { resourceId } = run.input.plan;
  return { kind: 'restart-node', resourceId, pool: step.pool, node, machine, mark };
}

function unlessDone({ state }: MachineLook | BootObservation, node: string): StepResult {
  switch (state) {
    case 'waits':
    case 'rebooted':
    case 'gone':
      return done;
    case 'busy':
      return {
        ...failed('foreign-change', `Something else is done to the machine of ${node}.`),
        aside: true,
      };
    case 'foreign':
      return {
        ...failed('invalid-request', `${node} names no machine in the node resource group of its cluster.`),
        aside: true,
      };
  }
}

/**
 * Sees a restart through that was sent, also one of an earlier attempt of the step; null: nothing is left to see. A node that
 * did not come back stays closed, as it is not Ready; one that was never restarted is opened.
 */
export async function finishReboot(
  run: ClusterRun,
  { step, state, progress }: Pick<Work, 'step' | 'state' | 'progress'>,
): Promise<StepResult | null> {
  if (progress.deleting !== null) {
    const seen = await finishReplacement(run, { step, state, progress });
    return seen === null ? null : asideOf(seen);
  }
  if (progress.underway === null) return null;
  const { name, bootId } = progress.underway;
  const end = await awaitReboot(run, name, bootId, step.reboot);
  // Before the node is opened: none may ask for its reboot any more.
  const pod = isByPod(step) ? await removePod(run, step, { node: name, bootId }) : null;
  if (end === 'not-ready')
    return {
      ...failed(
        'nodes-not-as-planned',
        `${name} did not come back Ready within its time; it stays cordoned.`,
      ),
      aside: true,
    };
  progress.underway = null;
  if (end === 'rebooted') progress.rebooted += 1;
  await uncordon(run, name);
  if (end === 'rebooted') return null;
  return {
    ...failed(
      'took-too-long',
      `${name} is in the boot from before: its restart did not come about${pod === null ? '' : `; the pod that was to ask for it ${pod}`}. It is open again.`,
    ),
    aside: true,
  };
}

function awaitReboot(
  run: ClusterRun,
  node: string,
  bootId: string,
  { readyForMs, bootTimeoutMs }: RebootStep['reboot'],
): Promise<BootEnd> {
  const { plan, pace, tuning } = run.input;
  const { pollMs, pollFloorMs } = tuning;
  const deadline = run.clock.now() + bootTimeoutMs;
  return run.activities.watch.awaitReboot.executeWithOptions(
    { summary: `Is ${node} back in another boot?` },
    [{ resourceId: plan.resourceId, node, bootId, readyForMs, deadline, pollMs, pollFloorMs, pace }],
  );
}

function observeMachine(run: ClusterRun, { node, bootId }: WaitingNode): Promise<MachineLook> {
  const { plan, pace } = run.input;
  return run.activities.read.observeMachine.executeWithOptions(
    { summary: `Look at the machine of ${node}` },
    [{ resourceId: plan.resourceId, node, bootId, pace }],
  );
}

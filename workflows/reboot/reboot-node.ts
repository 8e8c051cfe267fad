import { nodeMethod } from '#domain/reboot/node-reboot-method.ts';
import { awaitConcurrentOperation, type MustWait } from '../change/carry-out-change.ts';
import type { StepHealth } from '../checks/health.ts';
import { type ClusterRun, noteSent } from '../state/cluster-run.ts';
import { aborted, aside, done, failed, type StepResult, skippedByOperator } from '../state/step-result.ts';
import { awaitPermissionAndFreezes } from '../waits/await-permission-and-freezes.ts';
import { type ConcurrentWait, waitForConcurrentOperation } from '../waits/concurrent-operation.ts';
import { finishReboot } from './finish-reboot.ts';
import { holdLock, releaseLock } from './kured-lock.ts';
import { whileNodeBusy } from './mark-node-busy.ts';
import { observeBoot } from './reboot-by-pod.ts';
import { isUnderway } from './reboot-progress.ts';
import type { WaitingNode } from './reboot-step.ts';
import { isByReplacement } from './replace-node.ts';
import { type NodeWork, observeMachine, resultWithoutReboot, sendReboot } from './send-reboot.ts';

interface Work extends NodeWork {
  readonly health: StepHealth;
}

interface Attempt extends Work {
  /** Kept over the attempts of a node. */
  readonly wait: ConcurrentWait;
}

/**
 * One node: pause, window and freezes, kured's lock, cordon and drain, restart, another boot that stays Ready, uncordon, health. A node that is
 * blocked after its drain is uncordoned and begins again: nothing is waited for while it is cordoned or kured's lock held.
 */
export async function rebootNode(run: ClusterRun, work: Work, node: WaitingNode): Promise<StepResult> {
  const wait: ConcurrentWait = { patienceMs: run.input.terms.cluster.onBusy.waitMs, since: null };
  try {
    for (;;) {
      const result = await attemptReboot(run, { ...work, wait }, node);
      if (result !== 'again') return result;
    }
  } finally {
    await releaseKured(run, work);
  }
}

async function attemptReboot(
  run: ClusterRun,
  work: Attempt,
  waiting: WaitingNode,
): Promise<StepResult | 'again'> {
  const { step, state, health } = work;
  const permission = await awaitPermissionAndFreezes(run, step.pool);
  if (permission.kind !== 'granted')
    return permission.kind === 'skipped' ? aside(skippedByOperator) : aborted;
  noteSent(run, state);
  state.detail = `${isByReplacement(step) ? 'replaces' : 'reboots'} ${waiting.node}`;
  const ready = await makeReady(run, work, waiting);
  if (ready !== 'ready') return ready;
  const reboot = () => sendAndFinish(run, work, waiting, permission);
  // A node that is replaced is cordoned only once the new one is Ready.
  const { sent, end } = await (isByReplacement(step) ? reboot() : whileNodeBusy(run, reboot));
  if (end === 'not rebooted') return sent.kind === 'must-wait' ? waitOut(run, work, sent) : sent;
  // What Azure said of a restart that failed is more precise.
  if (end !== null) return sent.kind === 'failed' ? sent : end;
  return health.judge('AfterPool');
}

/** `end`: of `finishReboot`; "not rebooted": nothing was sent, and the node is uncordoned. */
async function sendAndFinish(
  run: ClusterRun,
  work: Attempt,
  waiting: WaitingNode,
  { notAfter }: { readonly notAfter: number | null },
): Promise<{ readonly sent: StepResult | MustWait; readonly end: StepResult | null | 'not rebooted' }> {
  const sent = await sendReboot(run, work, { waiting, notAfter });
  if (isUnderway(work.progress) || sent.kind === 'done')
    return { sent, end: await whileNodeBusy(run, () => finishReboot(run, work)) };
  if (sent.kind === 'must-wait') await releaseKured(run, work);
  return { sent, end: 'not rebooted' };
}

/** Before any pod is evicted: the node still needs the reboot, no other operation runs, and kured's lock is held. */
async function makeReady(
  run: ClusterRun,
  work: Attempt,
  waiting: WaitingNode,
): Promise<StepResult | 'again' | 'ready'> {
  const { step, kured } = work;
  const idle = await awaitIdle(run, work, waiting);
  if (idle === 'again' || idle.kind !== 'done') return idle;
  const held = kured === null ? done : await holdLock(run, kured, step, waiting.node);
  if (held === 'waited') {
    await releaseKured(run, work);
    return 'again';
  }
  return held.kind === 'done' ? 'ready' : held;
}

/** During any wait the other nodes are kured's to reboot. */
async function releaseKured(run: ClusterRun, { kured }: NodeWork): Promise<void> {
  if (kured !== null) await releaseLock(run, kured);
}

async function awaitIdle(
  run: ClusterRun,
  { step, wait }: Attempt,
  waiting: WaitingNode,
): Promise<StepResult | 'again'> {
  const observed = await (nodeMethod(step.reboot.methods) === 'Restart'
    ? observeMachine(run, waiting)
    : observeBoot(run, waiting));
  if (observed.state !== 'waits') return resultWithoutReboot(observed, waiting.node);
  const idle = await awaitConcurrentOperation(run, step.pool, wait);
  return idle === 'waited' ? 'again' : aside(idle);
}

async function waitOut(
  run: ClusterRun,
  { step, wait }: Attempt,
  { operation }: MustWait,
): Promise<StepResult | 'again'> {
  if (operation === null || (await waitForConcurrentOperation(run, step.pool, wait, operation)))
    return 'again';
  return aside(failed('busy', operation));
}

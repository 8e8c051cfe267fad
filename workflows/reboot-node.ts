import type { BootEnd } from '#activities/await-reboot.ts';
import type { FoundReboots } from '#activities/find-reboots.ts';
import type { MachineLook } from '#activities/look-at-machine.ts';
import type { Kured } from '#domain/reboot/find-kured.ts';
import { cancelWhen } from './cancel-when.ts';
import { carryOut, type Task } from './carry-out.ts';
import { isLeft, isToStop } from './cluster-operator.ts';
import type { ClusterRun, StepLine } from './cluster-run.ts';
import type { StepHealth } from './health.ts';
import { holdLock, releaseLock } from './kured-lock.ts';
import { mayGoOn } from './may-go-on.ts';
import type { RebootStep } from './reboot-step.ts';
import { aborted, done, failed, type StepResult } from './step-result.ts';

/** The node whose restart may have been sent and is not yet seen through; null: none. */
export interface NodeReboot {
  node: { readonly name: string; readonly bootId: string } | null;
}

interface Work {
  readonly step: RebootStep;
  readonly line: StepLine;
  readonly kured: Kured | null;
  readonly health: StepHealth;
  readonly underway: NodeReboot;
}

type WaitingNode = FoundReboots['needed'][number];

/** A restart is a minute's work of Azure. */
const restartMs = 15 * 60_000;
const successorsMs = 60_000;
const parallelism = 10;

/**
 * One node: gate, kured's lock, cordon and drain, restart, another boot that stays Ready, uncordon, health. What is held back
 * after its drain is opened again and begins anew.
 */
export async function rebootNode(run: ClusterRun, work: Work, node: WaitingNode): Promise<StepResult> {
  try {
    for (;;) {
      const result = await attempt(run, work, node);
      if (result !== 'again') return result;
    }
  } finally {
    if (work.kured !== null) await releaseLock(run, work.kured);
  }
}

async function attempt(run: ClusterRun, work: Work, waiting: WaitingNode): Promise<StepResult | 'again'> {
  const { step, line, kured, underway, health } = work;
  const gate = await mayGoOn(run, step.pool);
  if (gate.kind === 'aborted') return aborted;
  if (gate.kind === 'left') return left;
  line.detail = `reboots ${waiting.node}`;
  const held = kured === null ? done : await holdLock(run, kured, step);
  if (held.kind !== 'done') return held;
  const now = run.clock.now();
  const deadline = Math.min(now + step.reboot.drainTimeoutMs, gate.notAfter ?? Number.POSITIVE_INFINITY);
  const kept = await cancelWhen(
    () => isToStop(run.operator),
    () => drain(run, waiting.node, deadline),
  ).catch(async (error: unknown) => {
    await uncordon(run, waiting.node);
    throw error;
  });
  if (kept !== null) {
    await uncordon(run, waiting.node);
    if (gate.notAfter !== null && run.clock.now() >= gate.notAfter) return 'again';
    return {
      ...failed('drain-blocked', `${waiting.node} was not emptied, and is open again: ${kept}.`),
      aside: true,
    };
  }
  const isHeld = run.operator.paused || isToStop(run.operator) || isLeft(run.operator, step.pool);
  const isLate = gate.notAfter !== null && run.clock.now() >= gate.notAfter;
  const renewed = kured === null || isHeld || isLate ? done : await holdLock(run, kured, step);
  if (isHeld || isLate || renewed.kind !== 'done') {
    await uncordon(run, waiting.node);
    return renewed.kind === 'done' ? 'again' : renewed;
  }
  const sent = await restart(run, work, waiting);
  if (underway.node === null && sent.kind !== 'done') return sent;
  const seen = await finishReboot(run, step, underway);
  // What Azure said of a restart that did not come about tells more.
  if (seen !== null) return sent.kind === 'failed' ? sent : seen;
  return health.judge('AfterPool');
}

/** Sent at most once, whatever becomes of workers and answers: an attempt that may have come through is waited for. */
async function restart(
  run: ClusterRun,
  { step, line, underway }: Work,
  { node, bootId }: WaitingNode,
): Promise<StepResult> {
  const look = await lookAtMachine(run, node, bootId);
  if (look.state !== 'waits') {
    await uncordon(run, node);
    return unlessDone(look, node);
  }
  const task: Task = {
    change: {
      kind: 'restart-node',
      resourceId: run.input.plan.resourceId,
      pool: step.pool,
      node,
      machine: look.machine,
      mark: look.mark,
    },
    line,
    timeoutMs: restartMs,
    patienceMs: run.input.terms.cluster.onBusy.waitMs,
    gated: true,
    maybeSent: false,
  };
  const result = await carryOut(run, task);
  if (task.maybeSent) {
    underway.node = { name: node, bootId };
    run.begun = true;
  }
  if (!task.maybeSent) await uncordon(run, node);
  return result.kind === 'failed' ? { ...result, aside: true } : result;
}

function unlessDone({ state }: MachineLook, node: string): StepResult {
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
  { reboot }: RebootStep,
  underway: NodeReboot,
): Promise<StepResult | null> {
  if (underway.node === null) return null;
  const { name, bootId } = underway.node;
  const end = await awaitReboot(run, name, bootId, reboot);
  if (end === 'not-ready')
    return {
      ...failed(
        'nodes-not-as-planned',
        `${name} did not come back Ready within its time; it stays cordoned.`,
      ),
      aside: true,
    };
  underway.node = null;
  await uncordon(run, name);
  if (end === 'rebooted') return null;
  return {
    ...failed(
      'took-too-long',
      `${name} is in the boot from before: its restart did not come about. It is open again.`,
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

function lookAtMachine(run: ClusterRun, node: string, bootId: string): Promise<MachineLook> {
  const { plan, pace } = run.input;
  return run.activities.read.lookAtMachine.executeWithOptions({ summary: `Look at the machine of ${node}` }, [
    { resourceId: plan.resourceId, node, bootId, pace },
  ]);
}

/** null: it is empty. */
async function drain(run: ClusterRun, node: string, deadline: number): Promise<string | null> {
  const { campaign, plan, pace, tuning } = run.input;
  const { outcome, reason } = await run.activities.watch.drainNode.executeWithOptions(
    { summary: `Drain ${node} for its reboot` },
    [
      {
        resourceId: plan.resourceId,
        node,
        by: `campaign ${campaign}`,
        // What AKS's own drain would take along.
        consent: { unmanaged: true, localData: true },
        graceSeconds: null,
        deadline,
        parallelism,
        successorsMs,
        skipStuckMs: null,
        pollFloorMs: tuning.pollFloorMs,
        pace,
      },
    ],
  );
  return outcome === 'drained' ? null : (reason ?? outcome);
}

/** Only what we closed. */
async function uncordon(run: ClusterRun, node: string): Promise<void> {
  const { plan, pace } = run.input;
  await run.activities.compensate.uncordonNode.executeWithOptions({ summary: `Open ${node} again` }, [
    { resourceId: plan.resourceId, node, pace },
  ]);
}

/** Never shown: the step is closed as left (`takeStep`). */
const left = failedAsLeft();

function failedAsLeft(): StepResult {
  return {
    kind: 'failed',
    failure: {
      kind: 'operation-canceled',
      message: 'A person wants it left as it is.',
      code: null,
      retryAfterMs: null,
    },
    aside: true,
  };
}

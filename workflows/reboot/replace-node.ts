import { nodeMethod } from '#domain/reboot/node-reboot-method.ts';
import { carryOut, carryOutAtOnce, type MustWait, mustWait } from '../change/carry-out-change.ts';
import { inspectCluster } from '../change/inspect-cluster.ts';
import { openTask, type Task } from '../change/task.ts';
import { verifyPool } from '../checks/verify.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';
import { done, failed, type StepResult } from '../state/step-result.ts';
import { drainNode, uncordonNode } from './drain-node.ts';
import { whileNodeBusy } from './mark-node-busy.ts';
import { type Emptied, observeBoot } from './reboot-by-pod.ts';
import type { PoolWork } from './reboot-progress.ts';
import type { RebootStep } from './reboot-step.ts';

interface Replacement extends PoolWork {
  /** Cordons the node and empties it. */
  readonly empty: () => Promise<StepResult | MustWait>;
}

/** AKS adds or deletes a machine within minutes. */
const scaleMs = 60 * 60_000;

export function isByReplacement({ reboot }: RebootStep): boolean {
  return nodeMethod(reboot.methods) === 'Replace';
}

/**
 * Adds a surge node and waits until it is Ready, then empties the old node and deletes its machine by name. Unless the
 * deletion may have been sent, any other end restores the pool: the node uncordoned, the count as before. What was sent,
 * `finishReplacement` finishes.
 */
export async function replaceNode(
  run: ClusterRun,
  replacement: Replacement,
  emptied: Emptied,
): Promise<StepResult | MustWait> {
  const { step, progress } = replacement;
  const count = await countOf(run, step);
  if (count === null) return noPool(run, step);
  const surge = scaling(run, replacement, { from: count, count: count + 1, purpose: 'forward' });
  const restore = (): Promise<StepResult> =>
    whileNodeBusy(run, async () => {
      await uncordonNode(run, emptied.waiting.node);
      return surge.maybeSent ? removeSurgeNode(run, replacement, { count, since: surge.sentAt ?? 0 }) : done;
    });
  try {
    const result = await surgeAndDelete(run, replacement, { surge, count, emptied });
    if (progress.deleting !== null) return result;
    const back = await restore();
    return back.kind === 'done' ? result : back;
  } catch (thrown) {
    if (progress.deleting === null) await restore();
    throw thrown;
  }
}

async function surgeAndDelete(
  run: ClusterRun,
  { step, state, progress, empty }: Replacement,
  { surge, count, emptied }: { readonly surge: Task; readonly count: number; readonly emptied: Emptied },
): Promise<StepResult | MustWait> {
  const { waiting, notAfter } = emptied;
  // No node is cordoned yet: a concurrent operation may be waited for.
  const surged = await carryOut(run, surge);
  if (surged.kind !== 'done') return surged;
  // The pool was scaled by another writer meanwhile.
  if (!surge.maybeSent) return mustWait;
  const joined = await verifyPool(run, step.pool, step.to, { cordonedToo: true });
  if (joined.kind !== 'done') return joined;
  return whileNodeBusy(run, async () => {
    const result = await empty();
    if (result.kind !== 'done') return result;
    const { resourceId } = run.input.plan;
    const deletion = task(run, state, {
      change: { kind: 'delete-machines', resourceId, pool: step.pool, machines: [waiting.node] },
      purpose: 'forward',
    });
    const deleted = await carryOutAtOnce(run, deletion, { notAfter });
    if (deletion.maybeSent)
      progress.deleting = { name: waiting.node, bootId: waiting.bootId, count, since: surge.sentAt ?? 0 };
    return deleted;
  });
}

/**
 * Waits for a deletion that was sent, also by an earlier attempt of the step: the node is gone and its pool has as many as
 * before; null: nothing is left to wait for. A node that still exists is uncordoned, and the surge node removed.
 */
export async function finishReplacement(run: ClusterRun, work: PoolWork): Promise<StepResult | null> {
  const { step, progress } = work;
  if (progress.deleting === null) return null;
  const { name, bootId, ...before } = progress.deleting;
  const { count } = before;
  const settled = await verifyPool(run, step.pool, step.to, { cordonedToo: true });
  const boot = await observeBoot(run, { node: name, bootId });
  if (boot.state !== 'gone') {
    progress.deleting = null;
    await uncordonNode(run, name);
    const back = await removeSurgeNode(run, work, before);
    return back.kind === 'done'
      ? failed('took-too-long', `The machine of ${name} was not deleted. It is uncordoned again.`)
      : back;
  }
  if (settled.kind !== 'done') return settled;
  const now = await countOf(run, step);
  if (now !== count)
    return failed(
      'nodes-not-as-planned',
      `${name} is replaced, and node pool ${step.pool} has ${now ?? 'no'} nodes instead of ${count}.`,
    );
  progress.deleting = null;
  progress.rebooted += 1;
  return null;
}

interface Before {
  readonly count: number;
  readonly since: number;
}

/** Empties the surge node as any other and deletes its machine by name. Where none joined, the pool's count is restored. */
async function removeSurgeNode(
  run: ClusterRun,
  work: Pick<PoolWork, 'step' | 'state'>,
  before: Before,
): Promise<StepResult> {
  const result = await tryToRemoveSurgeNode(run, work, before);
  if (result.kind !== 'failed') return result;
  const { failure } = result;
  const message = `Node pool ${work.step.pool} may have one node more than its ${before.count}, which could not be removed: ${failure.message}`;
  return { ...result, failure: { ...failure, message } };
}

async function tryToRemoveSurgeNode(
  run: ClusterRun,
  { step, state }: Pick<PoolWork, 'step' | 'state'>,
  { count, since }: Before,
): Promise<StepResult> {
  const { plan, pace } = run.input;
  const { resourceId } = plan;
  const [newNode, ...more] = await run.activities.read.findNewNodes.executeWithOptions(
    { summary: `Find the new node of ${step.pool}` },
    [{ resourceId, pool: step.pool, since, pace }],
  );
  if (newNode === undefined)
    return carryOut(run, scaling(run, { step, state }, { from: count + 1, count, purpose: 'restore' }));
  if (more.length > 0)
    return failed(
      'nodes-not-as-planned',
      `More than one node joined meanwhile: ${[newNode, ...more].join(', ')}.`,
    );
  const blockedBy = await drainNode(run, newNode, {
    summary: `Drain ${newNode}, which is not needed`,
    deadline: run.clock.now() + step.reboot.drainTimeoutMs,
  });
  if (blockedBy !== null) {
    await uncordonNode(run, newNode);
    return failed('drain-blocked', `${newNode} was not emptied: ${blockedBy}.`);
  }
  const change = { kind: 'delete-machines', resourceId, pool: step.pool, machines: [newNode] } as const;
  return carryOut(run, task(run, state, { change, purpose: 'restore' }));
}

function scaling(
  run: ClusterRun,
  { step, state }: Pick<PoolWork, 'step' | 'state'>,
  { purpose, ...counts }: { readonly from: number; readonly count: number } & Pick<Task, 'purpose'>,
): Task {
  const { resourceId } = run.input.plan;
  const change = { kind: 'scale-node-pool', resourceId, pool: step.pool, ...counts } as const;
  return task(run, state, { change, purpose });
}

function task(
  run: ClusterRun,
  state: StepState,
  { change, purpose }: Pick<Task, 'change' | 'purpose'>,
): Task {
  return openTask(run, { change, state, timeoutMs: scaleMs, purpose, isAbortable: false });
}

async function countOf(run: ClusterRun, { pool }: RebootStep): Promise<number | null> {
  return (await inspectCluster(run)).pools.find(({ name }) => name === pool)?.count ?? null;
}

function noPool(run: ClusterRun, { pool }: RebootStep): StepResult {
  return failed('not-found', `${run.input.plan.name} has no node pool ${pool}.`);
}

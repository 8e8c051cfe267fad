import { nodeWay } from '#domain/reboot/node-reboot-method.ts';
import { carryOut, carryOutAtOnce, type MustWait, mustWait } from '../change/carry-out-change.ts';
import { inspectCluster } from '../change/inspect-cluster.ts';
import type { Task } from '../change/task.ts';
import { verifyPool } from '../checks/verify.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';
import { done, failed, type StepResult } from '../state/step-result.ts';
import { drainNode } from './drain-node.ts';
import { whileNodeBusy } from './mark-node-busy.ts';
import { type Emptied, observeBoot } from './reboot-by-pod.ts';
import type { RebootProgress } from './reboot-progress.ts';
import type { RebootStep } from './reboot-step.ts';
import { uncordon } from './uncordon-node.ts';

interface Replacement {
  readonly step: RebootStep;
  readonly state: StepState;
  readonly progress: RebootProgress;
  /** Closes the node and empties it. */
  readonly empty: () => Promise<StepResult | MustWait>;
}

/** A machine comes or goes in minutes. */
const scaleMs = 60 * 60_000;

export function isByReplacement({ reboot }: RebootStep): boolean {
  return nodeWay(reboot.ways) === 'Replace';
}

/**
 * One node more, Ready and as the others are; the old one is emptied, and its machine, by its name, deleted. Until that may have been
 * sent everything is put back where it ends otherwise: the node is open, and its pool as large as it was. What was sent is seen
 * through by `finishReplacement`.
 */
export async function replaceNode(
  run: ClusterRun,
  replacement: Replacement,
  emptied: Emptied,
): Promise<StepResult | MustWait> {
  const { step, progress } = replacement;
  const count = await countOf(run, step);
  if (count === null) return noPool(run, step);
  const surge = scaling(run, replacement, { from: count, count: count + 1, gated: true });
  const putBack = (): Promise<StepResult> =>
    whileNodeBusy(run, async () => {
      await uncordon(run, emptied.waiting.node);
      return surge.maybeSent ? removeExtraNode(run, replacement, { count, since: surge.sentAt ?? 0 }) : done;
    });
  try {
    const result = await replaceBy(run, replacement, { surge, count, emptied });
    if (progress.deleting !== null) return result;
    const back = await putBack();
    return back.kind === 'done' ? result : back;
  } catch (thrown) {
    if (progress.deleting === null) await putBack();
    throw thrown;
  }
}

async function replaceBy(
  run: ClusterRun,
  { step, state, progress, empty }: Replacement,
  { surge, count, emptied }: { readonly surge: Task; readonly count: number; readonly emptied: Emptied },
): Promise<StepResult | MustWait> {
  const { waiting, notAfter } = emptied;
  // Nothing is closed yet: others may be waited for.
  const surged = await carryOut(run, surge);
  if (surged.kind !== 'done') return surged;
  // Somebody else gave it one meanwhile, for reasons of their own.
  if (!surge.maybeSent) return mustWait;
  const came = await verifyPool(run, step.pool, step.to, { cordonedToo: true });
  if (came.kind !== 'done') return came;
  return whileNodeBusy(run, async () => {
    const result = await empty();
    if (result.kind !== 'done') return result;
    const { resourceId } = run.input.plan;
    const deletion = task(run, state, {
      change: { kind: 'delete-machines', resourceId, pool: step.pool, machines: [waiting.node] },
      gated: true,
    });
    const deleted = await carryOutAtOnce(run, deletion, { notAfter });
    if (deletion.maybeSent)
      progress.deleting = { name: waiting.node, bootId: waiting.bootId, count, since: surge.sentAt ?? 0 };
    return deleted;
  });
}

/**
 * Sees through a deletion that was sent, also one of an earlier attempt of the step: the node is gone, and its pool has as many as
 * before; null: nothing is left to see. A node that is still there is opened, and the one more given back.
 */
export async function finishReplacement(
  run: ClusterRun,
  replacement: Pick<Replacement, 'step' | 'state' | 'progress'>,
): Promise<StepResult | null> {
  const { step, progress } = replacement;
  if (progress.deleting === null) return null;
  const { name, bootId, ...before } = progress.deleting;
  const { count } = before;
  const settled = await verifyPool(run, step.pool, step.to, { cordonedToo: true });
  const look = await observeBoot(run, { node: name, bootId });
  if (look.state !== 'gone') {
    progress.deleting = null;
    await uncordon(run, name);
    const back = await removeExtraNode(run, replacement, before);
    return back.kind === 'done'
      ? failed('took-too-long', `The machine of ${name} was not deleted. It is open again.`)
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

/** The node that came is emptied as any other, and its machine deleted by its name. Where none came, the pool's count is put back. */
async function removeExtraNode(
  run: ClusterRun,
  replacement: Pick<Replacement, 'step' | 'state'>,
  before: Before,
): Promise<StepResult> {
  const result = await tryToRemoveExtraNode(run, replacement, before);
  if (result.kind !== 'failed') return result;
  const { failure } = result;
  const message = `Node pool ${replacement.step.pool} may have a node more than its ${before.count}, which could not be given back: ${failure.message}`;
  return { ...result, failure: { ...failure, message } };
}

async function tryToRemoveExtraNode(
  run: ClusterRun,
  { step, state }: Pick<Replacement, 'step' | 'state'>,
  { count, since }: Before,
): Promise<StepResult> {
  const { plan, pace } = run.input;
  const { resourceId } = plan;
  const [newNode, ...more] = await run.activities.read.findNewNodes.executeWithOptions(
    { summary: `Which node of ${step.pool} came?` },
    [{ resourceId, pool: step.pool, since, pace }],
  );
  if (newNode === undefined)
    return carryOut(run, scaling(run, { step, state }, { from: count + 1, count, gated: false }));
  if (more.length > 0)
    return failed('nodes-not-as-planned', `${[newNode, ...more].join(', ')} came meanwhile.`);
  const kept = await drainNode(run, newNode, {
    summary: `Drain ${newNode}, which is not needed`,
    deadline: run.clock.now() + step.reboot.drainTimeoutMs,
  });
  if (kept !== null) {
    await uncordon(run, newNode);
    return failed('drain-blocked', `${newNode} was not emptied: ${kept}.`);
  }
  const change = { kind: 'delete-machines', resourceId, pool: step.pool, machines: [newNode] } as const;
  return carryOut(run, task(run, state, { change, gated: false }));
}

function scaling(
  run: ClusterRun,
  { step, state }: Pick<Replacement, 'step' | 'state'>,
  { gated, ...counts }: { readonly from: number; readonly count: number; readonly gated: boolean },
): Task {
  const { resourceId } = run.input.plan;
  const change = { kind: 'scale-node-pool', resourceId, pool: step.pool, ...counts } as const;
  return task(run, state, { change, gated });
}

function task(run: ClusterRun, state: StepState, { change, gated }: Pick<Task, 'change' | 'gated'>): Task {
  const patienceMs = run.input.terms.cluster.onBusy.waitMs;
  return { change, state, timeoutMs: scaleMs, patienceMs, gated, maybeSent: false, isAbortable: false };
}

async function countOf(run: ClusterRun, { pool }: RebootStep): Promise<number | null> {
  return (await inspectCluster(run)).pools.find(({ name }) => name === pool)?.count ?? null;
}

function noPool(run: ClusterRun, { pool }: RebootStep): StepResult {
  return failed('not-found', `${run.input.plan.name} has no node pool ${pool}.`);
}

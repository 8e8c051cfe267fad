import type { PoolSteps } from '../rolling-upgrade/pool-steps.ts';
import { isOver } from './is-over.ts';
import { notReached } from './stage-phase.ts';
import type { Phase, StepStatus, WaitingFor, WaitKind } from './status.ts';

/** What is seen of a running operation. */
export interface StepProgress {
  /** null: the control plane. */
  readonly pool: string | null;
  /** Azure's free text; may be empty. */
  readonly progress: string;
  readonly nodes: { readonly done: number; readonly total: number } | null;
  /** Steps of the pool's nodes; absent: not read. */
  readonly steps?: PoolSteps;
  /** What blocks a drain; null: nothing does. Absent: unknown. */
  readonly blockedBy?: string | null;
  /** What of the nodes could not be read, and why. */
  readonly unread?: string;
}

/** What is seen of a cluster from outside its workflow. */
export interface StepSeen {
  readonly progress: StepProgress | null;
  /** Why what the running step does is tried again. */
  readonly trouble: string | null;
}

const blocking: ReadonlySet<WaitKind> = new Set(['window', 'freeze', 'paused', 'lock'] as const);

/** A step that is blocked does not run: nothing of it is in flight. A soak is a part of its step. */
export function stepsWhile(
  steps: readonly StepStatus[],
  { waitingFor, inFlight }: { readonly waitingFor: WaitingFor | null; readonly inFlight: boolean },
): readonly StepStatus[] {
  const isBlocked = waitingFor !== null && blocking.has(waitingFor.kind);
  return steps.map((step) => {
    if (step.phase !== 'Running') return step;
    return isBlocked ? { ...step, phase: 'Waiting', inFlight: false } : { ...step, inFlight };
  });
}

/** Once its cluster is over, a step that never began is Skipped, as a cluster is whose campaign is over. */
export function stepsAtEnd(cluster: Phase, steps: readonly StepStatus[]): readonly StepStatus[] {
  if (!isOver(cluster)) return steps;
  return steps.map((step) =>
    step.phase === 'NotStarted' ? { ...step, phase: 'Skipped', detail: notReached } : step,
  );
}

/** The steps as the cluster reports them, with what is seen of the running one. */
export function stepsNow(
  reported: readonly StepStatus[],
  { progress, trouble }: StepSeen,
): readonly StepStatus[] {
  return reported.map((step) => {
    if (!isUnderWay(step.phase)) return step;
    const own = progress?.pool === step.pool ? progress : null;
    const { steps: nodeSteps, blockedBy = step.blockedBy } = own ?? {};
    const seen = { blockedBy, ...(nodeSteps === undefined ? {} : { nodeSteps }) };
    if (step.phase === 'RollingBack')
      return {
        ...step,
        nodes: stillUpgraded(step, own),
        detail: rollbackDetail(step, own, trouble),
        ...seen,
      };
    const detail = step.detail ?? trouble ?? progressText(own);
    return { ...step, nodes: addSeen(step, own?.nodes), detail, ...seen };
  });
}

/**
 * Of a pool whose upgrade is tried again Azure may count only the nodes that were left; `nodes` counts all of them, and none that is
 * done is taken back. Where the nodes were counted when the upgrade ended (`end`), those that Azure no longer counts are done: an
 * abort in Azure finishes the node at work.
 */
export function addSeen(
  { nodes: known, end }: Pick<StepStatus, 'nodes' | 'end'>,
  seen: StepProgress['nodes'] = null,
): StepStatus['nodes'] {
  if (seen === null) return known;
  const uncounted = Math.max(0, known.total - seen.total);
  const before = end === undefined ? Math.min(uncounted, known.done) : uncounted;
  return { done: Math.max(known.done, before + seen.done), total: before + seen.total };
}

/** What is seen of an operation, or why it is tried again, is about a step of this phase. */
export function isUnderWay(phase: Phase): boolean {
  return phase === 'Running' || phase === 'Waiting' || phase === 'RollingBack';
}

/** On its rollback Azure counts the nodes that are back; the step counts those that are upgraded. */
function stillUpgraded({ nodes }: StepStatus, own: StepProgress | null): StepStatus['nodes'] {
  return { ...nodes, done: Math.max(0, nodes.done - (own?.nodes?.done ?? 0)) };
}

/** "rolling back to 1.33.5; upgrading np1: 1/3 nodes completed" */
function rollbackDetail(
  { detail }: StepStatus,
  own: StepProgress | null,
  trouble: string | null,
): string | null {
  const texts = [detail, trouble ?? progressText(own)].filter((text) => text !== null);
  return texts.join('; ') || null;
}

function progressText(own: StepProgress | null): string | null {
  if (own === null) return null;
  const unread = own.unread === undefined ? [] : [`cannot be read: ${own.unread}`];
  return [own.progress, ...unread].filter((text) => text !== '').join('; ') || null;
}

/** The plan does nothing to it. Of a pool that another upgrade left half done, `from` and `to` are the same, too. */
export function isIdle({ phase, from, to, startedAt, detail }: StepStatus): boolean {
  return phase === 'Skipped' && startedAt === null && from === to && detail !== notReached;
}

/** Whether all that was to be done is done, although the cluster may have been aborted later, in a soak. */
export function isAllDone(steps: readonly Pick<StepStatus, 'phase' | 'startedAt'>[]): boolean {
  const taken = steps.filter(({ phase, startedAt }) => phase !== 'Skipped' || startedAt !== null);
  return taken.length > 0 && taken.every(({ phase }) => phase === 'Completed');
}

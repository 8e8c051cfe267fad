import { didYouMean } from '../text/nearest-name.ts';
import { operatorCommand } from '../text/operator-command.ts';
import { isOver } from './is-over.ts';
import type { StepStatus } from './status.ts';

/** An operator's command for one node pool of a cluster in progress. */
export interface PoolOrder {
  readonly campaign: string;
  readonly cluster: string;
  readonly pool: string;
  /** "abort": its running step. "skip": it is never begun. */
  readonly how: 'abort' | 'skip' | 'retry' | 'rollback';
  /** The cluster waits for a decision: then a pool whose drain is blocked can be skipped too. */
  readonly isAsked: boolean;
}

/**
 * Why an order about a pool would have no effect, by the steps of its cluster; null: it is carried out. A pool has a step
 * for every hop.
 */
export function refusePoolOrder(steps: readonly StepStatus[], order: PoolOrder): string | null {
  const { cluster, pool, how } = order;
  // The cluster has not reported its steps yet.
  if (steps.length === 0) return null;
  const own = steps.filter((step) => step.pool === pool);
  const last = own.at(-1);
  if (last === undefined) {
    const pools = steps.flatMap((step) => step.pool ?? []);
    return `The plan has no node pool ${pool} in ${cluster}${didYouMean(pool, pools, '.')}`;
  }
  if (how === 'retry') return null;
  if (how === 'rollback')
    return own.some(({ startedAt }) => startedAt !== null)
      ? null
      : `Node pool ${pool} of ${cluster} has not begun: there is nothing to take back.`;
  const current = own.find(({ phase }) => !isOver(phase));
  if (current === undefined)
    return `Node pool ${pool} of ${cluster} has ended (${last.phase}): there is nothing to ${how}.`;
  return how === 'abort' ? refuseAbort(current, order) : refuseSkip(current, order);
}

/** A step lasts longer than its operation: verification and soak end by it, too. */
function refuseAbort({ phase }: StepStatus, { campaign, cluster, pool }: PoolOrder): string | null {
  if (phase === 'Running') return null;
  const why = whyNothingRuns(phase);
  const instead = canBeSkipped(phase)
    ? ` To skip it: ${operatorCommand('skip', campaign, `pool/${cluster}/${pool}`)}`
    : '';
  return `Node pool ${pool} of ${cluster} cannot be aborted: ${why}.${instead}`;
}

const seenThrough = 'it is being rolled back, and a rollback in progress finishes';

function whyNothingRuns(phase: StepStatus['phase']): string {
  if (phase === 'NotStarted') return 'it has not begun';
  if (phase === 'RollingBack') return seenThrough;
  return `nothing of it runs in Azure (${phase})`;
}

function refuseSkip({ phase }: StepStatus, { campaign, cluster, pool, isAsked }: PoolOrder): string | null {
  if (canBeSkipped(phase) || isAsked) return null;
  if (phase === 'RollingBack') return `Node pool ${pool} of ${cluster} cannot be skipped: ${seenThrough}.`;
  return `Node pool ${pool} of ${cluster} is under way (${phase}). To end its step: ${operatorCommand('abort', campaign, `pool/${cluster}/${pool}`)}`;
}

function canBeSkipped(phase: StepStatus['phase']): boolean {
  return phase === 'NotStarted' || phase === 'Waiting' || phase === 'NeedsDecision';
}

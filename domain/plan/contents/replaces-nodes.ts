import type { PlanStep } from './plan.ts';

/** Whether a step replaces every node of a pool: surge, drain, reimage. */
export function replacesNodes({ action }: Pick<PlanStep, 'action'>): boolean {
  return action === 'upgrade-node-pool' || action === 'upgrade-node-image';
}

/**
 * Whether a step is about a pool's image alone: a newer one, or, where it is idle with a strategy, the one it has, which is
 * current or blocked.
 */
export function isForImage({ action, strategy }: Pick<PlanStep, 'action' | 'strategy'>): boolean {
  return action === 'upgrade-node-image' || (action === 'none' && strategy !== null);
}

/** Whether a step empties nodes of a pool: it replaces them, restarts those that wait for it, or moves their workloads to another pool. */
export function drainsNodes(step: Pick<PlanStep, 'action'>): boolean {
  return replacesNodes(step) || drainedByUs.has(step.action);
}

const drainedByUs: ReadonlySet<PlanStep['action']> = new Set([
  'reboot-node-pool',
  'migrate-node-pool',
  'remove-node-pool',
]);

import type { PlanStep } from './plan.ts';

/** Whether a step replaces every node of a pool: surge, drain, reimage. */
export function replacesNodes({ action }: Pick<PlanStep, 'action'>): boolean {
  return action === 'upgrade-node-pool' || action === 'upgrade-node-image';
}

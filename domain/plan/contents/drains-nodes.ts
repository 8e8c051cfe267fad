import type { PlanStep } from './plan.ts';
import { replacesNodes } from './replaces-nodes.ts';

/** Whether a step empties nodes of a pool: it replaces them, or restarts those that wait for it. */
export function drainsNodes(step: Pick<PlanStep, 'action'>): boolean {
  return replacesNodes(step) || step.action === 'reboot-node-pool';
}

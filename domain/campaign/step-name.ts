import type { PlanStep } from './plan.ts';

/** What a step is called wherever it is shown: the pool's name, or what is done to the cluster itself. */
export function stepName({ action, pool }: Pick<PlanStep, 'action' | 'pool'>): string {
  if (action === 'suspend-auto-upgrade') return 'suspend channel';
  if (action === 'resume-auto-upgrade') return 'resume channel';
  return pool ?? 'control plane';
}

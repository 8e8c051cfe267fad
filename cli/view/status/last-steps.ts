import type { ClusterStatus, StepStatus } from '#domain/status/status.ts';

/** The step that left each pool as it is: a pool of two hops has two; what a pool was not begun for tells nothing. */
export function lastSteps({ steps }: Pick<ClusterStatus, 'steps'>): readonly StepStatus[] {
  const begun = steps.filter(({ pool, startedAt }) => pool !== null && startedAt !== null);
  return [...new Map(begun.map((step) => [step.pool, step])).values()];
}

import type { ClusterStatus, StepStatus } from '#domain/status/status.ts';

/** The last started step of each pool: a pool of two hops has two steps. */
export function lastSteps({ steps }: Pick<ClusterStatus, 'steps'>): readonly StepStatus[] {
  const started = steps.filter(({ pool, startedAt }) => pool !== null && startedAt !== null);
  return [...new Map(started.map((step) => [step.pool, step])).values()];
}

import type { StepStatus } from './status.ts';

/** The last begun hop of each node pool that the campaign changes, the last changed pool first. `pool`: of this one; null: of all. */
export function stepsToRollBack<S extends Pick<StepStatus, 'pool' | 'phase' | 'from' | 'to' | 'startedAt'>>(
  steps: readonly S[],
  pool: string | null,
): readonly S[] {
  const begun = steps
    .filter(({ from, to, startedAt, phase }) => from !== to && startedAt !== null && phase !== 'NotStarted')
    .filter((step) => step.pool !== null && (pool === null || step.pool === pool));
  return [...new Map(begun.map((step) => [step.pool, step] as const)).values()].toReversed();
}

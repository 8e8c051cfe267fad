import type { PlanStep } from './plan.ts';

/** "np1 changed from Ubuntu 22.04 to Ubuntu 24.04" of each begun step that changes an operating system; `pool` null: of the whole cluster. */
export function begunOsChanges(
  steps: readonly PlanStep[],
  states: readonly { readonly phase: string }[],
  pool: string | null,
): readonly string[] {
  return steps.flatMap((step, index) => {
    const { osChange } = step;
    const isBegun = states[index]?.phase !== 'NotStarted' && states[index]?.phase !== 'Skipped';
    return osChange === undefined || !isBegun || (pool !== null && step.pool !== pool)
      ? []
      : [`${step.pool} changed from ${osChange.from} to ${osChange.to}`];
  });
}

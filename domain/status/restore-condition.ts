import type { NotRestored, StepStatus } from './status.ts';

type BegunStep = Pick<StepStatus, 'pool' | 'phase' | 'startedAt'>;

/**
 * What has to be so before a setting is restored by hand, as words that stand before its command; null: it can be sent at
 * once. Any later PUT on a half-upgraded pool continues with its upgrade, and so does one on its cluster (`pool` null).
 */
export function restoreCondition(steps: readonly BegunStep[], pool: string | null): string | null {
  // The last hop that was begun is how a pool stands.
  const pools = new Map(
    steps
      .filter((step) => step.pool !== null && step.startedAt !== null)
      .map((step) => [step.pool, step.phase] as const),
  );
  const phases = pool === null ? [...pools.values()] : [pools.get(pool)];
  if (phases.every((phase) => phase === 'Completed' || phase === 'RolledBack')) return null;
  const what = pool === null ? 'every node pool' : 'the pool';
  return `only once ${what} is Succeeded: sent now, it continues the unfinished operation`;
}

/** The condition stands before the command, so that no one copies the one without having read the other. */
export function describeRestore({ condition, command }: NotRestored): string {
  return condition === undefined ? command : `${condition}: ${command}`;
}

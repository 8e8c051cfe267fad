import type { StepStatus } from './status.ts';

type Begun = Pick<StepStatus, 'pool' | 'phase' | 'from' | 'to' | 'startedAt' | 'rollbackOffer'>;

/** The last begun hop of each node pool that the campaign changes, the last changed pool first. `pool`: of this one; null: of all. */
export function stepsToRollBack<S extends Begun>(steps: readonly S[], pool: string | null): readonly S[] {
  const begun = steps
    .filter((step) => isUpgrade(step) && step.startedAt !== null && step.phase !== 'NotStarted')
    .filter((step) => step.pool !== null && (pool === null || step.pool === pool));
  return [...new Map(begun.map((step) => [step.pool, step] as const)).values()].toReversed();
}

/** The step of a pool that another upgrade left half done may lead from a version to the same one; a reboot does, too, and has no offer. */
function isUpgrade({ from, to, rollbackOffer }: Begun): boolean {
  return from !== to || rollbackOffer !== undefined;
}

import { isSameName } from '../values/same-name.ts';

interface Named {
  readonly name: string;
}
interface FleetMember extends Named {
  readonly pools: readonly Named[];
}

/** What a fault or a scheduled event is meant for; absent: anything. */
interface Aim {
  readonly cluster?: string | undefined;
  readonly pool?: string | undefined;
}

/**
 * What of it the fleet does not have, in a sentence; null: nothing. What is meant for a pool that
 * is created later is refused, too.
 */
export function missingTarget(clusters: readonly FleetMember[], { cluster, pool }: Aim): string | null {
  const meant = cluster === undefined ? clusters : clusters.filter(({ name }) => isSameName(name, cluster));
  if (meant.length === 0 && cluster !== undefined) return `there is no cluster ${cluster} in this fleet`;
  const hasPool =
    pool === undefined || meant.some(({ pools }) => pools.some(({ name }) => isSameName(name, pool)));
  return hasPool ? null : `there is no node pool ${pool} in ${cluster ?? 'any cluster of this fleet'}`;
}

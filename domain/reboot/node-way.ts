import type { Cluster } from '../campaign/fleet.ts';
import type { RebootWay } from './reboot-terms.ts';

/** How nodes themselves get their reboots, where no image makes them needless. */
export type NodeWay = Exclude<RebootWay, 'NodeImage'>;

/** What of a file's ways can be done at a cluster: no machine of a locked node resource group can be restarted. */
export function possibleWays(
  ways: readonly RebootWay[],
  { isNodeGroupLocked }: Pick<Cluster, 'isNodeGroupLocked'>,
): readonly RebootWay[] {
  return isNodeGroupLocked ? ways.filter((way) => way !== 'Restart') : ways;
}

/** The first that is named, for the file's order is that of its author; null: none is. */
export function nodeWay(ways: readonly RebootWay[]): NodeWay | null {
  return ways.find((way) => way !== 'NodeImage') ?? null;
}

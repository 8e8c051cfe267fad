import type { Cluster, NodePool } from '../fleet/fleet.ts';
import type { RebootWay } from './reboot-terms.ts';

/** How nodes themselves get their reboots, where no image makes them needless. */
export type NodeWay = Exclude<RebootWay, 'NodeImage'>;

/** AKS takes no more nodes in a pool on scale sets. */
const mostNodes = 1_000;

/** What of a file's ways can be done with a pool. */
export function possibleWays(
  ways: readonly RebootWay[],
  cluster: Pick<Cluster, 'isNodeGroupLocked'>,
  pool: Pick<NodePool, 'autoscaling' | 'count'>,
): readonly RebootWay[] {
  return ways.filter((way) => whyNot(way, cluster, pool) === null);
}

/** What keeps a way from a pool; null: nothing. */
export function whyNot(
  way: RebootWay,
  { isNodeGroupLocked }: Pick<Cluster, 'isNodeGroupLocked'>,
  { autoscaling, count }: Pick<NodePool, 'autoscaling' | 'count'>,
): string | null {
  if (way === 'Restart' && isNodeGroupLocked)
    return 'the node resource group is locked down (restrictionLevel ReadOnly), so no machine can be restarted; new node images reach its nodes';
  if (way === 'Replace' && autoscaling !== null)
    return 'its autoscaler decides how many nodes it has, so none can be replaced by one more';
  if (way === 'Replace' && count >= mostNodes)
    return `it has ${count} nodes, and AKS adds none beyond ${mostNodes}`;
  return null;
}

/** The first that is named, for the file's order is that of its author; null: none is. */
export function nodeWay(ways: readonly RebootWay[]): NodeWay | null {
  return ways.find((way) => way !== 'NodeImage') ?? null;
}

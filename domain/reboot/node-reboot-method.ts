import type { Cluster, NodePool } from '../fleet/fleet.ts';
import type { RebootMethod } from './reboot-terms.ts';

/** How nodes themselves get their reboots, where no image makes them needless. */
export type NodeMethod = Exclude<RebootMethod, 'NodeImage'>;

/** AKS takes no more nodes in a pool on scale sets. */
const mostNodes = 1_000;

/** What of a file's methods can be done with a pool. */
export function possibleMethods(
  methods: readonly RebootMethod[],
  cluster: Pick<Cluster, 'isNodeGroupLocked'>,
  pool: Pick<NodePool, 'autoscaling' | 'count' | 'type'>,
): readonly RebootMethod[] {
  return methods.filter((method) => whyNot(method, cluster, pool) === null);
}

/** What keeps a method from a pool; null: nothing. */
export function whyNot(
  method: RebootMethod,
  { isNodeGroupLocked }: Pick<Cluster, 'isNodeGroupLocked'>,
  { autoscaling, count, type }: Pick<NodePool, 'autoscaling' | 'count' | 'type'>,
): string | null {
  if (method === 'Restart' && isNodeGroupLocked)
    return 'the node resource group is locked down (restrictionLevel ReadOnly), so no machine can be restarted; use new node images';
  if (method === 'Replace' && autoscaling !== null)
    return 'its cluster autoscaler sets the node count, so no node can be replaced by adding one';
  if (method === 'Replace' && (type === 'VirtualMachines' || count === null))
    return 'it has no node count of its own (type VirtualMachines), so no node can be replaced by adding one';
  if (method === 'Replace' && count !== null && count >= mostNodes)
    return `it has ${count} nodes, and AKS allows at most ${mostNodes}`;
  return null;
}

/** The first that is named, for the file's order is that of its author; null: none is. */
export function nodeMethod(methods: readonly RebootMethod[]): NodeMethod | null {
  return methods.find((method) => method !== 'NodeImage') ?? null;
}

import type { KubernetesNode } from '../fleet/kubernetes-node.ts';

/**
 * Which machines of a pool may be deleted: its quarantined ones, so many as surge nodes stand in for them, so that the pool
 * keeps its `count`; the rest of them wait for a later attempt. `nodes` are the pool's own, surge nodes too.
 */
export function chooseMachines(
  nodes: readonly KubernetesNode[],
  count: number,
): { readonly machines: readonly string[]; readonly quarantined: number } {
  const names = nodes.filter(({ quarantined }) => quarantined).map(({ name }) => name);
  const standIns = Math.max(0, nodes.length - count);
  return { machines: names.slice(0, Math.min(standIns, mostAtOnce)), quarantined: names.length };
}

/** An answer stands in history. */
const mostAtOnce = 20;

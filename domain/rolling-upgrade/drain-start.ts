import type { RollingNode, RollingTarget, RollingView } from './rolling-view.ts';

/** Clocks differ, and Kubernetes writes whole seconds. */
const slackMs = 60_000;

/** Whether the taint of a cordoned node leaves open if it is this upgrade that drains it. */
export function isCordonUnclear({ unschedulable, cordonedAt }: RollingNode, since: number): boolean {
  return unschedulable && (cordonedAt === null || cordonedAt < since - slackMs);
}

/**
 * Since when this upgrade drains a cordoned node (ms), by what the cluster itself remembers; null: it was cordoned before,
 * and AKS has not reported that it drains it.
 */
export function drainStart(
  node: RollingNode,
  { since }: RollingTarget,
  { drainedAt }: Pick<RollingView, 'drainedAt'>,
): number | null {
  if (!isCordonUnclear(node, since)) return node.cordonedAt;
  const said = drainedAt.get(node.name);
  if (said !== undefined && said >= since - slackMs) return said;
  return node.cordonedAt === null ? since : null;
}

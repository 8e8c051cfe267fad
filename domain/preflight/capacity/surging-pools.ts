import type { Cluster, NodePool } from '../../fleet/fleet.ts';
import type { PlanStep } from '../../plan/contents/plan.ts';

export interface SurgingPool {
  readonly pool: NodePool;
  /** Nodes that Azure adds. */
  readonly surge: number;
  readonly nodes: 'its surge nodes' | 'the nodes of its new pool';
  /** What would make them fewer. */
  readonly fewer: string;
}

const lowerSurge = 'lower maxSurge (user pools: maxSurge 0 with maxUnavailable 1 needs no surge nodes)';
const roll = 'set upgradeStrategy Rolling for it (blue-green doubles its nodes)';
const scaleDown = 'scale it down first, or exclude it (cluster.pools.exclude)';

/** The pools that Azure adds nodes to in these steps, each once. */
export function surgingPools(cluster: Cluster, steps: readonly PlanStep[]): readonly SurgingPool[] {
  return cluster.pools.flatMap((pool): readonly SurgingPool[] => {
    const own = steps.filter((step) => step.pool === pool.name);
    const surge = Math.max(0, ...own.map((step) => step.surge));
    if (surge === 0) return [];
    if (own.some(({ migration }) => migration !== undefined))
      return [{ pool, surge, nodes: 'the nodes of its new pool', fewer: scaleDown }];
    const fewer = own.some(({ blueGreen }) => blueGreen !== undefined) ? roll : lowerSurge;
    return [{ pool, surge, nodes: 'its surge nodes', fewer }];
  });
}

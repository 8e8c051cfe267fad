import type { Cluster, NodePool } from '../../fleet/fleet.ts';
import type { PlanStep } from '../../plan/contents/plan.ts';

export interface SurgingPool {
  readonly pool: NodePool;
  /** Nodes that Azure adds. */
  readonly surge: number;
  /** What would make them fewer. */
  readonly fewer: string;
}

const lowerSurge = 'lower maxSurge (user pools: maxSurge 0 with maxUnavailable 1 needs no surge nodes)';
const roll = 'set upgradeStrategy Rolling for it (blue-green doubles its nodes)';

/** The pools that Azure adds nodes to in these steps, each once. */
export function surgingPools(cluster: Cluster, steps: readonly PlanStep[]): readonly SurgingPool[] {
  return cluster.pools.flatMap((pool) => {
    const own = steps.filter((step) => step.pool === pool.name);
    const surge = Math.max(0, ...own.map((step) => step.surge));
    const fewer = own.some(({ blueGreen }) => blueGreen !== undefined) ? roll : lowerSurge;
    return surge === 0 ? [] : [{ pool, surge, fewer }];
  });
}

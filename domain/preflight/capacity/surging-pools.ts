import type { Cluster, NodePool } from '../../fleet/fleet.ts';
import type { PlanStep } from '../../plan/contents/plan.ts';

export interface SurgingPool {
  readonly pool: NodePool;
  /** Nodes that Azure adds. */
  readonly surge: number;
}

/** The pools that Azure adds nodes to in these steps, each once. */
export function surgingPools(cluster: Cluster, steps: readonly PlanStep[]): readonly SurgingPool[] {
  return cluster.pools.flatMap((pool) => {
    const own = steps.filter((step) => step.pool === pool.name);
    const surge = Math.max(0, ...own.map((step) => step.surge));
    return surge === 0 ? [] : [{ pool, surge }];
  });
}

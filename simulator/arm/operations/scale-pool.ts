import type { ManagedCluster } from '../../cluster/managed-cluster.ts';
import { addNode } from '../../cluster/node-registration.ts';
import type { World } from '../../world/world.ts';

/** The cluster autoscaler's hand: nodes come, or the last ones go, and the pool's eTag with them. */
export function scalePool(world: World, cluster: ManagedCluster, poolName: string, count: number): void {
  const pool = cluster.pool(poolName);
  if (pool === undefined) return;
  const nodes = cluster.kubernetes.nodes(pool.name).map(({ name }) => name);
  for (let missing = count - nodes.length; missing > 0; missing -= 1) {
    addNode(cluster, pool, { name: pool.newNodeName(), version: pool.version, image: pool.image });
  }
  for (const name of nodes.slice(count)) cluster.kubernetes.removeNode(name);
  if (nodes.length === count) return;
  pool.properties = { ...pool.properties, count };
  world.refreshTags(cluster, pool.name);
}

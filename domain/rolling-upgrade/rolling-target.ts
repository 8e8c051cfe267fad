import { type Change, poolOf } from '../campaign/change.ts';
import type { Cluster } from '../campaign/fleet.ts';
import type { RollingTarget } from './rolling-view.ts';

const minute = 60_000;

/**
 * What a change means for the nodes of its pool; null: it replaces none. `since`: right before it was sent (ms);
 * `cluster`: as it was then.
 */
export function rollingTarget(change: Change, cluster: Cluster, since: number): RollingTarget | null {
  if (change.kind !== 'upgrade-node-pool' && change.kind !== 'roll-back-node-pool') return null;
  const pool = cluster.pools.find(({ name }) => name === poolOf(change));
  if (pool === undefined) return null;
  const sent = change.kind === 'upgrade-node-pool' ? change.upgradeSettings : {};
  const { nodeSoakDurationInMinutes = 0 } = { ...pool.upgradeSettings, ...sent };
  return { version: change.to, nodes: pool.count, since, nodeSoakMs: nodeSoakDurationInMinutes * minute };
}

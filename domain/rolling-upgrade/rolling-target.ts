import { type Change, poolOf } from '../change/change.ts';
import type { Cluster, NodePool } from '../fleet/fleet.ts';
import { blueGreenOf } from '../fleet/upgrade-settings.ts';
import type { RollingTarget } from './rolling-view.ts';

const minute = 60_000;

/**
 * What a change means for the nodes of its pool; null: it replaces none. `since`: right before it was sent (ms);
 * `cluster`: as it was then.
 */
export function rollingTarget(change: Change, cluster: Cluster, since: number): RollingTarget | null {
  const pool = cluster.pools.find(({ name }) => name === poolOf(change));
  if (pool === undefined) return null;
  const goal = goalOf(change, pool);
  if (goal === null) return null;
  const sent = change.kind === 'upgrade-node-pool' ? change.upgradeSettings : {};
  const { nodeSoakDurationInMinutes = 0 } = { ...pool.upgradeSettings, ...sent };
  const target = { ...goal, nodes: pool.count, since, nodeSoakMs: nodeSoakDurationInMinutes * minute };
  if (blueGreenOf(pool, sent) === null) return target;
  // What is beside the pool goes again by a rollback: then no node that is there is a surge node.
  const nodes = change.kind === 'roll-back-node-pool' ? null : pool.count;
  return { ...target, nodes, nodeSoakMs: 0, isBlueGreen: true };
}

function goalOf(change: Change, pool: NodePool): Pick<RollingTarget, 'version' | 'image'> | null {
  if (change.kind === 'upgrade-node-pool') return { version: change.to };
  if (change.kind === 'upgrade-node-image')
    return { version: pool.currentOrchestratorVersion, image: { atLeast: change.to } };
  if (change.kind !== 'roll-back-node-pool') return null;
  const { to: version, nodeImageVersion } = change;
  // Where the version is the same on both sides, nodes are distinguished by their image.
  const staysAt = pool.currentOrchestratorVersion === version && pool.nodeImageVersion !== nodeImageVersion;
  return staysAt ? { version, image: { exactly: nodeImageVersion } } : { version };
}

import type { Change } from './change.ts';
import type { Cluster, NodePool } from './fleet.ts';

/** What to do about a change, judged by what was just seen of the cluster. */
export type BeginDecision =
  | { readonly do: 'send'; readonly eTag: string }
  | { readonly do: 'adopt' }
  | { readonly do: 'nothing'; readonly because: string }
  | { readonly do: 'wait'; readonly because: string }
  | { readonly do: 'refuse'; readonly because: string };

const terminalStates = new Set(['Succeeded', 'Failed', 'Canceled']);

/**
 * Decides whether a change may be sent (house rule: no mutation is accepted twice).
 *
 * `maybeSent` says that an earlier attempt of this very step may have reached Azure: only then is a running
 * operation towards our goal ours to adopt; anything else that runs is somebody else's and waited for.
 * A half-upgraded pool is Failed or Canceled with the target already as its version (Azure flips it at
 * acceptance), so "already there" also asks for Succeeded.
 */
export function decideBegin(change: Change, cluster: Cluster, maybeSent: boolean): BeginDecision {
  if (cluster.powerState === 'Stopped') return { do: 'refuse', because: `${cluster.name} is stopped` };
  if (change.kind === 'upgrade-control-plane') return decideControlPlane(change.to, cluster, maybeSent);
  const pool = cluster.pools.find((each) => each.name === change.pool);
  if (pool === undefined) return { do: 'refuse', because: `${cluster.name} has no node pool ${change.pool}` };
  return decidePool(change, cluster, pool, maybeSent);
}

function decideControlPlane(to: string, cluster: Cluster, maybeSent: boolean): BeginDecision {
  if (!terminalStates.has(cluster.provisioningState)) {
    const ours = maybeSent && cluster.provisioningState === 'Upgrading' && cluster.kubernetesVersion === to;
    return ours ? { do: 'adopt' } : busy(cluster.name, cluster.provisioningState);
  }
  const busyPool = cluster.pools.find((each) => !terminalStates.has(each.provisioningState));
  if (busyPool !== undefined) return busy(`node pool ${busyPool.name}`, busyPool.provisioningState);
  if (cluster.provisioningState === 'Succeeded' && cluster.currentKubernetesVersion === to)
    return { do: 'nothing', because: `already ${to}` };
  return { do: 'send', eTag: cluster.eTag };
}

function decidePool(
  change: Exclude<Change, { kind: 'upgrade-control-plane' }>,
  cluster: Cluster,
  pool: NodePool,
  maybeSent: boolean,
): BeginDecision {
  if (!terminalStates.has(pool.provisioningState))
    return maybeSent && runsTowards(change, pool)
      ? { do: 'adopt' }
      : busy(`node pool ${pool.name}`, pool.provisioningState);
  if (!terminalStates.has(cluster.provisioningState)) return busy(cluster.name, cluster.provisioningState);
  const other = cluster.pools.find((each) => !terminalStates.has(each.provisioningState));
  if (other !== undefined) return busy(`node pool ${other.name}`, other.provisioningState);
  if (isThere(change, pool)) return { do: 'nothing', because: 'already as wanted' };
  if (change.kind === 'restore-upgrade-settings' && pool.provisioningState !== 'Succeeded')
    return {
      do: 'refuse',
      because: `node pool ${pool.name} is ${pool.provisioningState}: a change of its settings would go on with the upgrade`,
    };
  return { do: 'send', eTag: pool.eTag };
}

function runsTowards(change: Exclude<Change, { kind: 'upgrade-control-plane' }>, pool: NodePool): boolean {
  switch (change.kind) {
    case 'upgrade-node-pool':
      return pool.provisioningState === 'Upgrading' && pool.orchestratorVersion === change.to;
    case 'upgrade-node-image':
      return pool.provisioningState === 'UpgradingNodeImageVersion';
    case 'restore-upgrade-settings':
      return pool.provisioningState === 'Updating' && settingsMatch(change.upgradeSettings, pool);
  }
}

function isThere(change: Exclude<Change, { kind: 'upgrade-control-plane' }>, pool: NodePool): boolean {
  switch (change.kind) {
    case 'upgrade-node-pool':
      return pool.provisioningState === 'Succeeded' && pool.currentOrchestratorVersion === change.to;
    case 'upgrade-node-image':
      return pool.provisioningState === 'Succeeded' && pool.nodeImageVersion === pool.latestNodeImageVersion;
    case 'restore-upgrade-settings':
      return settingsMatch(change.upgradeSettings, pool);
  }
}

function settingsMatch(wanted: object, pool: NodePool): boolean {
  return Object.entries(wanted).every(
    ([name, value]) => pool.upgradeSettings[name as keyof typeof pool.upgradeSettings] === value,
  );
}

function busy(what: string, state: string): BeginDecision {
  return { do: 'wait', because: `${what} is ${state}: another operation runs` };
}

import { runClusterUpgrade, runImageUpgrade } from '../arm/operations/run-operation.ts';
import type { ManagedCluster } from '../cluster/managed-cluster.ts';
import { compareVersions, minorOf, offeredIn, upgradesFrom } from '../fleet/versions.ts';
import type { World } from '../world/world.ts';

/** What the cluster's automatic channel does when its time has come; nothing where there is nothing newer. */
export function runAutoUpgrade(world: World, cluster: ManagedCluster): void {
  const { upgradeChannel } = cluster;
  if (upgradeChannel === undefined || cluster.isStopped) return;
  const version = upgradeChannel === 'node-image' ? undefined : channelTarget(cluster, upgradeChannel);
  if (version === undefined) upgradeImages(world, cluster);
  else {
    cluster.properties = { ...cluster.properties, kubernetesVersion: version };
    const pools = cluster.pools.map((pool) => ({ pool, version }));
    runClusterUpgrade(world, cluster, version, pools);
  }
}

/** `patch`: newest patch of its minor; `stable`: of the minor before the newest one; `rapid`: the newest of all. */
function channelTarget(cluster: ManagedCluster, channel: string): string | undefined {
  const stable = offeredIn(cluster.location).filter(({ isPreview }) => !isPreview);
  const newestMinor = Math.max(...stable.map(({ version }) => minorOf(version)));
  const highest = { patch: minorOf(cluster.version), stable: newestMinor - 1 }[channel] ?? newestMinor;
  return upgradesFrom(cluster.version, cluster.location)
    .filter(({ version, isPreview }) => !isPreview && minorOf(version) <= highest)
    .map(({ version }) => version)
    .toSorted(compareVersions)
    .at(-1);
}

function upgradeImages(world: World, cluster: ManagedCluster): void {
  for (const pool of cluster.pools)
    if (pool.image !== world.latestImage(pool)) runImageUpgrade(world, cluster, pool);
}

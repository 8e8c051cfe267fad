import type { ClusterTerms } from './campaign.ts';
import type { Cluster, NodePool } from './fleet.ts';
import { hasTagNamed } from './tags.ts';

const ended = new Set(['Succeeded', 'Failed', 'Canceled']);

/** Why a cluster is left out, whatever its path: sentences, each with the way to mend it where there is one. */
export function clusterObstacles(cluster: Cluster, campaign: ClusterTerms): readonly string[] {
  const { holdTag } = campaign.cluster;
  const obstacles: string[] = [];
  if (hasTagNamed(cluster.tags, holdTag)) obstacles.push(`held back by its tag ${holdTag}`);
  if (cluster.powerState === 'Stopped') obstacles.push('it is stopped; start it, then plan again');
  if (isBroken(cluster.provisioningState))
    obstacles.push(
      `its last operation ended as ${cluster.provisioningState}; mend it (az aks update reconciles it), then plan again`,
    );
  return obstacles;
}

/**
 * AKS refuses to upgrade a control plane alone while an automatic channel is set
 * (NotAllAgentPoolOrchestratorVersionSpecifiedAndUnchanged), and Drydock upgrades it alone, before the pools.
 */
export function channelObstacles(cluster: Cluster): readonly string[] {
  if (!hasChannel(cluster)) return [];
  return [
    `its automatic upgrade channel is ${cluster.upgradeChannel}, with which AKS refuses to upgrade the control plane alone; set it to none (az aks update --auto-upgrade-channel none), then plan again`,
  ];
}

/** Where the control plane is not touched, a channel is only worth knowing of. */
export function channelWarnings(cluster: Cluster): readonly string[] {
  return hasChannel(cluster)
    ? [`its automatic upgrade channel is ${cluster.upgradeChannel}: AKS may upgrade it by itself`]
    : [];
}

export function poolObstacle(pool: NodePool): string | null {
  return isBroken(pool.provisioningState)
    ? `node pool ${pool.name}: its last operation ended as ${pool.provisioningState}; mend or exclude it, then plan again`
    : null;
}

export function busyWarnings(cluster: Cluster): readonly string[] {
  const busy = [
    ...(ended.has(cluster.provisioningState) ? [] : [`it is ${cluster.provisioningState}`]),
    ...cluster.pools
      .filter((pool) => !ended.has(pool.provisioningState))
      .map((pool) => `node pool ${pool.name} is ${pool.provisioningState}`),
  ];
  return busy.length === 0 ? [] : [`another operation runs (${busy.join(', ')}); Drydock waits for it`];
}

function isBroken(provisioningState: string): boolean {
  return provisioningState === 'Failed' || provisioningState === 'Canceled';
}

function hasChannel({ upgradeChannel }: Cluster): boolean {
  return upgradeChannel !== '' && upgradeChannel !== 'none';
}

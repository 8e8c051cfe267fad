import type { ClusterTerms } from '../../campaign/campaign.ts';
import { suspectAks } from '../../fleet/active-channels.ts';
import { type Cluster, hasTagNamed, type NodePool } from '../../fleet/fleet.ts';

const ended = new Set(['Succeeded', 'Failed', 'Canceled']);

/** Why a cluster is left out, whatever its path: sentences, each with the way to fix it where there is one. */
export function clusterObstacles(cluster: Cluster, campaign: ClusterTerms): readonly string[] {
  const { holdTag } = campaign.cluster;
  const obstacles: string[] = [];
  if (hasTagNamed(cluster.tags, holdTag)) obstacles.push(`blocked by its tag ${holdTag}`);
  if (cluster.powerState === 'Stopped') obstacles.push('it is stopped; start it, then plan again');
  if (isBroken(cluster.provisioningState))
    obstacles.push(
      `its last operation ended as ${cluster.provisioningState}; fix it (az aks update reconciles it), then plan again`,
    );
  return obstacles;
}

export function poolObstacle(pool: NodePool): string | null {
  return isBroken(pool.provisioningState)
    ? `node pool ${pool.name}: its last operation ended as ${pool.provisioningState}; fix it (az aks nodepool upgrade continues it, with --node-image-only where that is what failed) or exclude it, then plan again`
    : null;
}

export function busyWarnings(cluster: Cluster): readonly string[] {
  const busy = [
    ...(ended.has(cluster.provisioningState) ? [] : [`it is ${cluster.provisioningState}`]),
    ...cluster.pools
      .filter((pool) => !ended.has(pool.provisioningState))
      .map((pool) => `node pool ${pool.name} is ${pool.provisioningState}`),
  ];
  if (busy.length === 0) return [];
  const states = [cluster, ...cluster.pools].map(({ provisioningState }) => provisioningState);
  const suspicion = states.map((each) => suspectAks(each, cluster)).find((each) => each !== '');
  const more = suspicion === undefined ? '' : `; ${suspicion}`;
  return [`another operation runs (${busy.join(', ')}); Drydock waits for it${more}`];
}

/** Its last operation failed or was aborted, maybe half way. */
export function isBroken(provisioningState: string): boolean {
  return provisioningState === 'Failed' || provisioningState === 'Canceled';
}

import type { ClusterTerms } from '../../campaign/campaign.ts';
import { suspectAks } from '../../fleet/active-channels.ts';
import { type Cluster, hasTagNamed, type NodePool } from '../../fleet/fleet.ts';
import { nameFirst } from '../../text/name-first.ts';

const ended = new Set(['Succeeded', 'Failed', 'Canceled']);

/** Why a cluster is left out, whatever its path: sentences, each with the way to fix it where there is one. */
export function clusterObstacles(cluster: Cluster, campaign: ClusterTerms): readonly string[] {
  const { holdTag } = campaign.cluster;
  const obstacles: string[] = [...notUnderstood(cluster)];
  if (cluster.isAutomatic)
    obstacles.push(
      `it is an AKS Automatic cluster: AKS upgrades it by its channel ${cluster.upgradeChannel}, in its own maintenance window`,
    );
  if (hasTagNamed(cluster.tags, holdTag)) obstacles.push(`blocked by its tag ${holdTag}`);
  const sets = cluster.pools.filter(({ type }) => type === 'AvailabilitySet').map(({ name }) => name);
  if (sets.length > 0 && campaign.upgrade.type !== 'Reboot')
    obstacles.push(
      `node pool ${nameFirst(sets)}: AKS has retired availability sets, upgrades them only together with their control plane and offers no node images for them; migrate (az aks update -g GROUP -n CLUSTER --migrate-vmas-to-vms), then plan again`,
    );
  if (cluster.powerState === 'Stopped') obstacles.push('it is stopped; start it, then plan again');
  if (isBroken(cluster.provisioningState))
    obstacles.push(
      `its last operation ended as ${cluster.provisioningState}; fix it (az aks update -g GROUP -n CLUSTER reconciles it), then plan again`,
    );
  return obstacles;
}

function notUnderstood({ notUnderstood: clauses }: Cluster): readonly string[] {
  return clauses.length === 0 ? [] : [`Azure's answer was not understood: ${nameFirst(clauses)}`];
}

/** Why nothing can be said of a pool, not even that it needs no change; null: all of it was understood. */
export function unclearPool({ name, notUnderstood: clauses }: NodePool): string | null {
  return clauses.length === 0
    ? null
    : `node pool ${name}: Azure's answer was not understood: ${nameFirst(clauses)}`;
}

/** Why a pool that is to be changed cannot be. */
export function poolObstacle(pool: NodePool): string | null {
  if (pool.count === null)
    return `node pool ${pool.name}: Azure does not say how many nodes it has; plan again once it does, or exclude it (cluster.pools.exclude)`;
  return isBroken(pool.provisioningState)
    ? `node pool ${pool.name}: its last operation ended as ${pool.provisioningState}; let a campaign that works on it finish (drydock list), or continue the operation (az aks nodepool upgrade -g GROUP --cluster-name CLUSTER -n ${pool.name} --kubernetes-version ${pool.currentOrchestratorVersion}, or --node-image-only in place of the version), or exclude it; then plan again`
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

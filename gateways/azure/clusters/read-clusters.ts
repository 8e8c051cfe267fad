import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { Cluster, OfferedMinor } from '#domain/fleet/fleet.ts';
import { parseResourceId } from '#domain/fleet/ids.ts';
import type { UsedVersion } from '#domain/gate/rollback/decide-rollback.ts';
import type { ArmClients } from '../client/arm-clients.ts';
import { toCluster, toPool } from './to-cluster.ts';
import { toOffers } from './to-offers.ts';
import { toUsedVersions } from './to-used-versions.ts';

/** Everything that is only read, through the typed SDK. Errors as `AzureGateway` says. */

export async function listClusters(
  clients: ArmClients,
  subscriptionId: string,
  abortSignal?: AbortSignal,
): Promise<readonly Cluster[]> {
  const found: Cluster[] = [];
  for await (const each of clients.reader(subscriptionId).managedClusters.list({ abortSignal }))
    found.push(toCluster(each));
  return found;
}

/**
 * One GET tells the cluster and its pools at the same moment; only a service that leaves the pools' eTags out
 * is asked a second time.
 */
export async function inspectCluster(
  clients: ArmClients,
  resourceId: string,
  abortSignal?: AbortSignal,
): Promise<Cluster> {
  const { subscriptionId, resourceGroup, name } = parseResourceId(resourceId);
  const client = clients.reader(subscriptionId);
  const cluster = toCluster(await client.managedClusters.get(resourceGroup, name, { abortSignal }));
  if (cluster.pools.every((each) => each.eTag !== '')) return cluster;
  const pools = [];
  for await (const each of client.agentPools.list(resourceGroup, name, { abortSignal }))
    pools.push(toPool(each));
  return { ...cluster, pools };
}

export async function offers(
  clients: ArmClients,
  subscriptionId: string,
  location: string,
  abortSignal?: AbortSignal,
): Promise<readonly OfferedMinor[]> {
  const client = clients.reader(subscriptionId);
  return toOffers(await client.managedClusters.listKubernetesVersions(location, { abortSignal }));
}

export async function latestNodeImage(
  clients: ArmClients,
  resourceId: string,
  pool: string,
  abortSignal?: AbortSignal,
): Promise<string | null> {
  const profile = await upgradeProfile(clients, resourceId, pool, abortSignal);
  return profile.latestNodeImageVersion ?? null;
}

export async function recentlyUsedVersions(
  clients: ArmClients,
  resourceId: string,
  pool: string,
  abortSignal?: AbortSignal,
): Promise<readonly UsedVersion[]> {
  return toUsedVersions(await upgradeProfile(clients, resourceId, pool, abortSignal));
}

function upgradeProfile(
  clients: ArmClients,
  resourceId: string,
  pool: string,
  abortSignal: AbortSignal | undefined,
) {
  const { subscriptionId, resourceGroup, name } = parseResourceId(resourceId);
  const { agentPools } = clients.reader(subscriptionId);
  return agentPools.getUpgradeProfile(resourceGroup, name, pool, { abortSignal });
}

export async function userKubeconfig(
  clients: ArmClients,
  resourceId: string,
  abortSignal?: AbortSignal,
): Promise<string> {
  const { subscriptionId, resourceGroup, name } = parseResourceId(resourceId);
  const { managedClusters } = clients.reader(subscriptionId);
  const answer = await managedClusters.listClusterUserCredentials(resourceGroup, name, { abortSignal });
  const value = answer.kubeconfigs?.[0]?.value;
  if (value === undefined)
    throw new FailureError(failure('not-allowed', `Azure gave no kubeconfig for ${name}.`));
  return new TextDecoder().decode(value);
}

import type { AgentPoolUpgradeProfile, KubernetesVersionListResult } from '@azure/arm-containerservice';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { Cluster, OfferedMinor } from '#domain/fleet/fleet.ts';
import { parseResourceId } from '#domain/fleet/ids.ts';
import type { UsedVersion } from '#domain/rollback/decide-rollback.ts';
import { type ArmClients, apiVersion } from '../client/arm-clients.ts';
import { type JsonObject, objectAt, textAt } from '../client/json-object.ts';
import { listPages } from '../client/list-pages.ts';
import { armUrl, sendRaw } from '../client/raw-request.ts';
import { toCluster } from './to-cluster.ts';
import { toNodePool } from './to-node-pool.ts';

const subscriptionsVersion = '2022-12-01';

/** The ids of the subscriptions that the credential sees and that can be used. */
export async function listSubscriptions(
  clients: ArmClients,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const list = { path: '/subscriptions', version: subscriptionsVersion, signal };
  const found = await listPages(clients, clients.reader(''), list);
  return found.filter(isUsable).flatMap((each) => textAt(each, 'subscriptionId') ?? []);
}

function isUsable(subscription: JsonObject): boolean {
  const state = textAt(subscription, 'state');
  return state === null || state === 'Enabled' || state === 'Warned' || state === 'PastDue';
}

/** Raw, entry by entry: the typed client's parser would end the whole list at one field of a form that it does not know. */
export async function listClusters(
  clients: ArmClients,
  subscriptionId: string,
  signal?: AbortSignal,
  version: string = apiVersion,
): Promise<readonly Cluster[]> {
  const path = `/subscriptions/${subscriptionId}/providers/Microsoft.ContainerService/managedClusters`;
  const list = { path, version, signal };
  const found = await listPages(clients, clients.reader(subscriptionId), list);
  return found.map((each, index) =>
    toCluster(
      each,
      `/subscriptions/${subscriptionId}/resourceGroups/unknown/providers/Microsoft.ContainerService/managedClusters/${textAt(each, 'name') ?? `entry-${index + 1}`}`,
    ),
  );
}

/**
 * One GET reads the cluster and its pools at the same moment; only a service that omits the pools' eTags
 * is asked a second time. Throws a FailureError where Azure's answer was not understood: nothing may be decided by it.
 */
export async function inspectCluster(
  clients: ArmClients,
  resourceId: string,
  signal?: AbortSignal,
  version: string = apiVersion,
): Promise<Cluster> {
  const client = clients.reader(parseResourceId(resourceId).subscriptionId);
  const { body } = await sendRaw(clients, client, {
    method: 'GET',
    url: armUrl(clients.endpoint, resourceId, version),
    signal,
  });
  const cluster = toCluster(body, resourceId);
  if (cluster.notUnderstood.length > 0)
    throw new FailureError(failure('not-understood', `${cluster.notUnderstood.join('; ')}.`));
  if (cluster.pools.every((each) => each.eTag !== '')) return cluster;
  const list = { path: `${resourceId}/agentPools`, version, signal };
  const pools = await listPages(clients, client, list);
  return {
    ...cluster,
    pools: pools.map((each) => toNodePool({ ...objectAt(each, 'properties'), name: each.name })),
  };
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

/** What a location offers, in Azure's order. */
function toOffers(found: KubernetesVersionListResult): readonly OfferedMinor[] {
  return (found.values ?? []).map((each) => ({
    minor: each.version ?? '',
    isPreview: each.isPreview ?? false,
    supportPlans: each.capabilities?.supportPlan ?? [],
    patches: Object.fromEntries(
      Object.entries(each.patchVersions ?? {}).map(([patch, { upgrades }]) => [patch, upgrades ?? []]),
    ),
  }));
}

/** The pairs that Azure lets a pool go back to, in its order; absent where there are none. Half a pair is none. */
export function toUsedVersions({
  recentlyUsedVersions,
}: Pick<AgentPoolUpgradeProfile, 'recentlyUsedVersions'>): readonly UsedVersion[] {
  return (recentlyUsedVersions ?? []).flatMap(({ orchestratorVersion, nodeImageVersion, timestamp }) =>
    orchestratorVersion === undefined || nodeImageVersion === undefined
      ? []
      : [{ version: orchestratorVersion, nodeImageVersion, leftAt: instantOf(timestamp) }],
  );
}

function instantOf(timestamp: Date | undefined): number | null {
  const instant = timestamp?.getTime() ?? Number.NaN;
  return Number.isNaN(instant) ? null : instant;
}

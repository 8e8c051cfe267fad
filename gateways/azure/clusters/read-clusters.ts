import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { Cluster } from '#domain/fleet/fleet.ts';
import { parseResourceId } from '#domain/fleet/ids.ts';
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

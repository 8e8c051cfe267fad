import type { ManagedCluster } from '../../cluster/managed-cluster.ts';
import type { JsonObject } from '../../values/json-value.ts';
import { isSameName } from '../../values/same-name.ts';
import { type ArmAnswer, type ArmCall, clusterOf, poolOf } from '../request/arm-call.ts';
import { gatewayError } from '../request/arm-error.ts';

const pageSize = 50;

export function getSubscriptions(call: ArmCall): ArmAnswer {
  return { status: 200, body: { value: call.world.subscriptions().map(subscriptionDocument) } };
}

export function getSubscription(call: ArmCall): ArmAnswer {
  const id = call.world.subscriptions().find((each) => isSameName(each, call.params.subscription));
  if (id === undefined) throw subscriptionNotFound(call);
  return { status: 200, body: subscriptionDocument(id) };
}

export function getResourceGroups(call: ArmCall): ArmAnswer {
  const clusters = inSubscription(call);
  const groups = new Map(clusters.map(({ group, location }) => [group, location]));
  const value = [...groups].map(([name, location]) => ({
    id: `/subscriptions/${call.params.subscription}/resourceGroups/${name}`,
    name,
    type: 'Microsoft.Resources/resourceGroups',
    location,
    properties: { provisioningState: 'Succeeded' },
  }));
  return { status: 200, body: { value } };
}

/** Clusters of a subscription, or of one group of it, paged by absolute links. */
export function listClusters(call: ArmCall): ArmAnswer {
  const { group } = call.params;
  const clusters = inSubscription(call).filter(
    (cluster) => group === undefined || isSameName(cluster.group, group),
  );
  const start = Number(call.query.get('$skipToken') ?? 0) || 0;
  const page = clusters.slice(start, start + pageSize).map((cluster) => cluster.document());
  const next = start + pageSize;
  const link = next < clusters.length ? nextLink(call, String(next)) : {};
  return { status: 200, body: { value: page, ...link } };
}

export function getCluster(call: ArmCall): ArmAnswer {
  return { status: 200, body: clusterOf(call).document() };
}

export function listPools(call: ArmCall): ArmAnswer {
  const cluster = clusterOf(call);
  return onePage(
    call,
    cluster.pools.map((pool) => pool.document(cluster.id)),
  );
}

export function getPool(call: ArmCall): ArmAnswer {
  const cluster = clusterOf(call);
  return { status: 200, body: poolOf(call, cluster).document(cluster.id) };
}

export function listMachines(call: ArmCall): ArmAnswer {
  const cluster = clusterOf(call);
  const pool = poolOf(call, cluster);
  const value = cluster.kubernetes.nodes(pool.name).map(({ name }, index) => ({
    id: `${cluster.id}/agentPools/${pool.name}/machines/${name}`,
    name,
    type: 'Microsoft.ContainerService/managedClusters/agentPools/machines',
    properties: {
      network: { ipAddresses: [{ family: 'IPv4', ip: `10.224.0.${index + 4}` }] },
      resourceId: `/subscriptions/${cluster.subscription}/resourceGroups/MC_${cluster.group}_${cluster.name}_${cluster.location}/providers/Microsoft.Compute/virtualMachineScaleSets/${name.slice(0, -6)}/virtualMachines/${name}`,
      status: { vmState: 'Running' },
    },
  }));
  return onePage(call, value);
}

export function listMaintenanceConfigurations(call: ArmCall): ArmAnswer {
  const cluster = clusterOf(call);
  const value = cluster.maintenance.map(({ name, properties }) => ({
    id: `${cluster.id}/maintenanceConfigurations/${name}`,
    name,
    type: 'Microsoft.ContainerService/managedClusters/maintenanceConfigurations',
    properties,
  }));
  return { status: 200, body: { value } };
}

/** No snapshot of a node pool is ever taken here. */
export function listSnapshots(call: ArmCall): ArmAnswer {
  inSubscription(call);
  return { status: 200, body: { value: [] } };
}

/** A list that this simulator always answers empty. */
export function emptyList(call: ArmCall): ArmAnswer {
  clusterOf(call);
  return { status: 200, body: { value: [] } };
}

function inSubscription(call: ArmCall): readonly ManagedCluster[] {
  const clusters = call.world.clusters.filter((each) =>
    isSameName(each.subscription, call.params.subscription),
  );
  if (clusters.length === 0) throw subscriptionNotFound(call);
  return clusters;
}

/** A complete list often has a link to one more page, which is empty (recorded of a third of them); here, of every third name. */
function onePage(call: ArmCall, value: readonly JsonObject[]): ArmAnswer {
  if (call.query.has('$skipToken')) return { status: 200, body: { value: [] } };
  const letters = Buffer.from(call.params.cluster ?? '').reduce((sum, letter) => sum + letter, 0);
  const isLast = letters % 3 !== 0;
  return { status: 200, body: { value: [...value], ...(isLast ? {} : nextLink(call, 'end')) } };
}

function nextLink(call: ArmCall, token: string): JsonObject {
  const query = new URLSearchParams(call.query);
  query.set('$skipToken', token);
  return { nextLink: `${call.origin}${call.path}?${query.toString()}` };
}

function subscriptionDocument(id: string): JsonObject {
  return {
    id: `/subscriptions/${id}`,
    subscriptionId: id,
    displayName: `Simulated ${id.slice(-4)}`,
    state: 'Enabled',
  };
}

function subscriptionNotFound(call: ArmCall) {
  const { subscription } = call.params;
  return gatewayError(404, 'SubscriptionNotFound', `The subscription '${subscription}' could not be found.`);
}

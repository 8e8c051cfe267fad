import { coresOf, coreUsages, familyOf } from '../../capacity/core-quota.ts';
import { whyNoMachine } from '../../capacity/machine-sizes.ts';
import { addressesPerNode, subnetAt } from '../../capacity/networks.ts';
import type { AgentPool } from '../../cluster/agent-pool.ts';
import type { ManagedCluster } from '../../cluster/managed-cluster.ts';
import { type JsonObject, numberAt, textAt } from '../../values/json-value.ts';
import type { World } from '../../world/world.ts';
import { surgeOf } from '../operations/rolling-upgrade.ts';
import { providerError } from '../request/arm-error.ts';

/**
 * Whether machines, cores and addresses suffice for the surge nodes of an upgrade of the whole pool, as Azure asks before it
 * begins. `properties` are those that the request gives the pool.
 * @throws ArmError 400 SkuNotAvailable, QuotaExceeded or InsufficientSubnetSize.
 */
export function checkRoom(
  world: World,
  cluster: ManagedCluster,
  pool: AgentPool,
  properties: JsonObject = pool.properties,
): void {
  const wanted = surgeOf(properties, numberAt(properties, 'count', 0));
  const surge = Math.max(0, wanted - pool.surge.size);
  if (surge > 0) checkRoomFor(world, cluster, pool, surge);
}

/** The same for so many nodes more. */
export function checkRoomFor(world: World, cluster: ManagedCluster, pool: AgentPool, nodes: number): void {
  checkMachines(world, cluster, pool);
  checkCores(world, cluster, pool, nodes);
  checkAddresses(world, cluster, pool, nodes);
}

function checkMachines(world: World, cluster: ManagedCluster, { properties }: AgentPool): void {
  const { availabilityZones } = properties;
  const zones = Array.isArray(availabilityZones) ? availabilityZones.map(String) : [];
  const why = whyNoMachine(world.skuRestrictions, cluster, {
    vmSize: textAt(properties, 'vmSize') ?? '',
    zones,
  });
  if (why !== undefined) throw providerError(400, 'SkuNotAvailable', why);
}

function checkCores(world: World, cluster: ManagedCluster, pool: AgentPool, surge: number): void {
  const vmSize = textAt(pool.properties, 'vmSize') ?? '';
  const wanted = surge * coresOf(vmSize);
  const usages = coreUsages(world.quotas, world.clusters, cluster.subscription, cluster.location);
  const short = usages.find(
    ({ family, used, limit }) => ['cores', familyOf(vmSize)].includes(family) && used + wanted > limit,
  );
  if (short === undefined) return;
  throw providerError(
    400,
    'QuotaExceeded',
    `Preflight validation check for resource(s) for container service ${cluster.name} in resource group ${cluster.group} failed. Message: Operation could not be completed as it results in exceeding approved ${short.family} Cores quota. Location: ${cluster.location}, Current Limit: ${short.limit}, Current Usage: ${short.used}, Additional Required: ${wanted}.`,
  );
}

function checkAddresses(world: World, cluster: ManagedCluster, pool: AgentPool, surge: number): void {
  const id = textAt(pool.properties, 'vnetSubnetID');
  const state = id === undefined ? undefined : subnetAt(world.networks, world.clusters, id);
  if (state === undefined) return;
  const wanted = surge * addressesPerNode(cluster, numberAt(pool.properties, 'maxPods', 110));
  if (state.used + wanted <= state.size) return;
  throw providerError(
    400,
    'InsufficientSubnetSize',
    `Pre-allocated IPs ${wanted} exceeds IPs available ${Math.max(0, state.size - state.used)} in Subnet Cidr ${state.subnet.addressPrefix}, Subnet Name ${state.subnet.name}. http://aka.ms/aks/insufficientsubnetsize`,
  );
}

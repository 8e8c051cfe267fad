import { tenantId } from './access/identity.ts';
import { AgentPool, defaultUpgradeSettings, isOfAks } from './cluster/agent-pool.ts';
import { ManagedCluster } from './cluster/managed-cluster.ts';
import { nodeOf } from './cluster/node-registration.ts';
import { scheduleEvent } from './events/schedule-event.ts';
import { FaultBoard } from './faults/fault-board.ts';
import { expandClusters } from './fleet/expand-fleet.ts';
import type { Fleet, FleetCluster, FleetPool } from './fleet/fleet.ts';
import type { ImageReleases } from './fleet/node-images.ts';
import { workloadManifests } from './fleet/workload-manifests.ts';
import { KubernetesCluster, type NodeInput } from './kubernetes/cluster/cluster.ts';
import { type JsonObject, merged } from './values/json-value.ts';
import { SimulatedClock } from './world/clock.ts';
import { EventQueue } from './world/event-queue.ts';
import { SeededRandom } from './world/random.ts';
import { World } from './world/world.ts';

/** How long the workloads of a fleet take to start. */
const settlingMs = 5 * 60_000;

/** Builds the world that a fleet file describes; its workloads run when it begins. */
export function createWorld(fleet: Fleet, wallNow: () => number = Date.now): World {
  const startMs = Date.parse(fleet.start);
  const world = new World({
    clock: new SimulatedClock(startMs, fleet.speed, () => crypto.randomUUID(), wallNow),
    queue: new EventQueue(startMs),
    random: new SeededRandom(fleet.seed),
    faults: new FaultBoard(fleet.faults),
    surroundings: fleet,
  });
  for (const cluster of expandClusters(fleet.clusters)) world.add(createCluster(world, cluster, startMs));
  for (const scheduledEvent of fleet.scheduledEvents) scheduleEvent(world, scheduledEvent, startMs);
  return world;
}

function createCluster(world: World, file: FleetCluster, startMs: number): ManagedCluster {
  const random = world.random.fork(`${file.subscription}/${file.resourceGroup}/${file.name}`);
  const nodeGroup = `MC_${file.resourceGroup}_${file.name}_${file.location}`;
  const hash = random.text(8, '0123456789');
  const pools = file.pools.map(
    (pool) => new AgentPool(pool.name, poolProperties(random, world.images, file, pool), hash),
  );
  const nodes = pools.map((pool, index) => firstNodes(pool, file.pools[index]!.count));
  const place = { subscription: file.subscription, group: file.resourceGroup, name: file.name };
  const properties = clusterProperties(random, file, nodeGroup, hash);
  const cluster = new ManagedCluster(place, envelope(random, file), properties, pools, () =>
    seedKubernetes({ world, file, random, nodeGroup, nodes: nodes.flat(), beganMs: startMs - settlingMs }),
  );
  cluster.maintenance = file.maintenance;
  cluster.kubeconfig = file.kubeconfig;
  cluster.around = file;
  return cluster;
}

/** The machines of a pool as they are at the start. */
function firstNodes(pool: AgentPool, count: number): readonly NodeInput[] {
  return Array.from({ length: count }, () =>
    nodeOf(pool, { name: pool.newNodeName(), version: pool.version, image: pool.image }),
  );
}

/**
 * Builds a cluster's Kubernetes at the first request for it: nodes that no client reads cost nothing. Its past events run
 * first, each at its own instant, so that the result is the same.
 */
function seedKubernetes(parts: {
  readonly world: World;
  readonly file: FleetCluster;
  readonly random: SeededRandom;
  readonly nodeGroup: string;
  readonly nodes: readonly NodeInput[];
  readonly beganMs: number;
}): KubernetesCluster {
  const { world, file, random } = parts;
  const past = new EventQueue(parts.beganMs);
  let queue = past;
  const kubernetes = new KubernetesCluster(
    {
      name: file.name,
      version: file.version,
      subscriptionId: file.subscription,
      nodeResourceGroup: parts.nodeGroup,
      location: file.location,
      deprecatedCalls: file.deprecatedCalls,
    },
    {
      now: () => queue.now(),
      schedule: (atMs, run) => queue.schedule(atMs, run),
      random: () => random.next(),
    },
  );
  for (const node of parts.nodes) kubernetes.addNode(node);
  kubernetes.apply([...file.workloads.flatMap(workloadManifests), ...file.manifests]);
  for (const release of file.helmReleases) kubernetes.installRelease(release);
  past.advance(world.queue.now());
  queue = world.queue;
  past.handOver(queue);
  return kubernetes;
}

function envelope(random: SeededRandom, file: FleetCluster): JsonObject {
  return {
    location: file.location,
    tags: file.tags,
    sku: { name: file.automatic ? 'Automatic' : 'Base', tier: file.tier },
    identity: { type: 'SystemAssigned', principalId: random.guid(), tenantId },
    kind: file.automatic ? 'Automatic' : 'Base',
    eTag: random.guid(),
  };
}

function clusterProperties(
  random: SeededRandom,
  file: FleetCluster,
  nodeGroup: string,
  hash: string,
): JsonObject {
  const host = `${file.name}-dns-${hash}.hcp.${file.location}.azmk8s.io`;
  const entra = { managed: true, enableAzureRBAC: true, tenantID: tenantId };
  const properties: JsonObject = {
    provisioningState: file.provisioningState,
    powerState: { code: file.stopped ? 'Stopped' : 'Running' },
    kubernetesVersion: file.version,
    currentKubernetesVersion: file.version,
    dnsPrefix: `${file.name}-dns`,
    fqdn: host,
    azurePortalFQDN: host.replace('.hcp.', '.portal.hcp.'),
    nodeResourceGroup: nodeGroup,
    maxAgentPools: 100,
    enableRBAC: true,
    supportPlan: 'KubernetesOfficial',
    disableLocalAccounts: false,
    networkProfile: {
      networkPlugin: 'azure',
      networkPluginMode: 'overlay',
      networkPolicy: 'calico',
      networkDataplane: 'azure',
      loadBalancerSku: 'standard',
      podCidr: '10.244.0.0/16',
      serviceCidr: '10.0.0.0/16',
      dnsServiceIP: '10.0.0.10',
      outboundType: 'loadBalancer',
      podCidrs: ['10.244.0.0/16'],
      serviceCidrs: ['10.0.0.0/16'],
      ipFamilies: ['IPv4'],
      loadBalancerProfile: { managedOutboundIPs: { count: 1 }, backendPoolType: 'nodeIPConfiguration' },
    },
    autoUpgradeProfile: { upgradeChannel: 'none', nodeOSUpgradeChannel: 'None' },
    oidcIssuerProfile: { enabled: false },
    securityProfile: {},
    linuxProfile: {
      adminUsername: 'azureuser',
      ssh: { publicKeys: [{ keyData: 'ssh-rsa AAAA simulated' }] },
    },
    servicePrincipalProfile: { clientId: 'msi' },
    storageProfile: {
      diskCSIDriver: { enabled: true },
      fileCSIDriver: { enabled: true },
      snapshotController: { enabled: true },
    },
    workloadAutoScalerProfile: {},
    metricsProfile: { costAnalysis: { enabled: false } },
    nodeProvisioningProfile: { mode: file.automatic ? 'Auto' : 'Manual' },
    bootstrapProfile: { artifactSource: 'Direct' },
    resourceUID: `${hash}${hash}${hash}`,
    ...(file.automatic ? { nodeResourceGroupProfile: { restrictionLevel: 'ReadOnly' } } : {}),
    identityProfile: { kubeletidentity: kubeletIdentity(random, file, nodeGroup) },
    ...(file.entra ? { aadProfile: entra } : {}),
  };
  return merged(properties, file.properties);
}

/** Whose identity the machines have; `az aks update` does nothing without it. */
function kubeletIdentity(random: SeededRandom, file: FleetCluster, nodeGroup: string): JsonObject {
  return {
    resourceId: `/subscriptions/${file.subscription}/resourcegroups/${nodeGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${file.name}-agentpool`,
    clientId: random.guid(),
    objectId: random.guid(),
  };
}

/** What AKS gives every Spot pool: only pods that tolerate it come there. */
const spotFields: JsonObject = {
  scaleSetEvictionPolicy: 'Delete',
  spotMaxPrice: -1,
  nodeLabels: { 'kubernetes.azure.com/scalesetpriority': 'spot' },
  nodeTaints: ['kubernetes.azure.com/scalesetpriority=spot:NoSchedule'],
};

function poolProperties(
  random: SeededRandom,
  images: ImageReleases,
  cluster: FleetCluster,
  pool: FleetPool,
): JsonObject {
  const version = pool.version ?? cluster.version;
  const properties: JsonObject = {
    eTag: random.guid(),
    count: pool.count,
    vmSize: pool.vmSize,
    osDiskSizeGB: 128,
    osDiskType: 'Managed',
    kubeletDiskType: 'OS',
    maxPods: 110,
    type: isOfAks(pool.properties.mode) ? 'VirtualMachines' : 'VirtualMachineScaleSets',
    enableAutoScaling: false,
    scaleDownMode: 'Delete',
    provisioningState: 'Succeeded',
    powerState: { code: 'Running' },
    orchestratorVersion: version,
    currentOrchestratorVersion: version,
    mode: pool.mode,
    osType: pool.osSku.startsWith('Windows') ? 'Windows' : 'Linux',
    osSKU: pool.osSku,
    nodeImageVersion: images.atStart(pool.osSku, version, pool.image),
    upgradeSettings: defaultUpgradeSettings(pool.properties),
    enableFIPS: false,
    enableNodePublicIP: false,
    enableEncryptionAtHost: false,
    enableUltraSSD: false,
    networkProfile: {},
    securityProfile: { enableVTPM: false, enableSecureBoot: false },
    ...(pool.properties.scaleSetPriority === 'Spot' ? spotFields : {}),
    ...(pool.zones.length > 0 ? { availabilityZones: pool.zones } : {}),
  };
  return merged(properties, pool.properties);
}

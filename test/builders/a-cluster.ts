import type { Cluster, NodePool } from '#domain/fleet/fleet.ts';

const subscriptionId = '00000000-0000-0000-0000-00000000000a';

/** A healthy cluster at 1.33.5 in westeurope with one system pool; its id follows its name and group. */
export function aCluster(over: Partial<Cluster> = {}): Cluster {
  const name = over.name ?? 'aks-one-weu';
  const resourceGroup = over.resourceGroup ?? 'rg-aks';
  const subscription = over.subscriptionId ?? subscriptionId;
  const version = over.currentKubernetesVersion ?? over.kubernetesVersion ?? '1.33.5';
  return {
    resourceId: `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.ContainerService/managedClusters/${name}`,
    name,
    subscriptionId: subscription,
    resourceGroup,
    isNodeGroupLocked: false,
    nodeResourceGroup: `MC_${resourceGroup}_${name}_westeurope`,
    location: 'westeurope',
    tags: {},
    kubernetesVersion: version,
    currentKubernetesVersion: version,
    provisioningState: 'Succeeded',
    powerState: 'Running',
    supportPlan: 'KubernetesOfficial',
    upgradeChannel: 'none',
    forcedUntil: null,
    nodeOSUpgradeChannel: 'None',
    entra: true,
    localAccounts: true,
    isPrivate: false,
    nodeProvisioning: 'Manual',
    networkPlugin: 'azure',
    networkPluginMode: 'overlay',
    isAutomatic: false,
    eTag: 'cluster-etag',
    notUnderstood: [],
    pools: [aPool()],
    ...over,
  };
}

/** A healthy Linux system pool of three nodes at 1.33.5, with a newer image on offer. */
export function aPool(over: Partial<NodePool> = {}): NodePool {
  const version = over.currentOrchestratorVersion ?? over.orchestratorVersion ?? '1.33.5';
  return {
    name: 'system',
    mode: 'System',
    osType: 'Linux',
    osSKU: 'Ubuntu',
    vmSize: 'Standard_D4s_v5',
    count: 3,
    autoscaling: null,
    orchestratorVersion: version,
    currentOrchestratorVersion: version,
    nodeImageVersion: 'AKSUbuntu-2204gen2containerd-202509.23.0',
    provisioningState: 'Succeeded',
    powerState: 'Running',
    scaleSetPriority: 'Regular',
    availabilityZones: [],
    subnetId: null,
    podSubnetId: null,
    maxPods: 110,
    tags: {},
    type: 'VirtualMachineScaleSets',
    upgradeStrategy: 'Rolling',
    upgradeSettingsBlueGreen: {},
    upgradeSettings: {},
    notUnderstood: [],
    eTag: 'pool-etag',
    latestNodeImageVersion: 'AKSUbuntu-2204gen2containerd-202510.19.0',
    ...over,
  };
}

/** A Windows Server 2022 user pool of two nodes. */
export function aWindowsPool(over: Partial<NodePool> = {}): NodePool {
  return aPool({
    name: 'win22',
    mode: 'User',
    osType: 'Windows',
    osSKU: 'Windows2022',
    count: 2,
    nodeImageVersion: 'AKSWindows-2022-20348.4171.250910',
    latestNodeImageVersion: 'AKSWindows-2022-20348.4297.251014',
    ...over,
  });
}

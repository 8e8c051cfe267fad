import type { AgentPool, ManagedCluster, ManagedClusterAgentPoolProfile } from '@azure/arm-containerservice';
import type { Cluster, NodePool } from '#domain/fleet/fleet.ts';
import { parseResourceId } from '#domain/fleet/ids.ts';
import type { UpgradeSettings } from '#domain/fleet/upgrade-settings.ts';

/** A cluster as the SDK gives it, as the domain sees it. What Azure leaves out has Azure's documented default. */
export function toCluster(found: ManagedCluster): Cluster {
  const resourceId = found.id ?? '';
  const { subscriptionId, resourceGroup, name } = parseResourceId(resourceId);
  const kubernetesVersion = found.kubernetesVersion ?? '';
  return {
    resourceId,
    name: found.name ?? name,
    subscriptionId,
    resourceGroup,
    nodeResourceGroup: found.nodeResourceGroup ?? '',
    isNodeGroupLocked: found.nodeResourceGroupProfile?.restrictionLevel === 'ReadOnly',
    location: found.location,
    tags: found.tags ?? {},
    kubernetesVersion,
    currentKubernetesVersion: found.currentKubernetesVersion ?? kubernetesVersion,
    provisioningState: found.provisioningState ?? 'Unknown',
    powerState: found.powerState?.code === 'Stopped' ? 'Stopped' : 'Running',
    supportPlan: found.supportPlan === 'AKSLongTermSupport' ? 'AKSLongTermSupport' : 'KubernetesOfficial',
    upgradeChannel: found.autoUpgradeProfile?.upgradeChannel ?? 'none',
    nodeOSUpgradeChannel: found.autoUpgradeProfile?.nodeOSUpgradeChannel ?? 'None',
    forcedUntil: forcedUntil(found),
    entra: found.aadProfile?.managed === true,
    localAccounts: found.disableLocalAccounts !== true,
    isPrivate: found.apiServerAccessProfile?.enablePrivateCluster === true,
    nodeProvisioning: found.nodeProvisioningProfile?.mode === 'Auto' ? 'Auto' : 'Manual',
    networkPlugin: found.networkProfile?.networkPlugin ?? 'azure',
    networkPluginMode: found.networkProfile?.networkPluginMode ?? '',
    eTag: found.eTag ?? '',
    pools: (found.agentPoolProfiles ?? []).map(toPool),
  };
}

function forcedUntil({ upgradeSettings }: ManagedCluster): string | null {
  const { forceUpgrade, until } = upgradeSettings?.overrideSettings ?? {};
  return forceUpgrade === true && until !== undefined ? until.toISOString() : null;
}

/** Where a pool does not say, which Azure's answers do: what its own tools give a pool. */
const defaultMaxPods = 110;

/** The same for a pool, from the cluster's list of profiles or from the pool itself: the fields are alike. */
export function toPool(found: ManagedClusterAgentPoolProfile | AgentPool): NodePool {
  const orchestratorVersion = found.orchestratorVersion ?? '';
  return {
    name: found.name ?? '',
    mode: found.mode === 'System' || found.mode === 'Gateway' ? found.mode : 'User',
    osType: found.osType === 'Windows' ? 'Windows' : 'Linux',
    osSKU: found.osSKU ?? '',
    vmSize: found.vmSize ?? '',
    count: found.count ?? 0,
    autoscaling:
      found.enableAutoScaling === true
        ? { min: found.minCount ?? 0, max: found.maxCount ?? found.count ?? 0 }
        : null,
    orchestratorVersion,
    currentOrchestratorVersion: found.currentOrchestratorVersion ?? orchestratorVersion,
    nodeImageVersion: found.nodeImageVersion ?? '',
    provisioningState: found.provisioningState ?? 'Unknown',
    powerState: found.powerState?.code === 'Stopped' ? 'Stopped' : 'Running',
    scaleSetPriority: found.scaleSetPriority === 'Spot' ? 'Spot' : 'Regular',
    availabilityZones: found.availabilityZones ?? [],
    subnetId: found.vnetSubnetID ?? null,
    podSubnetId: found.podSubnetID ?? null,
    maxPods: found.maxPods ?? defaultMaxPods,
    tags: found.tags ?? {},
    upgradeSettings: toUpgradeSettings(found),
    eTag: found.eTag ?? '',
    latestNodeImageVersion: null,
  };
}

/** Only what is set: an absent setting is Azure's to choose, and stays so. */
function toUpgradeSettings(found: ManagedClusterAgentPoolProfile | AgentPool): UpgradeSettings {
  const settings = found.upgradeSettings;
  if (settings === undefined || settings === null) return {};
  const behavior = settings.undrainableNodeBehavior;
  return {
    ...(settings.maxSurge != null && { maxSurge: settings.maxSurge }),
    ...(settings.maxUnavailable != null && { maxUnavailable: settings.maxUnavailable }),
    ...(settings.drainTimeoutInMinutes != null && { drainTimeoutInMinutes: settings.drainTimeoutInMinutes }),
    ...(settings.nodeSoakDurationInMinutes != null && {
      nodeSoakDurationInMinutes: settings.nodeSoakDurationInMinutes,
    }),
    ...((behavior === 'Schedule' || behavior === 'Cordon') && { undrainableNodeBehavior: behavior }),
  };
}

import { parseResourceId } from '../fleet/ids.ts';
import type { UpgradeSettings } from '../fleet/upgrade-settings.ts';

const flags: Readonly<Record<keyof UpgradeSettings, string>> = {
  maxSurge: '--max-surge',
  maxUnavailable: '--max-unavailable',
  drainTimeoutInMinutes: '--drain-timeout',
  nodeSoakDurationInMinutes: '--node-soak-duration',
  undrainableNodeBehavior: '--undrainable-node-behavior',
};

/** The Azure CLI command that gives a cluster its automatic upgrade channel back. */
export function channelCommand(resourceId: string, channel: string): string {
  const { subscriptionId, resourceGroup, name } = parseResourceId(resourceId);
  return `az aks update --subscription ${subscriptionId} -g ${resourceGroup} -n ${name} --auto-upgrade-channel ${channel}`;
}

/** The Azure CLI command that ends the forcing of upgrades. */
export function noForceCommand(resourceId: string): string {
  const { subscriptionId, resourceGroup, name } = parseResourceId(resourceId);
  return `az aks update --subscription ${subscriptionId} -g ${resourceGroup} -n ${name} --disable-force-upgrade`;
}

/** The Azure CLI command that takes a pool back to the version and image that it left last. */
export function rollbackCommand(resourceId: string, pool: string): string {
  const { subscriptionId, resourceGroup, name } = parseResourceId(resourceId);
  return `az aks nodepool rollback --subscription ${subscriptionId} -g ${resourceGroup} --cluster-name ${name} -n ${pool}`;
}

/** The Azure CLI command that gives a pool one of its upgrade settings back. */
export function settingCommand(
  resourceId: string,
  pool: string,
  setting: keyof UpgradeSettings,
  value: string | number,
): string {
  const { subscriptionId, resourceGroup, name } = parseResourceId(resourceId);
  return `az aks nodepool update --subscription ${subscriptionId} -g ${resourceGroup} --cluster-name ${name} -n ${pool} ${flags[setting]} ${value}`;
}

/**
 * The Azure CLI command that sends a pool to the version that Azure has for it already: it makes AKS continue what has stopped.
 */
export function goOnCommand(resourceId: string, pool: string, version: string): string {
  const { subscriptionId, resourceGroup, name } = parseResourceId(resourceId);
  return `az aks nodepool upgrade --subscription ${subscriptionId} -g ${resourceGroup} --cluster-name ${name} -n ${pool} --kubernetes-version ${version}`;
}

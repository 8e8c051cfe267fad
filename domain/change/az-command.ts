import type { BlueGreenSettings } from '../fleet/blue-green.ts';
import { parseResourceId } from '../fleet/ids.ts';
import type { SentSettings, UpgradeSettings } from '../fleet/upgrade-settings.ts';

/** Those of blue-green upgrades need the extension aks-preview. */
const flags: Readonly<Record<SettingName, string>> = {
  maxSurge: '--max-surge',
  maxUnavailable: '--max-unavailable',
  drainTimeoutInMinutes: '--drain-timeout',
  nodeSoakDurationInMinutes: '--node-soak-duration',
  undrainableNodeBehavior: '--undrainable-node-behavior',
  upgradeStrategy: '--upgrade-strategy',
  'upgradeSettingsBlueGreen.drainBatchSize': '--drain-batch-size',
  'upgradeSettingsBlueGreen.drainTimeoutInMinutes': '--drain-timeout-bg',
  'upgradeSettingsBlueGreen.batchSoakDurationInMinutes': '--batch-soak-duration',
  'upgradeSettingsBlueGreen.finalSoakDurationInMinutes': '--final-soak-duration',
};

/** One of a pool's upgrade settings, by its path in Azure's JSON. */
type SettingName =
  | keyof UpgradeSettings
  | 'upgradeStrategy'
  | `upgradeSettingsBlueGreen.${keyof BlueGreenSettings}`;

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

/** Each of a pool's upgrade settings with the Azure CLI command that gives it back. */
export function settingCommands(
  resourceId: string,
  pool: string,
  { upgradeSettingsBlueGreen = {}, ...others }: SentSettings,
): readonly { readonly setting: string; readonly value: string; readonly command: string }[] {
  const { subscriptionId, resourceGroup, name } = parseResourceId(resourceId);
  const blueGreen = Object.entries(upgradeSettingsBlueGreen).map(
    ([setting, value]) => [`upgradeSettingsBlueGreen.${setting}`, value] as const,
  );
  return [...Object.entries(others), ...blueGreen].map(([setting, value]) => ({
    setting,
    value: String(value),
    command: `az aks nodepool update --subscription ${subscriptionId} -g ${resourceGroup} --cluster-name ${name} -n ${pool} ${flags[setting as SettingName]} ${value}`,
  }));
}

/**
 * The Azure CLI command that sends a pool to the version that Azure has for it already: it makes AKS continue what has stopped.
 */
export function goOnCommand(resourceId: string, pool: string, version: string): string {
  const { subscriptionId, resourceGroup, name } = parseResourceId(resourceId);
  return `az aks nodepool upgrade --subscription ${subscriptionId} -g ${resourceGroup} --cluster-name ${name} -n ${pool} --kubernetes-version ${version}`;
}

/** The Azure CLI command that deletes a pool with its nodes, whatever runs on them. */
export function deletePoolCommand(resourceId: string, pool: string): string {
  const { subscriptionId, resourceGroup, name } = parseResourceId(resourceId);
  return `az aks nodepool delete --subscription ${subscriptionId} -g ${resourceGroup} --cluster-name ${name} -n ${pool}`;
}

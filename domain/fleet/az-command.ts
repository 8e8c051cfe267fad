import type { BlueGreenSettings } from './blue-green.ts';
import { parseResourceId } from './ids.ts';
import type { SentSettings, UpgradeSettings } from './upgrade-settings.ts';

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

/** A command of the Azure CLI for this cluster: "update", and its flags. */
export function clusterCommand(resourceId: string, verb: string, flags: string): string {
  const { name } = parseResourceId(resourceId);
  return `az aks ${verb} ${groupFlags(resourceId)} -n ${name} ${flags}`;
}

/** A command of the Azure CLI for one of its node pools. `flags`: may be empty. */
export function poolCommand(resourceId: string, pool: string, verb: string, flags: string): string {
  const { name } = parseResourceId(resourceId);
  return `az aks nodepool ${verb} ${groupFlags(resourceId)} --cluster-name ${name} -n ${pool} ${flags}`.trimEnd();
}

function groupFlags(resourceId: string): string {
  const { subscriptionId, resourceGroup } = parseResourceId(resourceId);
  return `--subscription ${subscriptionId} -g ${resourceGroup}`;
}

/** Gives a cluster its automatic upgrade channel back. */
export function channelCommand(resourceId: string, channel: string): string {
  return clusterCommand(resourceId, 'update', `--auto-upgrade-channel ${channel}`);
}

/** Ends the forcing of upgrades. */
export function noForceCommand(resourceId: string): string {
  return clusterCommand(resourceId, 'update', '--disable-force-upgrade');
}

/** Takes a pool back to the version and image that it left last. */
export function rollbackCommand(resourceId: string, pool: string): string {
  return poolCommand(resourceId, pool, 'rollback', '');
}

/** Each of a pool's upgrade settings with the command that gives it back. */
export function settingCommands(
  resourceId: string,
  pool: string,
  { upgradeSettingsBlueGreen = {}, ...others }: SentSettings,
): readonly { readonly setting: string; readonly value: string; readonly command: string }[] {
  const blueGreen = Object.entries(upgradeSettingsBlueGreen).map(
    ([setting, value]) => [`upgradeSettingsBlueGreen.${setting}`, value] as const,
  );
  return [...Object.entries(others), ...blueGreen].map(([setting, value]) => ({
    setting,
    value: String(value),
    command: poolCommand(resourceId, pool, 'update', `${flags[setting as SettingName]} ${value}`),
  }));
}

/** Sends a pool to the version that Azure has for it already: it makes AKS continue what has stopped. */
export function goOnCommand(resourceId: string, pool: string, version: string): string {
  return poolCommand(resourceId, pool, 'upgrade', `--kubernetes-version ${version}`);
}

/** The Azure CLI command that deletes a pool with its nodes, whatever runs on them. */
export function deletePoolCommand(resourceId: string, pool: string): string {
  const { subscriptionId, resourceGroup, name } = parseResourceId(resourceId);
  return `az aks nodepool delete --subscription ${subscriptionId} -g ${resourceGroup} --cluster-name ${name} -n ${pool}`;
}

import type { Cluster } from '#domain/fleet/fleet.ts';
import { isResourceId, parseResourceId } from '#domain/fleet/ids.ts';
import { type CheckedFields, checkedFields } from '../client/checked-fields.ts';
import type { JsonObject } from '../client/json-object.ts';
import { runningVersion } from './running-version.ts';
import { toNodePool } from './to-node-pool.ts';

/**
 * A cluster as the domain sees it, from ARM's JSON. An absent field has Azure's documented default; one of another form than known is
 * noted in `notUnderstood`, an id that names no cluster too; `at` stands in for that one.
 */
export function toCluster(found: JsonObject, at: string): Cluster {
  const notUnderstood: string[] = [];
  const note = (clause: string) => notUnderstood.push(clause);
  const envelope = checkedFields(found, '', note);
  const id = envelope.text('id') ?? '';
  const resourceId = isResourceId(id) ? id : at;
  if (resourceId !== id) note('id names no AKS cluster');
  const { subscriptionId, resourceGroup, name } = parseResourceId(resourceId);
  const fields = envelope.under('properties');
  const location = envelope.text('location') ?? '';
  if (location === '') note('it has no location');
  const channels = fields.under('autoUpgradeProfile');
  const network = fields.under('networkProfile');
  return {
    resourceId,
    name: envelope.text('name') ?? name,
    subscriptionId,
    resourceGroup,
    nodeResourceGroup: fields.text('nodeResourceGroup') ?? '',
    isNodeGroupLocked: fields.under('nodeResourceGroupProfile').text('restrictionLevel') === 'ReadOnly',
    location,
    tags: envelope.tags('tags'),
    isAutomatic: envelope.under('sku').text('name') === 'Automatic',
    kubernetesVersion: fields.text('kubernetesVersion') ?? '',
    currentKubernetesVersion: runningVersion(fields, ['currentKubernetesVersion', 'kubernetesVersion'], note),
    provisioningState: fields.text('provisioningState') ?? 'Unknown',
    powerState: fields.under('powerState').text('code') === 'Stopped' ? 'Stopped' : 'Running',
    supportPlan:
      fields.text('supportPlan') === 'AKSLongTermSupport' ? 'AKSLongTermSupport' : 'KubernetesOfficial',
    upgradeChannel: channels.text('upgradeChannel') ?? 'none',
    nodeOSUpgradeChannel: channels.text('nodeOSUpgradeChannel') ?? 'None',
    forcedUntil: forcedUntil(fields.under('upgradeSettings').under('overrideSettings'), note),
    entra: fields.under('aadProfile').flag('managed') === true,
    localAccounts: fields.flag('disableLocalAccounts') !== true,
    isPrivate: fields.under('apiServerAccessProfile').flag('enablePrivateCluster') === true,
    nodeProvisioning: fields.under('nodeProvisioningProfile').text('mode') === 'Auto' ? 'Auto' : 'Manual',
    networkPlugin: network.text('networkPlugin') ?? 'azure',
    networkPluginMode: network.text('networkPluginMode') ?? '',
    eTag: envelope.text('eTag') ?? '',
    pools: fields.objects('agentPoolProfiles').map(toNodePool),
    notUnderstood,
  };
}

function forcedUntil(settings: CheckedFields, note: (clause: string) => void): string | null {
  const until = settings.text('until');
  if (settings.flag('forceUpgrade') !== true || until === null) return null;
  if (!Number.isNaN(Date.parse(until))) return new Date(until).toISOString();
  note('properties.upgradeSettings.overrideSettings.until is no time');
  return null;
}

import type { Change } from '#domain/change/change.ts';
import type { SentSettings } from '#domain/fleet/upgrade-settings.ts';
import { migratedFromTag } from '#domain/migration/migration-terms.ts';
import { isJsonObject, type JsonObject, objectAt, without } from '../client/json-object.ts';

/** What only Azure writes: sending it back is noise, or refused. */
const envelopeKeys = new Set(['id', 'name', 'type', 'eTag', 'systemData']);

/** nodeImageVersion is among them: Azure takes an older one for a rollback (API 2026-04-01), and only then is it sent. */
const poolKeys = new Set([
  'eTag',
  'provisioningState',
  'currentOrchestratorVersion',
  'nodeImageVersion',
  'status',
]);

/** The service principal comes without its secret, and Azure refuses it like that (azure-cli drops it too). */
const clusterKeys = new Set([
  'provisioningState',
  'powerState',
  'maxAgentPools',
  'currentKubernetesVersion',
  'fqdn',
  'privateFQDN',
  'azurePortalFQDN',
  'resourceUID',
  'status',
  'servicePrincipalProfile',
]);

/** A PUT of the resource with this body, its DELETE, or a POST of one of its actions. */
export type ChangeRequest =
  | { readonly isDelete: true }
  | { readonly put: JsonObject }
  | { readonly action: string; readonly body?: JsonObject };

/**
 * What is sent for a change. The body of a PUT is what was just read, with as little changed as the change needs.
 * Fields that we have never heard of stay; a cluster's pools stay exactly as they are.
 */
export function changeRequest(change: Change, current: JsonObject): ChangeRequest {
  const properties = objectAt(current, 'properties');
  const cluster = (changed: JsonObject) => ({ put: clusterBody(current, { ...properties, ...changed }) });
  const pool = (changed: JsonObject) => ({ put: poolBody(current, { ...properties, ...changed }) });
  switch (change.kind) {
    case 'upgrade-control-plane':
      return cluster({ kubernetesVersion: change.to });
    case 'set-upgrade-channel':
      return cluster({ autoUpgradeProfile: withChannel(properties, change) });
    case 'set-force-upgrade':
      return cluster({ upgradeSettings: withForce(properties, change) });
    case 'upgrade-node-pool':
      return pool({ ...settingsOf(properties, change), orchestratorVersion: change.to });
    case 'roll-back-node-pool':
      return { put: rollbackBody(current, properties, change) };
    case 'create-node-pool':
      return { put: newPoolBody(current, properties, change) };
    case 'delete-node-pool':
      return { isDelete: true };
    case 'scale-node-pool':
      return pool({ count: change.count });
    case 'set-upgrade-settings':
    case 'restore-upgrade-settings':
      return pool(settingsOf(properties, change));
    case 'upgrade-node-image':
      return { action: 'upgradeNodeImageVersion' };
    case 'delete-machines':
      return { action: 'deleteMachines', body: { machineNames: [...change.machines] } };
    case 'restart-node':
      return { action: 'restart' };
  }
}

/** The body of a PUT of the cluster with one property changed, which is named by its path below `properties`. */
export function settingBody(
  current: JsonObject,
  path: readonly string[],
  value: string | boolean,
): JsonObject {
  return clusterBody(current, withValue(objectAt(current, 'properties'), path, value));
}

/** A key that is there in another case is the same to Azure. */
function withValue(within: JsonObject, [key = '', ...rest]: readonly string[], value: unknown): JsonObject {
  const own = Object.keys(within).find((each) => each.toLowerCase() === key.toLowerCase()) ?? key;
  return { ...within, [own]: rest.length === 0 ? value : withValue(objectAt(within, own), rest, value) };
}

function poolBody(current: JsonObject, properties: JsonObject): JsonObject {
  return { ...without(current, envelopeKeys), properties: without(properties, poolKeys) };
}

/** All of the pool that it is like, save what is that pool's alone; its version is the one that it has now. */
function newPoolBody(
  current: JsonObject,
  properties: JsonObject,
  { like, osSKU, to }: Extract<Change, { readonly kind: 'create-node-pool' }>,
): JsonObject {
  const tags = { ...objectAt(properties, 'tags'), [migratedFromTag]: like };
  const kept = without(properties, new Set(['creationData', 'powerState']));
  return poolBody(current, { ...kept, osSKU, orchestratorVersion: to, tags });
}

function rollbackBody(
  current: JsonObject,
  properties: JsonObject,
  { to, nodeImageVersion }: Extract<Change, { readonly kind: 'roll-back-node-pool' }>,
): JsonObject {
  const body = poolBody(current, { ...properties, orchestratorVersion: to });
  return { ...body, properties: { ...objectAt(body, 'properties'), nodeImageVersion } };
}

function settingsOf(properties: JsonObject, change: { readonly upgradeSettings: SentSettings }): JsonObject {
  const { upgradeStrategy, upgradeSettingsBlueGreen, ...rolling } = change.upgradeSettings;
  const upgradeSettings = { ...objectAt(properties, 'upgradeSettings'), ...rolling };
  const blueGreen = objectAt(properties, 'upgradeSettingsBlueGreen');
  return {
    ...(Object.keys(upgradeSettings).length > 0 && { upgradeSettings }),
    ...(upgradeStrategy && { upgradeStrategy }),
    ...(upgradeSettingsBlueGreen && {
      upgradeSettingsBlueGreen: { ...blueGreen, ...upgradeSettingsBlueGreen },
    }),
  };
}

function withChannel(
  properties: JsonObject,
  { channel, nodeOSChannel }: Extract<Change, { readonly kind: 'set-upgrade-channel' }>,
): JsonObject {
  return {
    ...objectAt(properties, 'autoUpgradeProfile'),
    upgradeChannel: channel,
    ...(nodeOSChannel !== undefined && { nodeOSUpgradeChannel: nodeOSChannel }),
  };
}

/** `until` is required beside `forceUpgrade: true` and means nothing beside false. */
function withForce(
  properties: JsonObject,
  { until }: Extract<Change, { readonly kind: 'set-force-upgrade' }>,
): JsonObject {
  const upgradeSettings = objectAt(properties, 'upgradeSettings');
  const forced = until === null ? { forceUpgrade: false } : { forceUpgrade: true, until };
  return {
    ...upgradeSettings,
    overrideSettings: { ...objectAt(upgradeSettings, 'overrideSettings'), ...forced },
  };
}

function clusterBody(current: JsonObject, properties: JsonObject): JsonObject {
  const profiles = Array.isArray(properties.agentPoolProfiles) ? properties.agentPoolProfiles : [];
  const agentPoolProfiles = profiles.filter(isJsonObject).map(writableProfile);
  return {
    ...clusterEnvelope(current),
    properties: { ...without(properties, clusterKeys), agentPoolProfiles },
  };
}

/** AKS alone manages a pool of mode ManagedSystem: azure-cli sends no more of it than this. */
function writableProfile(profile: JsonObject): JsonObject {
  return profile.mode === 'ManagedSystem'
    ? { name: profile.name, mode: profile.mode }
    : without(profile, poolKeys);
}

function clusterEnvelope(current: JsonObject): JsonObject {
  const kept = without(current, envelopeKeys);
  return isJsonObject(current.identity) ? { ...kept, identity: writableIdentity(current.identity) } : kept;
}

/** The ids inside are Azure's to give. */
function writableIdentity(identity: JsonObject): JsonObject {
  const kept = without(identity, new Set(['principalId', 'tenantId']));
  if (!isJsonObject(identity.userAssignedIdentities)) return kept;
  const names = Object.keys(identity.userAssignedIdentities);
  return { ...kept, userAssignedIdentities: Object.fromEntries(names.map((name) => [name, {}])) };
}

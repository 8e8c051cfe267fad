import type { AgentPool } from '../../cluster/agent-pool.ts';
import { isForced } from '../../cluster/force-upgrade.ts';
import type { ManagedCluster } from '../../cluster/managed-cluster.ts';
import { minorOf } from '../../fleet/versions.ts';
import { canonical, isObject, type JsonObject, objectAt, textAt } from '../../values/json-value.ts';
import type { World } from '../../world/world.ts';
import { faultTarget } from '../../world/world.ts';
import { type PoolTarget, runClusterUpgrade, runSettings } from '../operations/run-operation.ts';
import { type ArmAnswer, type ArmCall, clusterOf } from '../request/arm-call.ts';
import { providerError } from '../request/arm-error.ts';
import { checkRoom } from '../rules/check-capacity.ts';
import { checkIdle, checkStarted, checkTags } from '../rules/preconditions.ts';
import { imageWish } from '../rules/rollback-rules.ts';
import { checkSkew, controlPlaneTarget, poolTarget } from '../rules/version-rules.ts';
import { accepted, replaced } from './put-agent-pool.ts';

/** Only the service writes these. */
const readOnly = [
  'provisioningState',
  'powerState',
  'currentKubernetesVersion',
  'maxAgentPools',
  'resourceUID',
  'fqdn',
  'azurePortalFQDN',
  'privateFQDN',
  'status',
];
/** Set once: absent means unchanged. */
const fixed = [
  'dnsPrefix',
  'nodeResourceGroup',
  'networkProfile',
  'enableRBAC',
  'servicePrincipalProfile',
  'identityProfile',
];

interface PoolWish extends PoolTarget {
  readonly properties: JsonObject;
}

/** PUT of a cluster: control plane alone, control plane with pools, a change of settings, or nothing at all. */
export function putManagedCluster(call: ArmCall): ArmAnswer {
  const cluster = clusterOf(call);
  checkIdle(cluster, { kind: 'control-plane-upgrade', pool: null });
  checkTags(call, cluster.envelope.eTag);
  checkStarted(cluster);
  const wanted = objectAt(call.body, 'properties');
  const wish = textAt(wanted, 'kubernetesVersion') ?? cluster.version;
  const version = controlPlaneTarget(wish, cluster.version, cluster.location, isLongTerm(cluster));
  const pools = poolWishes(cluster, wanted, version, call.world);
  checkChannel(cluster, version, pools);
  checkSkew(
    version,
    pools.map(({ pool, version: own }) => ({ name: pool.name, version: own })),
  );
  checkDeprecatedUse(call, cluster, version, wanted);
  const moving = pools.filter(({ pool, version: own }) => own !== pool.version);
  for (const { pool, properties } of moving) checkRoom(call.world, cluster, pool, properties);
  const before = cluster.version;
  const isChanged = write(call, cluster, wanted, pools);
  if (version !== before || moving.length > 0) {
    cluster.properties = { ...cluster.properties, kubernetesVersion: version };
    const operation = runClusterUpgrade(call.world, cluster, version, moving);
    const effect = `managedCluster ${cluster.name} ${before} -> ${version} accepted${moving.length > 0 ? ` with ${moving.length} pools` : ''}`;
    return accepted(call, cluster.document(), operation, effect);
  }
  if (!isChanged && cluster.properties.provisioningState === 'Succeeded') {
    return { status: 200, body: cluster.document(), effect: `managedCluster ${cluster.name} unchanged` };
  }
  const operation = runSettings(call.world, cluster, null);
  return accepted(call, cluster.document(), operation, `managedCluster ${cluster.name} settings accepted`);
}

/** PATCH of the tags, refused while anything is under way. */
export function patchTags(call: ArmCall): ArmAnswer {
  const cluster = clusterOf(call);
  checkIdle(cluster, { kind: 'tags', pool: null });
  checkTags(call, cluster.envelope.eTag);
  cluster.envelope = { ...cluster.envelope, tags: objectAt(call.body, 'tags') };
  const operation = runSettings(call.world, cluster, null, 'tags');
  return accepted(call, cluster.document(), operation, `managedCluster ${cluster.name} tags accepted`);
}

function poolWishes(
  cluster: ManagedCluster,
  wanted: JsonObject,
  version: string,
  world: World,
): readonly PoolWish[] {
  const profiles = wanted.agentPoolProfiles;
  if (!Array.isArray(profiles)) {
    return cluster.pools.map((pool) => ({ pool, version: pool.version, properties: pool.properties }));
  }
  return cluster.pools.map((pool) => poolWish(cluster, pool, profiles, version, world));
}

function poolWish(
  cluster: ManagedCluster,
  pool: AgentPool,
  profiles: readonly unknown[],
  version: string,
  world: World,
): PoolWish {
  const profile = profiles.filter(isObject).find(({ name }) => name === pool.name);
  if (profile === undefined) {
    throw providerError(400, 'BadRequest', `Agent pool ${pool.name} is missing from agentPoolProfiles.`);
  }
  const image = textAt(profile, 'nodeImageVersion');
  const known = { nowMs: world.queue.now(), latest: world.latestImage(pool) };
  if (imageWish(cluster, pool, { image, version: undefined }, known).kind === 'back') {
    throw providerError(
      400,
      'InvalidParameter',
      `Roll back agent pool ${pool.name} by a request of its own.`,
    );
  }
  const { name: _, ...properties } = profile;
  const wish = textAt(properties, 'orchestratorVersion') ?? pool.version;
  return {
    pool,
    version: poolTarget(wish, pool.version, version, cluster.location),
    properties: replaced(pool, properties),
  };
}

/** For how long AKS remembers a write through a deprecated API version. */
const lookBackMs = 12 * 3_600_000;

/** A newer minor is refused while a removed API is in use, unless the upgrade is forced. */
function checkDeprecatedUse(
  call: ArmCall,
  cluster: ManagedCluster,
  version: string,
  wanted: JsonObject,
): void {
  const nowMs = call.world.queue.now();
  if (minorOf(version) === minorOf(cluster.version) || isForced({ properties: wanted }, nowMs)) return;
  const minor = minorOf(version);
  const fault = call.world.faults.triggerForCheck(faultTarget(cluster, null), 'deprecated-api');
  const [write] = cluster.kubernetes.deprecatedWrites(minor, nowMs - lookBackMs);
  const seen = fault === undefined ? write : { api: fault.api, atMs: nowMs - 3_600_000 };
  if (seen === undefined) return;
  throw providerError(
    400,
    'ValidationError',
    `Control Plane upgrade is blocked due to recent usage of a Kubernetes API deprecated in the specified version. Please refer to https://kubernetes.io/docs/reference/using-api/deprecation-guide to migrate the usage. To bypass this error, set enable-force-upgrade in upgradeSettings.overrideSettings. Bypassing this error without migrating usage will result in the deprecated Kubernetes API calls failing. Usage details: 1 error occurred:\n\t* usage has been detected on API ${seen.api}, and was recently seen at: ${new Date(seen.atMs).toISOString()}, which will be removed in 1.${minor}\n\n`,
    'UpgradeBlockedOnDeprecatedAPIUsage',
  );
}

/** With an automatic channel all pools go with the control plane, or none of anything. */
function checkChannel(cluster: ManagedCluster, version: string, pools: readonly PoolWish[]): void {
  if (cluster.upgradeChannel === undefined || version === cluster.version) return;
  if (pools.every((wish) => wish.version === version)) return;
  throw providerError(
    400,
    'NotAllAgentPoolOrchestratorVersionSpecifiedAndUnchanged',
    `Using managed cluster api, all Agent pools' OrchestratorVersion must be all specified or all unspecified. If all specified, they must be stay unchanged or the same with control plane. Auto-upgrade channel is ${cluster.upgradeChannel}. For agent pool specific change, please use per agent pool operations: https://aka.ms/agent-pool-rest-api`,
  );
}

/** Writes what the request says; true if anything changed. Fields that it does not name are removed, as with pools. */
function write(
  call: ArmCall,
  cluster: ManagedCluster,
  wanted: JsonObject,
  pools: readonly PoolWish[],
): boolean {
  const before = canonical(comparable(cluster));
  const next: JsonObject = {};
  for (const [key, value] of Object.entries(wanted)) {
    if (!readOnly.includes(key) && key !== 'agentPoolProfiles' && value !== null) next[key] = value;
  }
  for (const key of fixed) if (cluster.properties[key] !== undefined) next[key] = cluster.properties[key];
  for (const key of readOnly) if (cluster.properties[key] !== undefined) next[key] = cluster.properties[key];
  next.kubernetesVersion = cluster.properties.kubernetesVersion;
  cluster.properties = next;
  for (const { pool, properties } of pools) pool.properties = properties;
  const sku = isObject(call.body.sku) ? call.body.sku : cluster.envelope.sku;
  cluster.envelope = { ...cluster.envelope, tags: objectAt(call.body, 'tags'), sku };
  return canonical(comparable(cluster)) !== before;
}

function comparable(cluster: ManagedCluster): JsonObject {
  return {
    envelope: cluster.envelope,
    properties: cluster.properties,
    pools: cluster.pools.map(({ properties }) => properties),
  };
}

function isLongTerm(cluster: ManagedCluster): boolean {
  return cluster.properties.supportPlan === 'AKSLongTermSupport';
}

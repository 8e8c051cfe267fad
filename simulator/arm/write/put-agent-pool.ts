import { type AgentPool, defaultUpgradeSettings, type UsedVersion } from '../../cluster/agent-pool.ts';
import type { ManagedCluster } from '../../cluster/managed-cluster.ts';
import { operationUrl } from '../../cluster/operation.ts';
import {
  canonical,
  type Json,
  type JsonObject,
  numberAt,
  objectAt,
  textAt,
} from '../../values/json-value.ts';
import {
  runImageUpgrade,
  runPoolUpgrade,
  runRollback,
  runScale,
  runSettings,
} from '../operations/run-operation.ts';
import { type ArmAnswer, type ArmCall, clusterOf } from '../request/arm-call.ts';
import { providerError } from '../request/arm-error.ts';
import { checkRoom, checkRoomFor } from '../rules/check-capacity.ts';
import { checkIdle, checkStarted, checkTags } from '../rules/preconditions.ts';
import { imageWish } from '../rules/rollback-rules.ts';
import { poolTarget } from '../rules/version-rules.ts';
import { createAgentPool } from './create-agent-pool.ts';

/** Only the service writes these; what a client sends for them is ignored. */
const readOnly = [
  'eTag',
  'virtualMachinesProfile',
  'virtualMachineNodesStatus',
  'provisioningState',
  'currentOrchestratorVersion',
  'nodeImageVersion',
  'powerState',
  'status',
];
/** Set once: absent means unchanged, another value is refused. */
const fixed = [
  'vmSize',
  'osType',
  'osSKU',
  'type',
  'availabilityZones',
  'vnetSubnetID',
  'osDiskSizeGB',
  'osDiskType',
  'maxPods',
  'kubeletDiskType',
];

/** PUT of a pool: its creation, a version upgrade, the continuation of one, a change of settings, or nothing at all. */
export function putAgentPool(call: ArmCall): ArmAnswer {
  const cluster = clusterOf(call);
  const pool = cluster.pool(call.params.pool ?? '');
  if (pool === undefined) return createAgentPool(call, cluster);
  checkIdle(cluster, { kind: 'node-pool-upgrade', pool: pool.name });
  checkTags(call, pool.properties.eTag);
  checkStarted(cluster);
  const wanted = objectAt(call.body, 'properties');
  const wish = textAt(wanted, 'orchestratorVersion');
  const image = { image: textAt(wanted, 'nodeImageVersion'), version: wish };
  const way = imageWish(cluster, pool, image, {
    nowMs: call.world.queue.now(),
    latest: call.world.latestImage(pool),
  });
  const next = replaced(pool, wanted, call.query.get('api-version')?.endsWith('-preview'));
  checkSurge(next);
  checkBlueGreen(pool, next);
  if (way.kind === 'back') return rollBack(call, cluster, pool, next, way.to);
  const version = poolTarget(wish ?? pool.version, pool.version, cluster.version, cluster.location);
  const before = pool.version;
  if (pool.blueGreen !== null && version !== before) throw stillBlueGreen(pool);
  const isMoving = version !== before || way.kind === 'latest' || isHalfUpgraded(cluster, pool);
  if (isMoving) checkRoom(call.world, cluster, pool, next);
  const nodes = numberAt(next, 'count', 0);
  const more = nodes - numberAt(pool.properties, 'count', 0);
  if (more !== 0 && isMoving) throw scaledBeside();
  if (more > 0) checkRoomFor(call.world, cluster, pool, more);
  const isSettled = pool.properties.provisioningState === 'Succeeded';
  const isChanged = !isSettled || canonical(next) !== canonical(pool.properties);
  pool.properties = next;
  if (version !== before || isHalfUpgraded(cluster, pool)) {
    const operation = runPoolUpgrade(call.world, cluster, { pool, version });
    const what = version === before ? `continues to ${version}` : `${before} -> ${version}`;
    return accepted(call, pool.document(cluster.id), operation, `agentPool ${pool.name} ${what} accepted`);
  }
  if (way.kind === 'latest') {
    const operation = runImageUpgrade(call.world, cluster, pool);
    const effect = `agentPool ${pool.name} image ${operation.from} -> ${operation.to} accepted`;
    return accepted(call, pool.document(cluster.id), operation, effect);
  }
  if (more !== 0) {
    const operation = runScale(call.world, cluster, pool, nodes);
    return accepted(
      call,
      pool.document(cluster.id),
      operation,
      `agentPool ${pool.name} to ${nodes} accepted`,
    );
  }
  if (!isChanged) {
    return { status: 200, body: pool.document(cluster.id), effect: `agentPool ${pool.name} unchanged` };
  }
  const operation = runSettings(call.world, cluster, pool);
  return accepted(call, pool.document(cluster.id), operation, `agentPool ${pool.name} settings accepted`);
}

function rollBack(
  call: ArmCall,
  cluster: ManagedCluster,
  pool: AgentPool,
  next: JsonObject,
  to: UsedVersion,
): ArmAnswer {
  const before = pool.version;
  pool.properties = next;
  const operation = runRollback(call.world, cluster, pool, to);
  const effect = `agentPool ${pool.name} ${before} -> ${to.version} (${to.image}) rollback accepted`;
  return accepted(call, pool.document(cluster.id), operation, effect);
}

/** 200 with the resource on its way and the address of the operation, as the service answers a PUT that exists. */
export function accepted(
  call: ArmCall,
  body: JsonObject,
  operation: NonNullable<ArmAnswer['operation']>,
  effect: string,
): ArmAnswer {
  const headers = { 'azure-asyncoperation': operationUrl(operation, call.origin, 'operations') };
  return { status: 200, body, headers, effect, operation };
}

/** An upgrade did not come to its end, or surge nodes are left: any PUT continues from there. */
function isHalfUpgraded(cluster: ManagedCluster, pool: AgentPool): boolean {
  if (pool.surge.size > 0 || pool.goalImage !== null) return true;
  return cluster.kubernetes.nodes(pool.name).some((node) => node.kubeletVersion !== `v${pool.version}`);
}

/**
 * A PUT replaces the whole pool: fields that it does not name are removed, except read-only and fixed ones. Strategies are
 * known to preview versions of the API alone; by any other a pool keeps its own.
 */
export function replaced(pool: AgentPool, wanted: JsonObject, isPreview = false): JsonObject {
  const next: JsonObject = {};
  for (const [key, value] of Object.entries(wanted)) {
    if (!readOnly.includes(key) && value !== null && value !== undefined) next[key] = value;
  }
  for (const key of fixed) {
    const current = pool.properties[key];
    if (next[key] !== undefined && canonical(next[key]) !== canonical(current))
      throw fixedChanged(key, current);
    if (current !== undefined) next[key] = current;
  }
  if (next.count === undefined || pool.properties.enableAutoScaling === true)
    next.count = pool.properties.count ?? 0;
  for (const key of readOnly) if (pool.properties[key] !== undefined) next[key] = pool.properties[key];
  if (!isPreview)
    for (const key of ['upgradeStrategy', 'upgradeSettingsBlueGreen']) {
      delete next[key];
      if (pool.properties[key] !== undefined) next[key] = pool.properties[key];
    }
  next.mode ??= pool.properties.mode;
  next.orchestratorVersion = pool.properties.orchestratorVersion;
  next.upgradeSettings = { ...defaultUpgradeSettings(next), ...objectAt(next, 'upgradeSettings') };
  return next;
}

function checkSurge(properties: JsonObject): void {
  const settings = objectAt(properties, 'upgradeSettings');
  if (properties.scaleSetPriority === 'Spot') {
    if (settings.maxSurge !== undefined)
      throw providerError(400, 'InvalidParameter', "Spot pools can't set max surge.");
    if (settings.maxUnavailable !== undefined)
      throw providerError(400, 'InvalidParameter', "Spot pools can't set max unavailable.");
    return;
  }
  const isNone = (key: string) => /^0%?$/.test(textAt(settings, key) ?? '0');
  if (isNone('maxSurge') && isNone('maxUnavailable')) {
    throw providerError(400, 'InvalidParameter', 'maxSurge and maxUnavailable can not both be 0.');
  }
  if (properties.mode === 'System' && !isNone('maxUnavailable')) {
    throw providerError(400, 'InvalidParameter', 'maxUnavailable is not supported for system node pools.');
  }
}

/** Azure's ranges, and what the blue-green strategy does not go with (AKS, "Blue-green node pool upgrades"). */
function checkBlueGreen(pool: AgentPool, next: JsonObject): void {
  if (pool.blueGreen !== null && next.upgradeStrategy !== 'BlueGreen') throw stillBlueGreen(pool);
  if (!['Rolling', 'BlueGreen', undefined].includes(textAt(next, 'upgradeStrategy')))
    throw providerError(400, 'InvalidParameter', 'The value of upgradeStrategy is not Rolling or BlueGreen.');
  if (next.upgradeStrategy !== 'BlueGreen') return;
  if (next.type === 'VirtualMachines')
    throw providerError(
      400,
      'InvalidParameter',
      'The BlueGreen upgrade strategy does not support VirtualMachines pools.',
    );
  const settings = objectAt(next, 'upgradeSettingsBlueGreen');
  if (/^0+%?$/.test(textAt(settings, 'drainBatchSize') ?? '10%'))
    throw providerError(400, 'InvalidParameter', 'drainBatchSize must be a non-zero value.');
  for (const [key, least, most] of blueGreenRanges) {
    const minutes = numberAt(settings, key, least);
    if (minutes < least || minutes > most)
      throw providerError(400, 'InvalidParameter', `${key} must be between ${least} and ${most}.`);
  }
}

const blueGreenRanges = [
  ['drainTimeoutInMinutes', 1, 1440],
  ['batchSoakDurationInMinutes', 0, 1440],
  ['finalSoakDurationInMinutes', 0, 10_080],
] as const;

function stillBlueGreen({ name }: AgentPool) {
  return providerError(
    400,
    'OperationNotAllowed',
    `The blue-green upgrade of agent pool ${name} is not finished: neither its strategy nor its version can be changed.`,
  );
}

function scaledBeside() {
  return providerError(
    400,
    'OperationNotAllowed',
    'Scaling and upgrading a node pool in one request is not allowed.',
  );
}

function fixedChanged(key: string, current: Json) {
  return providerError(
    400,
    'PropertyChangeNotAllowed',
    `Changing property 'properties.${key}' is not allowed. It is ${JSON.stringify(current)}.`,
  );
}

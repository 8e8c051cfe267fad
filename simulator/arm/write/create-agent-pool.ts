import { AgentPool, defaultUpgradeSettings, isOfAks } from '../../cluster/agent-pool.ts';
import type { ManagedCluster } from '../../cluster/managed-cluster.ts';
import { operationUrl } from '../../cluster/operation.ts';
import { osSkus } from '../../fleet/node-images.ts';
import { compareVersions, resolveVersion } from '../../fleet/versions.ts';
import { type JsonObject, numberAt, objectAt, textAt } from '../../values/json-value.ts';
import { runCreatePool, runDeletePool } from '../operations/run-operation.ts';
import { type ArmAnswer, type ArmCall, clusterOf, poolOf } from '../request/arm-call.ts';
import { providerError } from '../request/arm-error.ts';
import { checkRoomFor } from '../rules/check-capacity.ts';
import { checkIdle, checkNew, checkStarted, checkTags } from '../rules/preconditions.ts';
import { checkSkew, poolTarget } from '../rules/version-rules.ts';

/** PUT of a pool that does not exist: 201, its nodes come later. */
export function createAgentPool(call: ArmCall, cluster: ManagedCluster): ArmAnswer {
  const name = call.params.pool ?? '';
  checkIdle(cluster, { kind: 'create-pool', pool: name });
  checkNew(call);
  checkStarted(cluster);
  const pool = new AgentPool(name, newProperties(call, cluster), call.world.random.text(8, '0123456789'));
  checkName(pool);
  checkRoomFor(call.world, cluster, pool, numberAt(pool.properties, 'count', 0));
  cluster.pools.push(pool);
  const operation = runCreatePool(call.world, cluster, pool);
  const headers = { 'azure-asyncoperation': operationUrl(operation, call.origin, 'operations') };
  const effect = `agentPool ${name} creation accepted`;
  return { status: 201, body: pool.document(cluster.id), headers, effect, operation };
}

/** DELETE of a pool with its nodes, whatever runs on them. */
export function deleteAgentPool(call: ArmCall): ArmAnswer {
  const cluster = clusterOf(call);
  const pool = poolOf(call, cluster);
  checkIdle(cluster, { kind: 'delete-pool', pool: pool.name });
  checkTags(call, pool.properties.eTag);
  checkStarted(cluster);
  const others = cluster.pools.filter((each) => each !== pool && each.properties.mode === 'System');
  if (others.length === 0)
    throw providerError(
      400,
      'OperationNotAllowed',
      `There has to be at least one system agent pool; ${pool.name} is the last one.`,
    );
  const operation = runDeletePool(call.world, cluster, pool);
  const headers = {
    'azure-asyncoperation': operationUrl(operation, call.origin, 'operations'),
    location: operationUrl(operation, call.origin, 'operationresults'),
  };
  return { status: 202, headers, effect: `agentPool ${pool.name} deletion accepted`, operation };
}

function newProperties(call: ArmCall, cluster: ManagedCluster): JsonObject {
  const wanted = objectAt(call.body, 'properties');
  const given = Object.fromEntries(
    Object.entries(wanted).filter(([key, value]) => value !== null && !serviceOwn.includes(key)),
  );
  const osType = textAt(given, 'osType') ?? 'Linux';
  const osSKU = textAt(given, 'osSKU') ?? (osType === 'Windows' ? 'Windows2022' : 'Ubuntu');
  if (!osSkus.some((each) => each === osSKU) || osSKU.startsWith('Windows') !== (osType === 'Windows'))
    throw providerError(400, 'InvalidOSSKU', `OSSKU '${osSKU}' is invalid for OSType '${osType}'.`);
  const wish = textAt(given, 'orchestratorVersion') ?? cluster.version;
  const version = newPoolVersion(wish, cluster);
  return {
    mode: 'User',
    count: 1,
    type: isOfAks(given.mode) ? 'VirtualMachines' : 'VirtualMachineScaleSets',
    vmSize: 'Standard_D4ds_v5',
    ...given,
    osType,
    osSKU,
    eTag: call.world.random.guid(),
    provisioningState: 'Creating',
    powerState: { code: 'Running' },
    orchestratorVersion: version,
    currentOrchestratorVersion: version,
    nodeImageVersion: call.world.latestImage({ osSku: osSKU, version }),
    upgradeSettings: { ...defaultUpgradeSettings(given), ...objectAt(given, 'upgradeSettings') },
  };
}

/** Any version on offer that is not above the control plane's, nor too far behind it. */
function newPoolVersion(wish: string, cluster: ManagedCluster): string {
  const version = resolveVersion(wish, cluster.version, cluster.location) ?? wish;
  if (compareVersions(version, cluster.version) < 0) {
    checkSkew(cluster.version, [{ name: 'of the request', version }]);
    return poolTarget(wish, version, cluster.version, cluster.location);
  }
  return poolTarget(wish, cluster.version, cluster.version, cluster.location);
}

const serviceOwn = ['eTag', 'provisioningState', 'currentOrchestratorVersion', 'nodeImageVersion', 'status'];

function checkName({ name, osType }: AgentPool): void {
  const most = osType === 'Windows' ? 6 : 12;
  if (/^[a-z][a-z0-9]*$/.test(name) && name.length <= most) return;
  throw providerError(
    400,
    'InvalidParameter',
    `The value of parameter agentPool.name is invalid: ${name} has to begin with a letter, with at most ${most} lower-case letters and digits.`,
  );
}

import { adminCredential, type Keys, userCredential } from './read/credentials.ts';
import { getComputeUsages, getSubnet, listSkus } from './read/get-capacity.ts';
import { getFleet, listAutoUpgradeProfiles, listFleetMembers, listFleets } from './read/get-fleets.ts';
import { getOperation, getOperationResult } from './read/get-operation.ts';
import {
  getDefenderPlan,
  getSafeguards,
  listDiagnosticSettings,
  listRoleAssignments,
} from './read/get-related-resources.ts';
import {
  emptyList,
  getCluster,
  getPool,
  getResourceGroups,
  getSubscription,
  getSubscriptions,
  listClusters,
  listMachines,
  listMaintenanceConfigurations,
  listPools,
  listSnapshots,
} from './read/get-resources.ts';
import {
  getAvailablePoolVersions,
  getClusterUpgradeProfile,
  getKubernetesVersions,
  getPoolUpgradeProfile,
} from './read/get-versions.ts';
import type { ArmAnswer, ArmCall } from './request/arm-call.ts';
import { deleteLock, listLocks } from './rules/locks.ts';
import { deleteAgentPool } from './write/create-agent-pool.ts';
import { getMachine, postRestart } from './write/machine.ts';
import {
  postClusterAbort,
  postDeleteMachines,
  postNodeImageUpgrade,
  postPoolAbort,
} from './write/post-actions.ts';
import { postPower } from './write/power.ts';
import { putAgentPool } from './write/put-agent-pool.ts';
import { patchTags, putManagedCluster } from './write/put-managed-cluster.ts';

/** A request it answers; `isMutation` says whether the ledger counts it as a change. */
export interface ArmRoute {
  readonly method: string;
  readonly path: string;
  readonly handle: (call: ArmCall) => ArmAnswer;
  readonly isMutation: boolean;
  /** Operation addresses carry the service's own, older api-version. */
  readonly hasOwnApiVersion: boolean;
}

const subscription = '/subscriptions/:subscription';
const group = `${subscription}/resourceGroups/:group`;
const provider = 'providers/Microsoft.ContainerService';
const clusters = `${group}/${provider}/managedClusters`;
const cluster = `${clusters}/:cluster`;
const pool = `${cluster}/agentPools/:pool`;
const fleet = `${group}/${provider}/fleets/:fleet`;
const computeUsages = `${subscription}/providers/Microsoft.Compute/locations/:location/usages`;
const skus = `${subscription}/providers/Microsoft.Compute/skus`;
const machine = `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/:scaleSet/virtualMachines/:instance`;
const computeLocation = `${subscription}/providers/Microsoft.Compute/locations/:location`;
const locks = 'providers/Microsoft.Authorization/locks';
const roleAssignments = 'providers/Microsoft.Authorization/roleAssignments';
const diagnosticSettings = 'providers/Microsoft.Insights/diagnosticSettings';
const safeguards = `${provider}/deploymentSafeguards/default`;
const defenderPlan = `${subscription}/providers/Microsoft.Security/pricings/Containers`;
const subnet = `${group}/providers/Microsoft.Network/virtualNetworks/:network/subnets/:subnet`;
const location = `${subscription}/${provider}/locations/:location`;

/** Everything ARM answers. Paths are compared without regard to case. */
export function armRoutes(keys: Keys): readonly ArmRoute[] {
  return [
    route('GET', '/subscriptions', getSubscriptions, { hasOwnApiVersion: true }),
    route('GET', subscription, getSubscription, { hasOwnApiVersion: true }),
    route('GET', `${subscription}/resourceGroups`, getResourceGroups, { hasOwnApiVersion: true }),
    route('GET', `${subscription}/${provider}/managedClusters`, listClusters),
    route('GET', clusters, listClusters),
    route('GET', cluster, getCluster),
    route('PUT', cluster, putManagedCluster, { isMutation: true }),
    route('PATCH', cluster, patchTags, { isMutation: true }),
    route('POST', `${cluster}/abort`, postClusterAbort, { isMutation: true }),
    route('POST', `${cluster}/start`, postPower('start'), { isMutation: true }),
    route('POST', `${cluster}/stop`, postPower('stop'), { isMutation: true }),
    route('POST', `${cluster}/listClusterUserCredential`, userCredential(keys)),
    route('POST', `${cluster}/listClusterAdminCredential`, adminCredential(keys)),
    route('GET', `${cluster}/upgradeProfiles/default`, getClusterUpgradeProfile),
    route('GET', `${cluster}/availableAgentPoolVersions`, getAvailablePoolVersions),
    route('GET', `${cluster}/maintenanceConfigurations`, listMaintenanceConfigurations),
    route('GET', defenderPlan, getDefenderPlan, { hasOwnApiVersion: true }),
    route('GET', `${cluster}/${roleAssignments}`, listRoleAssignments, { hasOwnApiVersion: true }),
    route('GET', `${cluster}/${diagnosticSettings}`, listDiagnosticSettings, { hasOwnApiVersion: true }),
    route('GET', `${cluster}/${safeguards}`, getSafeguards, { hasOwnApiVersion: true }),
    route('GET', `${cluster}/meshUpgradeProfiles`, emptyList),
    route('GET', `${cluster}/agentPools`, listPools),
    route('GET', pool, getPool),
    route('PUT', pool, putAgentPool, { isMutation: true }),
    route('DELETE', pool, deleteAgentPool, { isMutation: true }),
    route('POST', `${pool}/upgradeNodeImageVersion`, postNodeImageUpgrade, { isMutation: true }),
    route('POST', `${pool}/abort`, postPoolAbort, { isMutation: true }),
    route('GET', `${pool}/upgradeProfiles/default`, getPoolUpgradeProfile),
    route('GET', `${pool}/machines`, listMachines),
    route('POST', `${pool}/deleteMachines`, postDeleteMachines, { isMutation: true }),
    route('GET', `${subscription}/${provider}/snapshots`, listSnapshots),
    route('GET', `${group}/${provider}/snapshots`, listSnapshots),
    route('GET', `${subscription}/${provider}/fleets`, listFleets, { hasOwnApiVersion: true }),
    route('GET', `${group}/${provider}/fleets`, listFleets, { hasOwnApiVersion: true }),
    route('GET', fleet, getFleet, { hasOwnApiVersion: true }),
    route('GET', `${fleet}/members`, listFleetMembers, { hasOwnApiVersion: true }),
    route('GET', `${fleet}/autoUpgradeProfiles`, listAutoUpgradeProfiles, { hasOwnApiVersion: true }),
    route('GET', computeUsages, getComputeUsages, { hasOwnApiVersion: true }),
    route('GET', skus, listSkus, { hasOwnApiVersion: true }),
    route('GET', machine, getMachine, { hasOwnApiVersion: true }),
    route('POST', `${machine}/restart`, postRestart, { isMutation: true, hasOwnApiVersion: true }),
    route('GET', `${computeLocation}/operations/:operation`, getOperation, { hasOwnApiVersion: true }),
    route('GET', `${subscription}/${locks}`, listLocks, { hasOwnApiVersion: true }),
    ...[subscription, group, cluster].map((scope) =>
      route('DELETE', `${scope}/${locks}/:lock`, deleteLock, { isMutation: true, hasOwnApiVersion: true }),
    ),
    route('GET', subnet, getSubnet, { hasOwnApiVersion: true }),
    route('GET', `${location}/kubernetesVersions`, getKubernetesVersions),
    route('GET', `${location}/operations/:operation`, getOperation, { hasOwnApiVersion: true }),
    route('GET', `${location}/operationresults/:operation`, getOperationResult, { hasOwnApiVersion: true }),
  ];
}

export interface RouteMatch {
  readonly route: ArmRoute;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the route of a request; `params` keep the case they came in. */
export function matchRoute(
  routes: readonly ArmRoute[],
  method: string,
  path: string,
): RouteMatch | undefined {
  for (const candidate of routes) {
    const params = candidate.method === method ? matchPath(candidate.path, path) : undefined;
    if (params !== undefined) return { route: candidate, params };
  }
  return undefined;
}

function route(
  method: string,
  path: string,
  handle: ArmRoute['handle'],
  traits: { readonly isMutation?: boolean; readonly hasOwnApiVersion?: boolean } = {},
): ArmRoute {
  return { method, path, handle, isMutation: false, hasOwnApiVersion: false, ...traits };
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = decodeURIComponent(given[index]!);
    if (segment.startsWith(':')) params[segment.slice(1)] = value;
    else if (segment.toLowerCase() !== value.toLowerCase()) return undefined;
  }
  return params;
}

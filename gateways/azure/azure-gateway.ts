import type { TokenCredential } from '@azure/identity';
import type { AzureCloud } from '#domain/azure-cloud.ts';
import type { Change, Operation, OperationReading } from '#domain/change/change.ts';
import type { Cluster, OfferedMinor } from '#domain/fleet/fleet.ts';
import type { FleetManagers, MaintenanceConfiguration, UnreadScope } from '#domain/fleet/other-writers.ts';
import type { Observation } from '#domain/observation.ts';
import type {
  CoreUsage,
  MachineOffer,
  ResourceLock,
  SubnetRoom,
} from '#domain/preflight/findings/preflight-readings.ts';
import type { UsedVersion } from '#domain/rollback/decide-rollback.ts';
import { coreUsages, subnetRoom } from './capacity/read-capacity.ts';
import { resourceLocks } from './capacity/read-locks.ts';
import { machineOffers } from './capacity/read-machine-sizes.ts';
import { type SurroundingsReaders, surroundingsReaders } from './capacity/surroundings.ts';
import { openClients } from './client/arm-clients.ts';
import { asFailures } from './client/azure-failure.ts';
import { listFleetManagers } from './clusters/fleet-managers.ts';
import { maintenanceConfigurations } from './clusters/maintenance-configurations.ts';
import { inspectCluster, listClusters, listSubscriptions } from './clusters/read-clusters.ts';
import { latestNodeImage, offers, recentlyUsedVersions } from './clusters/read-versions.ts';
import { userKubeconfig } from './clusters/user-kubeconfig.ts';
import { createRateLimiter } from './limits/rate-limiter.ts';
import { type AbortResult, abortOperation } from './operations/abort-operation.ts';
import { beginChange, changeSetting, type SettingChange } from './operations/begin-change.ts';
import { markOf } from './operations/machine-mark.ts';
import { readOperation } from './operations/read-operation.ts';
import type { BeginOptions, BeginResult } from './operations/send-if-unchanged.ts';

/**
 * The gateway to Azure Resource Manager. Whatever fails leaves as a FailureError; a call that was cancelled
 * through its signal throws the abort as it is.
 */
export interface AzureGateway {
  /** Ids of the subscriptions that the credential sees. */
  listSubscriptions(signal?: AbortSignal): Promise<readonly string[]>;
  /** `apiVersion`: a preview one; absent: the general one. */
  listClusters(
    subscriptionId: string,
    signal?: AbortSignal,
    apiVersion?: string,
  ): Promise<readonly Cluster[]>;
  /** The cluster and its pools at one moment, eTags included; `apiVersion` as above. */
  inspectCluster(resourceId: string, signal?: AbortSignal, apiVersion?: string): Promise<Cluster>;
  offers(subscriptionId: string, location: string, signal?: AbortSignal): Promise<readonly OfferedMinor[]>;
  /** The newest image for the pool's OS; null when Azure names none. */
  latestNodeImage(resourceId: string, pool: string, signal?: AbortSignal): Promise<string | null>;
  /** The pairs of version and image that Azure lets the pool go back to, in its order. */
  recentlyUsedVersions(
    resourceId: string,
    pool: string,
    signal?: AbortSignal,
  ): Promise<readonly UsedVersion[]>;
  /** Fleet Managers of a subscription and their members; what Azure does not show is said there. */
  listFleetManagers(subscriptionId: string, signal?: AbortSignal): Promise<FleetManagers>;
  maintenanceConfigurations(
    resourceId: string,
    signal?: AbortSignal,
  ): Promise<Observation<readonly MaintenanceConfiguration[], UnreadScope>>;
  /** vCPUs in use and allowed, of all and family by family. */
  coreUsages(subscriptionId: string, location: string, signal?: AbortSignal): Promise<readonly CoreUsage[]>;
  subnetRoom(subnetId: string, signal?: AbortSignal): Promise<SubnetRoom>;
  /** Of the subscription and everything in it. */
  resourceLocks(subscriptionId: string, signal?: AbortSignal): Promise<readonly ResourceLock[]>;
  /** Machine sizes of a region. */
  machineOffers(
    subscriptionId: string,
    location: string,
    signal?: AbortSignal,
  ): Promise<readonly MachineOffer[]>;
  /** What changes with every operation on a machine; null: one runs on it. */
  machineMark(machine: string, signal?: AbortSignal): Promise<string | null>;
  /** What an audit reads of a cluster and around it, part by part, raw. */
  surroundings(resourceId: string, signal?: AbortSignal): SurroundingsReaders;
  /** Kubeconfig text with the user's (not the admin's) access. */
  userKubeconfig(resourceId: string, signal?: AbortSignal): Promise<string>;
  /** Sends one change, at most once. */
  begin(change: Change, options: BeginOptions): Promise<BeginResult>;
  /** Changes one property of a cluster, at most once; throws as `begin`. */
  changeSetting(change: SettingChange, options: BeginOptions): Promise<BeginResult>;
  readOperation(operation: Operation, signal?: AbortSignal): Promise<OperationReading>;
  /** Aborts what runs on the pool, or (pool null) on the cluster. */
  abort(resourceId: string, pool: string | null, signal?: AbortSignal): Promise<AbortResult>;
  /** Requests that wait at this moment for a place within Azure's published limits. */
  waitingRequests(): number;
}

export function openAzure(
  cloud: Pick<AzureCloud, 'armEndpoint' | 'armScope'>,
  credential: TokenCredential,
): AzureGateway {
  const limiter = createRateLimiter();
  const clients = openClients(cloud, credential, limiter);
  const learnRegion = (cluster: Cluster) => {
    limiter.learnRegion(cluster.resourceId, cluster.location);
    return cluster;
  };
  return {
    waitingRequests: () => limiter.waiting(),
    listSubscriptions: (signal) => asFailures(signal, () => listSubscriptions(clients, signal)),
    listClusters: (subscriptionId, signal, apiVersion) =>
      asFailures(signal, async () =>
        (await listClusters(clients, subscriptionId, signal, apiVersion)).map(learnRegion),
      ),
    inspectCluster: (resourceId, signal, apiVersion) =>
      asFailures(signal, async () =>
        learnRegion(await inspectCluster(clients, resourceId, signal, apiVersion)),
      ),
    offers: (subscriptionId, location, signal) =>
      asFailures(signal, () => offers(clients, subscriptionId, location, signal)),
    latestNodeImage: (resourceId, pool, signal) =>
      asFailures(signal, () => latestNodeImage(clients, resourceId, pool, signal)),
    recentlyUsedVersions: (resourceId, pool, signal) =>
      asFailures(signal, () => recentlyUsedVersions(clients, resourceId, pool, signal)),
    listFleetManagers: (subscriptionId, signal) =>
      asFailures(signal, () => listFleetManagers(clients, subscriptionId, signal)),
    maintenanceConfigurations: (resourceId, signal) =>
      asFailures(signal, () => maintenanceConfigurations(clients, resourceId, signal)),
    coreUsages: (subscriptionId, location, signal) =>
      asFailures(signal, () => coreUsages(clients, subscriptionId, location, signal)),
    subnetRoom: (subnetId, signal) => asFailures(signal, () => subnetRoom(clients, subnetId, signal)),
    resourceLocks: (subscriptionId, signal) =>
      asFailures(signal, () => resourceLocks(clients, subscriptionId, signal)),
    machineOffers: (subscriptionId, location, signal) =>
      asFailures(signal, () => machineOffers(clients, subscriptionId, location, signal)),
    machineMark: (machine, signal) => asFailures(signal, () => markOf(clients, machine, signal)),
    surroundings: (resourceId, signal) => surroundingsReaders(clients, resourceId, signal),
    userKubeconfig: (resourceId, signal) =>
      asFailures(signal, () => userKubeconfig(clients, resourceId, signal)),
    begin: (change, options) => asFailures(options.signal, () => beginChange(clients, change, options)),
    changeSetting: (change, options) =>
      asFailures(options.signal, () => changeSetting(clients, change, options)),
    readOperation: (operation, signal) => asFailures(signal, () => readOperation(clients, operation, signal)),
    abort: (resourceId, pool, signal) =>
      asFailures(signal, () => abortOperation(clients, resourceId, pool, signal)),
  };
}

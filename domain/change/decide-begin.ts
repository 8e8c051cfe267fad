import type { FailureKind } from '../failure.ts';
import { suspectAks } from '../fleet/active-channels.ts';
import { deletePoolCommand } from '../fleet/az-command.ts';
import type { Cluster, NodePool } from '../fleet/fleet.ts';
import type { SentSettings } from '../fleet/upgrade-settings.ts';
import { isMigratedFrom } from '../migration/migration-terms.ts';
import { isImageAtLeast } from '../version/node-image.ts';
import type { Change } from './change.ts';

/** What to do about a change, judged by what was just seen of the cluster. */
export type BeginDecision =
  | { readonly do: 'send'; readonly eTag: string }
  | { readonly do: 'adopt' }
  | { readonly do: 'nothing'; readonly because: string }
  | { readonly do: 'wait'; readonly because: string }
  | {
      readonly do: 'refuse';
      readonly kind: Extract<FailureKind, 'stopped' | 'not-found' | 'invalid-request'>;
      readonly because: string;
    };

type ChannelChange = Extract<Change, { kind: 'set-upgrade-channel' }>;
type ForceChange = Extract<Change, { kind: 'set-force-upgrade' }>;
type Creation = Extract<Change, { kind: 'create-node-pool' }>;
type Deletion = Extract<Change, { kind: 'delete-node-pool' }>;
type PoolChange = Exclude<Extract<Change, { pool: string }>, Creation | Deletion>;

const terminalStates = new Set(['Succeeded', 'Failed', 'Canceled']);

/**
 * Decides whether a change may be sent (house rule: no mutation is accepted twice).
 *
 * `maybeSent` says that an earlier attempt of this very step may have reached Azure: only then is a running
 * operation towards our goal ours to adopt; anything else that runs is someone else's and waited for.
 * A half-upgraded pool is Failed or Canceled with the target already as its version (Azure flips it at
 * acceptance), so "already there" also asks for Succeeded. Where nodes say that they were left behind (`nodesBehind`), a pool
 * that is there by Azure's word is sent once more: it continues with those.
 */
export function decideBegin(
  change: Change,
  cluster: Cluster,
  maybeSent: boolean,
  nodesBehind = false,
): BeginDecision {
  if (cluster.powerState === 'Stopped')
    return { do: 'refuse', kind: 'stopped', because: `${cluster.name} is stopped.` };
  if (change.kind === 'upgrade-control-plane') return decideControlPlane(change.to, cluster, maybeSent);
  if (change.kind === 'set-upgrade-channel') return decideChannel(change, cluster, maybeSent);
  if (change.kind === 'set-force-upgrade') return decideForce(change, cluster, maybeSent);
  if (change.kind === 'create-node-pool') return decideCreation(change, cluster, maybeSent);
  const pool = cluster.pools.find((each) => each.name === change.pool);
  if (change.kind === 'delete-node-pool') return decideDeletion(pool, cluster, maybeSent);
  return pool === undefined
    ? noPool(change.pool, cluster)
    : decidePool(change, cluster, pool, { maybeSent, nodesBehind });
}

/** Who or what stands in the way of work on a pool's nodes that Azure is not asked for; null: no one. */
export function findConcurrentOperation(
  poolName: string,
  cluster: Cluster,
): Extract<BeginDecision, { do: 'refuse' | 'wait' }> | null {
  if (cluster.powerState === 'Stopped')
    return { do: 'refuse', kind: 'stopped', because: `${cluster.name} is stopped.` };
  const pool = cluster.pools.find((each) => each.name === poolName);
  if (pool === undefined) return noPool(poolName, cluster);
  return terminalStates.has(pool.provisioningState)
    ? besides(pool, cluster)
    : busy(`node pool ${pool.name}`, pool.provisioningState, cluster);
}

function noPool(pool: string, { name }: Cluster): Extract<BeginDecision, { do: 'refuse' }> {
  return { do: 'refuse', kind: 'not-found', because: `${name} has no node pool ${pool}.` };
}

function decideControlPlane(to: string, cluster: Cluster, maybeSent: boolean): BeginDecision {
  const isOurs = maybeSent && cluster.provisioningState === 'Upgrading' && cluster.kubernetesVersion === to;
  const running = decideRunning(cluster, isOurs);
  if (running !== null) return running;
  if (cluster.provisioningState === 'Succeeded' && cluster.currentKubernetesVersion === to)
    return { do: 'nothing', because: `already ${to}` };
  return { do: 'send', eTag: cluster.eTag };
}

/**
 * A PUT on the cluster continues with whatever is half done in it, so a mere change of settings is sent only
 * where the cluster and all its pools are Succeeded.
 */
function decideChannel(change: ChannelChange, cluster: Cluster, maybeSent: boolean): BeginDecision {
  const isThere = hasChannels(change, cluster);
  const running = decideRunning(cluster, maybeSent && isThere && cluster.provisioningState === 'Updating');
  if (running !== null) return running;
  if (isThere && cluster.provisioningState === 'Succeeded')
    return { do: 'nothing', because: `its automatic upgrade channel is ${change.channel} already` };
  const half = halfDone(cluster);
  if (half !== null)
    return {
      do: 'refuse',
      kind: 'invalid-request',
      because: `${half}: a change of the channel would continue its operation`,
    };
  return { do: 'send', eTag: cluster.eTag };
}

/**
 * Switched on, it may be sent to a half-upgraded cluster: that Azure continues with what is half done, and now by force, is
 * what a person approved. Where force is off there, the same PUT would continue without it: then the operation is left to end.
 */
function decideForce({ until }: ForceChange, cluster: Cluster, maybeSent: boolean): BeginDecision {
  const isThere = momentOf(cluster.forcedUntil) === momentOf(until);
  const running = decideRunning(cluster, maybeSent && isThere && cluster.provisioningState === 'Updating');
  if (running !== null) return running;
  if (isThere)
    return { do: 'nothing', because: until === null ? 'nothing is forced' : `forced until ${until}` };
  const half = until === null ? halfDone(cluster) : null;
  if (half !== null)
    return {
      do: 'refuse',
      kind: 'invalid-request',
      because: `${half}: switching force off would continue its operation`,
    };
  return { do: 'send', eTag: cluster.eTag };
}

function momentOf(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}

/** What to do while something runs on the cluster or a pool; null: nothing runs. */
function decideRunning(cluster: Cluster, isOurs: boolean): BeginDecision | null {
  if (!terminalStates.has(cluster.provisioningState))
    return isOurs ? { do: 'adopt' } : busy(cluster.name, cluster.provisioningState, cluster);
  const busyPool = cluster.pools.find((each) => !terminalStates.has(each.provisioningState));
  return busyPool === undefined
    ? null
    : busy(`node pool ${busyPool.name}`, busyPool.provisioningState, cluster);
}

function halfDone(cluster: Cluster): string | null {
  if (cluster.provisioningState !== 'Succeeded') return `${cluster.name} is ${cluster.provisioningState}`;
  const pool = cluster.pools.find((each) => each.provisioningState !== 'Succeeded');
  return pool === undefined ? null : `node pool ${pool.name} is ${pool.provisioningState}`;
}

function hasChannels({ channel, nodeOSChannel }: ChannelChange, cluster: Cluster): boolean {
  return (
    cluster.upgradeChannel === channel &&
    (nodeOSChannel === undefined || cluster.nodeOSUpgradeChannel === nodeOSChannel)
  );
}

function decidePool(
  change: PoolChange,
  cluster: Cluster,
  pool: NodePool,
  { maybeSent, nodesBehind }: { readonly maybeSent: boolean; readonly nodesBehind: boolean },
): BeginDecision {
  if (!terminalStates.has(pool.provisioningState))
    return maybeSent && runsTowards(change, pool)
      ? { do: 'adopt' }
      : busy(`node pool ${pool.name}`, pool.provisioningState, cluster);
  const others = besides(pool, cluster);
  if (others !== null) return others;
  if ((change.kind === 'delete-machines' || change.kind === 'restart-node') && maybeSent)
    return { do: 'nothing', because: 'already sent; its state is read again' };
  if (isThere(change, pool) && !nodesBehind) return { do: 'nothing', because: 'already as wanted' };
  if (isOfSettings(change) && pool.provisioningState !== 'Succeeded')
    return {
      do: 'refuse',
      kind: 'invalid-request',
      because: `node pool ${pool.name} is ${pool.provisioningState}: a change of its settings would continue the upgrade`,
    };
  if (change.kind === 'scale-node-pool' && pool.count !== change.from)
    return {
      do: 'refuse',
      kind: 'invalid-request',
      because: `node pool ${pool.name} has ${pool.count} nodes by now instead of ${change.from}: someone has scaled it`,
    };
  return { do: 'send', eTag: pool.eTag };
}

/** Its tag says whom a pool of the wanted name was made for. It is sent with the eTag of the pool that it copies. */
function decideCreation(change: Creation, cluster: Cluster, maybeSent: boolean): BeginDecision {
  const pool = cluster.pools.find(({ name }) => name === change.pool);
  if (pool === undefined) {
    const model = cluster.pools.find(({ name }) => name === change.like);
    if (model === undefined) return noPool(change.like, cluster);
    return decideRunning(cluster, false) ?? { do: 'send', eTag: model.eTag };
  }
  const refuse = (because: string) => ({ do: 'refuse', kind: 'invalid-request', because }) as const;
  if (!isMigratedFrom(pool, change.like))
    return refuse(`${cluster.name} has a node pool ${pool.name} that was not made for ${change.like}.`);
  if (maybeSent && pool.provisioningState === 'Creating') return { do: 'adopt' };
  const running = decideRunning(cluster, false);
  if (running !== null) return running;
  if (pool.provisioningState === 'Succeeded') return { do: 'nothing', because: 'it is there already' };
  return refuse(
    `node pool ${pool.name}, which is to take the workloads of ${change.like}, is ${pool.provisioningState}; delete it (${deletePoolCommand(cluster.resourceId, pool.name)}), then retry.`,
  );
}

function decideDeletion(pool: NodePool | undefined, cluster: Cluster, maybeSent: boolean): BeginDecision {
  if (pool === undefined) return { do: 'nothing', because: 'it is gone already' };
  if (maybeSent && pool.provisioningState === 'Deleting') return { do: 'adopt' };
  return decideRunning(cluster, false) ?? { do: 'send', eTag: pool.eTag };
}

/** What runs on the cluster itself, or on another pool of it. */
function besides(pool: NodePool, cluster: Cluster): Extract<BeginDecision, { do: 'wait' }> | null {
  if (!terminalStates.has(cluster.provisioningState))
    return busy(cluster.name, cluster.provisioningState, cluster);
  const other = cluster.pools.find(
    (each) => each.name !== pool.name && !terminalStates.has(each.provisioningState),
  );
  return other === undefined ? null : busy(`node pool ${other.name}`, other.provisioningState, cluster);
}

function isOfSettings({ kind }: PoolChange): boolean {
  return kind === 'set-upgrade-settings' || kind === 'restore-upgrade-settings' || kind === 'scale-node-pool';
}

function runsTowards(change: PoolChange, pool: NodePool): boolean {
  switch (change.kind) {
    case 'upgrade-node-pool':
    case 'roll-back-node-pool':
      return pool.provisioningState === 'Upgrading' && pool.orchestratorVersion === change.to;
    case 'upgrade-node-image':
      return pool.provisioningState === 'UpgradingNodeImageVersion';
    case 'delete-machines':
      return pool.provisioningState === 'DeletingMachines';
    case 'scale-node-pool':
      return pool.provisioningState === 'Scaling' && pool.count === change.count;
    case 'restart-node':
      return false;
    case 'set-upgrade-settings':
    case 'restore-upgrade-settings':
      return pool.provisioningState === 'Updating' && settingsMatch(change.upgradeSettings, pool);
  }
}

function isThere(change: PoolChange, pool: NodePool): boolean {
  switch (change.kind) {
    case 'upgrade-node-pool':
      return pool.provisioningState === 'Succeeded' && pool.currentOrchestratorVersion === change.to;
    case 'roll-back-node-pool':
      return (
        pool.provisioningState === 'Succeeded' &&
        pool.currentOrchestratorVersion === change.to &&
        pool.nodeImageVersion === change.nodeImageVersion
      );
    case 'upgrade-node-image':
      return pool.provisioningState === 'Succeeded' && isImageAtLeast(pool.nodeImageVersion, change.to);
    case 'scale-node-pool':
      return pool.provisioningState === 'Succeeded' && pool.count === change.count;
    case 'delete-machines':
    case 'restart-node':
      return false;
    case 'set-upgrade-settings':
    case 'restore-upgrade-settings':
      return settingsMatch(change.upgradeSettings, pool);
  }
}

function settingsMatch(
  { upgradeStrategy, upgradeSettingsBlueGreen = {}, ...rolling }: SentSettings,
  pool: NodePool,
): boolean {
  return (
    (upgradeStrategy === undefined || pool.upgradeStrategy === upgradeStrategy) &&
    hasAll(pool.upgradeSettingsBlueGreen, upgradeSettingsBlueGreen) &&
    hasAll(pool.upgradeSettings, rolling)
  );
}

function hasAll<Settings extends object>(own: Settings, wanted: Settings): boolean {
  return Object.entries(wanted).every(([name, value]) => own[name as keyof Settings] === value);
}

function busy(what: string, state: string, cluster: Cluster): Extract<BeginDecision, { do: 'wait' }> {
  const suspicion = suspectAks(state, cluster);
  const more = suspicion === '' ? '' : ` (${suspicion})`;
  return { do: 'wait', because: `${what} is ${state}: another operation runs${more}` };
}

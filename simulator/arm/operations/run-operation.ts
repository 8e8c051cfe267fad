import type { AgentPool, UsedVersion } from '../../cluster/agent-pool.ts';
import { durations } from '../../cluster/lifecycle.ts';
import type { ManagedCluster } from '../../cluster/managed-cluster.ts';
import type { Operation, OperationError } from '../../cluster/operation.ts';
import { isObject, type JsonObject } from '../../values/json-value.ts';
import type { World } from '../../world/world.ts';
import { BlueGreenUpgrade } from './blue-green-upgrade.ts';
import { RollingUpgrade } from './rolling-upgrade.ts';
import { scalePool } from './scale-pool.ts';

/** A pool and the version it is to have; its image always becomes the newest. */
export interface PoolTarget {
  readonly pool: AgentPool;
  readonly version: string;
}

/** Starts a version upgrade of one pool, or continues with the one it is half through. */
export function runPoolUpgrade(world: World, cluster: ManagedCluster, target: PoolTarget): Operation {
  const { pool, version } = target;
  const subject = { pool: pool.name, from: pool.version, to: version, word: 'Upgrading' };
  const operation = world.begin(cluster, { kind: 'node-pool-upgrade', ...subject });
  if (pool.version !== version) {
    rememberUsed(world, pool);
    pool.goalImage = null;
  }
  claimVersion(pool, version);
  roll(world, cluster, pool, operation, (error) => settle(world, cluster, operation, error));
  return operation;
}

export function runImageUpgrade(world: World, cluster: ManagedCluster, pool: AgentPool): Operation {
  const to = world.latestImage(pool);
  const subject = { pool: pool.name, from: pool.image, to, word: 'UpgradingNodeImageVersion' };
  const operation = world.begin(cluster, { kind: 'node-image-upgrade', ...subject });
  if (pool.image !== to) rememberUsed(world, pool);
  pool.imageGoneBackTo = null;
  roll(world, cluster, pool, operation, (error) => settle(world, cluster, operation, error), to);
  return operation;
}

/** Back to the pair that the pool left last; it cannot be left that way twice in a row. */
export function runRollback(
  world: World,
  cluster: ManagedCluster,
  pool: AgentPool,
  to: UsedVersion,
): Operation {
  const subject = { pool: pool.name, from: pool.version, to: to.version, word: 'Upgrading' };
  const operation = world.begin(cluster, { kind: 'rollback', ...subject });
  pool.recentlyUsed = [];
  claimVersion(pool, to.version);
  pool.imageGoneBackTo = to.image;
  roll(world, cluster, pool, operation, (error) => settle(world, cluster, operation, error), to.image);
  return operation;
}

/** Control plane first, then the pools that the same request named, one after the other. */
export function runClusterUpgrade(
  world: World,
  cluster: ManagedCluster,
  version: string,
  pools: readonly PoolTarget[],
): Operation {
  const subject = { pool: null, from: cluster.version, to: version, word: 'Upgrading' };
  const operation = world.begin(cluster, { kind: 'control-plane-upgrade', ...subject });
  operation.status = 'ProvisioningControlPlane';
  cluster.properties = { ...cluster.properties, currentKubernetesVersion: version };
  for (const { pool, version: own } of pools) {
    if (pool.version !== own) rememberUsed(world, pool);
    claimVersion(pool, own);
  }
  world.later(operation, durations.controlPlane, () => {
    const failure = world.failureOf(operation);
    if (failure === undefined) {
      if (world.faultOf(operation, 'false-success') === undefined)
        cluster.kubernetes.setControlPlaneVersion(version);
      rollAll(world, cluster, operation, pools);
    } else {
      cluster.properties = { ...cluster.properties, currentKubernetesVersion: subject.from };
      settle(world, cluster, operation, failure);
    }
  });
  return operation;
}

/**
 * Takes machines out of a pool. One that was quarantined has its surge node in its place, which then counts as the
 * pool's own; any other leaves the pool smaller. A pool whose upgrade failed stays Failed until a PUT finds nothing left to do.
 */
export function runDeleteMachines(
  world: World,
  cluster: ManagedCluster,
  pool: AgentPool,
  names: readonly string[],
): Operation {
  const { provisioningState } = pool.properties;
  const subject = { pool: pool.name, from: null, to: null, word: 'DeletingMachines' };
  const operation = world.begin(cluster, { kind: 'delete-machines', ...subject });
  world.later(operation, durations.surgeRemoval, () => {
    const failure = world.failureOf(operation);
    if (failure === undefined) for (const name of names) deleteMachine(cluster, pool, name);
    settle(world, cluster, operation, failure ?? null);
    if (provisioningState !== 'Succeeded') pool.properties = { ...pool.properties, provisioningState };
  });
  return operation;
}

/** Its nodes join all at once. */
export function runCreatePool(world: World, cluster: ManagedCluster, pool: AgentPool): Operation {
  const subject = { pool: pool.name, from: null, to: pool.version, word: 'Creating' };
  const operation = world.begin(cluster, { kind: 'create-pool', ...subject });
  operation.status = `CreatingAgentPool: 0/${Number(pool.properties.count)} nodes completed`;
  world.later(operation, durations.surgeNode[pool.osType], () => {
    const failure = world.failureOf(operation);
    if (failure === undefined) scalePool(world, cluster, pool.name, Number(pool.properties.count));
    settle(world, cluster, operation, failure ?? null);
  });
  return operation;
}

export function runDeletePool(world: World, cluster: ManagedCluster, pool: AgentPool): Operation {
  const subject = { pool: pool.name, from: pool.version, to: null, word: 'Deleting' };
  const operation = world.begin(cluster, { kind: 'delete-pool', ...subject });
  world.later(operation, durations.surgeRemoval, () => {
    const failure = world.failureOf(operation);
    if (failure === undefined) {
      scalePool(world, cluster, pool.name, 0);
      cluster.pools.splice(cluster.pools.indexOf(pool), 1);
    }
    settle(world, cluster, operation, failure ?? null);
  });
  return operation;
}

/** Nodes come, or the last ones go. */
export function runScale(world: World, cluster: ManagedCluster, pool: AgentPool, count: number): Operation {
  const before = cluster.kubernetes.nodes(pool.name).length;
  const subject = { pool: pool.name, from: String(before), to: String(count), word: 'Scaling' };
  const operation = world.begin(cluster, { kind: 'scale', ...subject });
  world.later(operation, durations.surgeNode[pool.osType], () => {
    const failure = world.failureOf(operation);
    if (failure === undefined) scalePool(world, cluster, pool.name, count);
    settle(world, cluster, operation, failure ?? null);
  });
  return operation;
}

function deleteMachine(cluster: ManagedCluster, pool: AgentPool, name: string): void {
  cluster.kubernetes.removeNode(name);
  const [substitute] = pool.surge;
  const isSurge = pool.surge.delete(name);
  if (isSurge) return;
  if (substitute === undefined)
    pool.properties = { ...pool.properties, count: Number(pool.properties.count) - 1 };
  else pool.surge.delete(substitute);
}

/** An operation that changes nothing but what the request already wrote: settings, tags, or someone else's work. */
export function runSettings(
  world: World,
  cluster: ManagedCluster,
  pool: AgentPool | null,
  kind: 'settings' | 'tags' | 'other' = 'settings',
  seconds: readonly [number, number] = durations.settings,
): Operation {
  const subject = { pool: pool?.name ?? null, from: null, to: null, word: 'Updating' };
  const operation = world.begin(cluster, { kind, ...subject });
  world.later(operation, seconds, () =>
    settle(world, cluster, operation, world.failureOf(operation) ?? null),
  );
  return operation;
}

/** Someone else's work keeps the cluster busy, unless it is busy already. */
export function startForeignOperation(world: World, cluster: ManagedCluster, minutes: number): void {
  if (cluster.running.size === 0) runSettings(world, cluster, null, 'other', [minutes * 60, minutes * 60]);
}

/** It is done before its time. */
export function endForeignOperations(world: World, cluster: ManagedCluster): void {
  for (const operation of cluster.running)
    if (operation.kind === 'other') settle(world, cluster, operation, null);
}

/** Cancels what runs on the pool (or, without one, on the cluster). Nothing that it did is undone. */
export function runAbort(
  world: World,
  cluster: ManagedCluster,
  pool: AgentPool | null,
  targets: readonly Operation[],
): Operation {
  const subject = { pool: pool?.name ?? null, from: null, to: null, word: 'Canceling' };
  const operation = world.begin(cluster, { kind: 'abort', ...subject });
  world.later(operation, durations.abort, () => {
    const error = { code: 'OperationCanceled', message: 'The operation was canceled by an abort request.' };
    for (const target of targets) world.finish(cluster, target, 'Canceled', error);
    if (pool === null) {
      cluster.properties = { ...cluster.properties, provisioningState: 'Canceled' };
      world.refreshTags(cluster, null);
    }
    world.finish(cluster, operation, 'Succeeded');
  });
  return operation;
}

function rollAll(
  world: World,
  cluster: ManagedCluster,
  operation: Operation,
  pools: readonly PoolTarget[],
): void {
  const [next, ...rest] = pools;
  if (next === undefined) settle(world, cluster, operation, null);
  else
    roll(world, cluster, next.pool, operation, (error) => {
      if (error !== null) settle(world, cluster, operation, error);
      else rollAll(world, cluster, operation, rest);
    });
}

/** Carries a pool to its version and to an image: the given one, or the one it was on its way to or went back to, or the newest. */
function roll(
  world: World,
  cluster: ManagedCluster,
  pool: AgentPool,
  operation: Operation,
  onDone: (error: OperationError | null) => void,
  image: string = pool.goalImage ?? pool.imageGoneBackTo ?? world.latestImage(pool),
): void {
  const goal = { version: pool.version, image };
  pool.goalImage = image;
  const Upgrade = pool.isBlueGreen ? BlueGreenUpgrade : RollingUpgrade;
  new Upgrade(world, { cluster, pool, operation }, goal, (error) => {
    if (error === null) {
      pool.goalImage = null;
      pool.properties = { ...pool.properties, nodeImageVersion: image };
    }
    onDone(error);
  }).start();
}

function settle(
  world: World,
  cluster: ManagedCluster,
  operation: Operation,
  error: OperationError | null,
): void {
  if (error === null) {
    loseSetting(world, cluster, operation);
    world.finish(cluster, operation, 'Succeeded');
  } else world.finish(cluster, operation, 'Failed', { code: error.code, message: error.message });
}

/** As in recorded traffic, the current version is the new one from the moment the request is accepted. */
function claimVersion(pool: AgentPool, version: string): void {
  if (pool.version !== version) pool.imageGoneBackTo = null;
  pool.properties = { ...pool.properties, orchestratorVersion: version, currentOrchestratorVersion: version };
}

/** The pair that a later rollback could go back to, newest first. */
function rememberUsed(world: World, pool: AgentPool): void {
  const left = { version: pool.version, image: pool.image, leftMs: world.queue.now() };
  pool.recentlyUsed = [left, ...pool.recentlyUsed];
}

/** With this fault an operation succeeds and a setting of the cluster is lost. */
function loseSetting(world: World, cluster: ManagedCluster, operation: Operation): void {
  const fault = world.faultOf(operation, 'setting-lost');
  if (fault === undefined) return;
  cluster.properties = withoutPath(cluster.properties, fault.setting.split('.'));
}

function withoutPath(owner: JsonObject, [key = '', ...rest]: readonly string[]): JsonObject {
  const { [key]: own, ...others } = owner;
  if (rest.length === 0 || !isObject(own)) return others;
  return { ...owner, [key]: withoutPath(own, rest) };
}

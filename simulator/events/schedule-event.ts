import { endForeignOperations, startForeignOperation } from '../arm/operations/run-operation.ts';
import { scalePool } from '../arm/operations/scale-pool.ts';
import { runPowerChange } from '../arm/write/power.ts';
import type { ManagedCluster } from '../cluster/managed-cluster.ts';
import type { ScheduledEvent } from '../fleet/scheduled-events.ts';
import { durationMs } from '../values/duration.ts';
import { objectAt, textAt } from '../values/json-value.ts';
import { isSameName } from '../values/same-name.ts';
import type { World } from '../world/world.ts';
import { runAutoUpgrade } from './auto-upgrade.ts';

/** Runs it at its time, counted from `fromMs`; an occurrence that finds the cluster busy is skipped. */
export function scheduleEvent(world: World, scheduledEvent: ScheduledEvent, fromMs: number): void {
  const atMs = fromMs + durationMs(scheduledEvent.after);
  world.queue.schedule(atMs, () => {
    for (const cluster of clustersNamed(world, scheduledEvent.cluster))
      runEvent(world, cluster, scheduledEvent);
    if (scheduledEvent.every !== undefined)
      scheduleEvent(world, { ...scheduledEvent, after: scheduledEvent.every }, atMs);
  });
}

function clustersNamed({ clusters }: World, wanted: string): readonly ManagedCluster[] {
  return clusters.filter(({ name }) => isSameName(name, wanted));
}

function runEvent(world: World, cluster: ManagedCluster, scheduledEvent: ScheduledEvent): void {
  if (scheduledEvent.kind === 'foreign-operation-ends') {
    endForeignOperations(world, cluster);
    return;
  }
  if (scheduledEvent.kind === 'patches') {
    installPatches(cluster, scheduledEvent);
    return;
  }
  if (scheduledEvent.kind === 'callers-stop') {
    cluster.kubernetes.stopDeprecatedCalls();
    return;
  }
  if (scheduledEvent.kind === 'helm-upgrade') {
    cluster.kubernetes.installRelease({ revision: 1, ...scheduledEvent.release });
    return;
  }
  if (scheduledEvent.kind === 'spot-eviction') {
    evictSpotNodes(cluster, scheduledEvent);
    return;
  }
  if (cluster.running.size > 0) return;
  switch (scheduledEvent.kind) {
    case 'foreign-operation':
      startForeignOperation(world, cluster, scheduledEvent.minutes);
      return;
    case 'autoscale':
      scalePool(world, cluster, scheduledEvent.pool, scheduledEvent.count);
      return;
    case 'auto-upgrade':
      runAutoUpgrade(world, cluster);
      return;
    case 'stop':
    case 'start':
      if (cluster.isStopped !== (scheduledEvent.kind === 'stop'))
        runPowerChange(world, cluster, scheduledEvent.kind);
  }
}

/** Azure takes ready Spot machines back, whatever runs on them; the pool's count stays. */
function evictSpotNodes(
  { kubernetes, pools }: ManagedCluster,
  { pool: wanted, nodes }: Extract<ScheduledEvent, { kind: 'spot-eviction' }>,
): void {
  const pool = pools.find(({ name }) => isSameName(name, wanted));
  if (pool === undefined || pool.properties.scaleSetPriority !== 'Spot') return;
  const evicted = kubernetes.nodes(pool.name).filter(({ ready, unschedulable }) => ready && !unschedulable);
  for (const { name } of evicted.slice(0, nodes)) kubernetes.removeNode(name);
}

/** A scheduled run of apt or dnf on Linux nodes. NodeImage and SecurityPatch switch it off (AKS, "Autoupgrade node OS images"). */
function installPatches(
  cluster: ManagedCluster,
  { pool: wanted, nodes: most }: { readonly pool?: string | undefined; readonly nodes?: number | undefined },
): void {
  const channel =
    textAt(objectAt(cluster.properties, 'autoUpgradeProfile'), 'nodeOSUpgradeChannel') ?? 'None';
  if (channel !== 'None' && channel !== 'Unmanaged') return;
  for (const { name, osType } of cluster.pools) {
    if (osType !== 'Linux' || (wanted !== undefined && !isSameName(name, wanted))) continue;
    for (const node of cluster.kubernetes.nodes(name).slice(0, most))
      cluster.kubernetes.installPatches(node.name);
  }
}

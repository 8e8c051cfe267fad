import type { ManagedCluster } from '../arm/cluster/managed-cluster.ts';
import { endForeignOperations, startForeignOperation } from '../arm/operations/run-operation.ts';
import { scalePool } from '../arm/operations/scale-pool.ts';
import { isSame } from '../arm/request/arm-call.ts';
import { runPowerChange } from '../arm/write/power.ts';
import type { ScheduledEvent } from '../fleet/scheduled-events.ts';
import { durationMs } from '../values/duration.ts';
import type { World } from '../world/world.ts';
import { runAutoUpgrade } from './auto-upgrade.ts';
import { installPatches } from './install-patches.ts';

/** Lets it happen at its time, counted from `fromMs`; one that finds the cluster busy is left out that time. */
export function scheduleEvent(world: World, scheduledEvent: ScheduledEvent, fromMs: number): void {
  const atMs = fromMs + durationMs(scheduledEvent.after);
  world.queue.schedule(atMs, () => {
    for (const cluster of clustersNamed(world, scheduledEvent.cluster))
      happen(world, cluster, scheduledEvent);
    if (scheduledEvent.every !== undefined)
      scheduleEvent(world, { ...scheduledEvent, after: scheduledEvent.every }, atMs);
  });
}

function clustersNamed({ clusters }: World, wanted: string): readonly ManagedCluster[] {
  return clusters.filter(({ name }) => isSame(name, wanted));
}

function happen(world: World, cluster: ManagedCluster, scheduledEvent: ScheduledEvent): void {
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

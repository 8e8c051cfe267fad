import { isSame } from './arm/arm-call.ts';
import type { ManagedCluster } from './arm/managed-cluster.ts';
import { runPowerChange } from './arm/power.ts';
import { endForeignOperations, startForeignOperation } from './arm/run-operation.ts';
import { scalePool } from './arm/scale-pool.ts';
import { runAutoUpgrade } from './auto-upgrade.ts';
import { durationMs } from './duration.ts';
import type { Happening } from './happenings.ts';
import { installPatches } from './install-patches.ts';
import type { World } from './world.ts';

/** Lets it happen at its time, counted from `fromMs`; one that finds the cluster busy is left out that time. */
export function scheduleEvent(world: World, scheduledEvent: Happening, fromMs: number): void {
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

function happen(world: World, cluster: ManagedCluster, scheduledEvent: Happening): void {
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

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
export function scheduleHappening(world: World, happening: Happening, fromMs: number): void {
  const atMs = fromMs + durationMs(happening.after);
  world.queue.schedule(atMs, () => {
    for (const cluster of clustersNamed(world, happening.cluster)) happen(world, cluster, happening);
    if (happening.every !== undefined)
      scheduleHappening(world, { ...happening, after: happening.every }, atMs);
  });
}

function clustersNamed({ clusters }: World, wanted: string): readonly ManagedCluster[] {
  return clusters.filter(({ name }) => isSame(name, wanted));
}

function happen(world: World, cluster: ManagedCluster, happening: Happening): void {
  if (happening.kind === 'foreign-operation-ends') {
    endForeignOperations(world, cluster);
    return;
  }
  if (happening.kind === 'patches') {
    installPatches(cluster, happening);
    return;
  }
  if (happening.kind === 'callers-stop') {
    cluster.kubernetes.stopDeprecatedCalls();
    return;
  }
  if (happening.kind === 'helm-upgrade') {
    cluster.kubernetes.installRelease({ revision: 1, ...happening.release });
    return;
  }
  if (cluster.running.size > 0) return;
  switch (happening.kind) {
    case 'foreign-operation':
      startForeignOperation(world, cluster, happening.minutes);
      return;
    case 'autoscale':
      scalePool(world, cluster, happening.pool, happening.count);
      return;
    case 'auto-upgrade':
      runAutoUpgrade(world, cluster);
      return;
    case 'stop':
    case 'start':
      if (cluster.isStopped !== (happening.kind === 'stop')) runPowerChange(world, cluster, happening.kind);
  }
}

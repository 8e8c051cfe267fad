import { z } from 'zod';
import type { ManagedCluster } from './arm/managed-cluster.ts';
import { runPowerChange } from './arm/power.ts';
import { startForeignOperation } from './arm/run-operation.ts';
import { scalePool } from './arm/scale-pool.ts';
import { runAutoUpgrade } from './auto-upgrade.ts';
import { durationMs, durationText } from './duration.ts';
import type { World } from './world.ts';

const common = {
  cluster: z.string().describe('every cluster of this name'),
  after: durationText.describe('simulated time from the beginning, or from when it was posted'),
  every: durationText.optional().describe('again and again at this distance'),
};

/** What others do to the fleet while we look. A fleet file's `happenings` and `POST /_simulator/happenings` take it. */
export const happeningSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('foreign-operation'),
    ...common,
    minutes: z.number().positive().default(10),
  }),
  z.strictObject({
    kind: z.literal('autoscale'),
    ...common,
    pool: z.string(),
    count: z.int().min(0).max(1000).describe('how many nodes the autoscaler wants'),
  }),
  z.strictObject({ kind: z.literal('auto-upgrade'), ...common }),
  z.strictObject({ kind: z.literal('stop'), ...common }),
  z.strictObject({ kind: z.literal('start'), ...common }),
]);

export type Happening = z.output<typeof happeningSchema>;

/** Lets it happen at its time, counted from `fromMs`; one that finds the cluster busy is left out that time. */
export function scheduleHappening(world: World, happening: Happening, fromMs: number): void {
  const atMs = fromMs + durationMs(happening.after);
  world.queue.schedule(atMs, () => {
    for (const cluster of world.clusters.filter(({ name }) => name === happening.cluster))
      happen(world, cluster, happening);
    if (happening.every !== undefined)
      scheduleHappening(world, { ...happening, after: happening.every }, atMs);
  });
}

function happen(world: World, cluster: ManagedCluster, happening: Happening): void {
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

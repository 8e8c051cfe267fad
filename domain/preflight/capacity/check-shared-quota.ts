import type { Cluster } from '../../fleet/fleet.ts';
import type { PlanStep } from '../../plan/contents/plan.ts';
import type { PreflightFinding } from '../findings/preflight-finding.ts';
import type { CoreUsage } from '../findings/preflight-readings.ts';
import { surgingPools } from './surging-pools.ts';
import { vcpuNeedsOf } from './vcpu-needs.ts';

export interface QuotaOfCluster {
  readonly cluster: Cluster;
  readonly steps: readonly PlanStep[];
  readonly usages: readonly CoreUsage[];
}

interface Wish {
  readonly cluster: Cluster;
  readonly usage: CoreUsage;
  /** The most that it takes at a time. */
  readonly vcpus: number;
}

/**
 * Whether the clusters of a stage that run side by side have room for their surges together: in each region of each
 * subscription the largest `atATime` surges against each line of its quota. A line that has no room for one of them alone is said
 * of that cluster already. Only a warning, for whether they really surge at the same moment is not known.
 */
export function checkSharedQuota(
  clusters: readonly QuotaOfCluster[],
  atATime: number,
): readonly PreflightFinding[] {
  const groups = Map.groupBy(clusters.flatMap(wishesOf), ({ cluster, usage }) =>
    [cluster.subscriptionId, cluster.location, usage.family].join(' ').toLowerCase(),
  );
  return [...groups.values()].flatMap((wishes) => {
    const largest = wishes.toSorted((a, b) => b.vcpus - a.vcpus).slice(0, atATime);
    const { used, limit, family } = wishes[0]!.usage;
    const free = limit - used;
    const wanted = largest.reduce((sum, { vcpus }) => sum + vcpus, 0);
    if (wanted <= free || largest[0]!.vcpus > free) return [];
    const { location } = wishes[0]!.cluster;
    return wishes.map(({ cluster }) => ({
      check: 'quota',
      level: 'warning',
      cluster: cluster.name,
      pool: null,
      what: `quota ${family} in ${location} is too small for the surge nodes of ${largest.length} clusters at a time`,
      why: `together they may need ${wanted} vCPUs; ${used} of ${limit} are in use`,
      todo: "raise the quota, or lower the stage's maxConcurrency or maxSurge",
      evidence: [],
    }));
  });
}

/** One pool of a cluster surges at a time: of each line, what the hungriest takes. */
function wishesOf({ cluster, steps, usages }: QuotaOfCluster): readonly Wish[] {
  const wishes = surgingPools(cluster, steps).flatMap(({ pool, surge }) => {
    const { perMachine, own, all } = vcpuNeedsOf(pool, usages);
    if (perMachine === null) return [];
    return [own, all].flatMap((usage) =>
      usage === undefined ? [] : [{ cluster, usage, vcpus: surge * perMachine }],
    );
  });
  return [...Map.groupBy(wishes, ({ usage }) => usage.family).values()].map((alike) =>
    alike.reduce((most, each) => (each.vcpus > most.vcpus ? each : most)),
  );
}

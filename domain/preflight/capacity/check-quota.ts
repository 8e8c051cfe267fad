import type { Cluster } from '../../fleet/fleet.ts';
import type { PlanStep } from '../../plan/contents/plan.ts';
import type { Found } from '../findings/preflight-finding.ts';
import type { CoreUsage } from '../findings/preflight-readings.ts';
import { type SurgingPool, surgingPools } from './surging-pools.ts';
import { vcpuNeedsOf } from './vcpu-needs.ts';

/** Whether the region's vCPUs suffice for the surge nodes of each pool; one pool surges at a time. */
export function checkQuota(
  cluster: Cluster,
  steps: readonly PlanStep[],
  usages: readonly CoreUsage[],
): readonly Found[] {
  return surgingPools(cluster, steps).flatMap((each) => judgePool(cluster, each, usages));
}

function judgePool(
  { location }: Cluster,
  { pool, surge, nodes, fewer }: SurgingPool,
  usages: readonly CoreUsage[],
): readonly Found[] {
  const { name, vmSize } = pool;
  const { perMachine: vcpus, family, own, all } = vcpuNeedsOf(pool, usages);
  const about = { check: 'quota', pool: name, evidence: [] } as const;
  const look = `check manually (az vm list-usage -l ${location})`;
  if (vcpus === null)
    return [
      {
        ...about,
        level: 'unknown',
        what: `unknown whether the quota suffices for ${nodes}`,
        why: `the vCPU count of ${vmSize} is unknown`,
        todo: look,
      },
    ];
  const wanted = surge * vcpus;
  const short = [all, own].flatMap((each) =>
    each !== undefined && each.used + wanted > each.limit ? [each] : [],
  );
  if (short.length > 0)
    return short.map((usage) => ({
      ...about,
      level: 'blocker',
      what: `quota ${usage.family} in ${location} is too small for ${nodes}`,
      why: `${surge} × ${vmSize} need ${wanted} vCPUs; ${usage.used} of ${usage.limit} are in use`,
      todo: `raise the quota, or ${fewer}`,
    }));
  if (own !== undefined) return [];
  return [
    {
      ...about,
      level: 'unknown',
      what: `unknown whether the quota of its VM family suffices for ${nodes}`,
      why: `Azure reports no usage of family ${family ?? vmSize} in ${location}`,
      todo: look,
    },
  ];
}

import type { Cluster } from '../../fleet/fleet.ts';
import type { PlanStep } from '../../plan/contents/plan.ts';
import { replacesNodes } from '../../plan/contents/replaces-nodes.ts';
import { osSupportOf } from '../../version/os-support.ts';
import { supportEnds } from '../../version/support-calendar.ts';
import { type Found, firstNames } from '../findings/preflight-finding.ts';

const dayMs = 24 * 3_600_000;
const soonMs = 60 * dayMs;
/** Another system is another pool, or new nodes for all of one. */
const soonForSystemsMs = 180 * dayMs;

/** Whether what comes out of these steps is, or soon will be, out of support; `now` in ms since the epoch. */
export function checkSupport(cluster: Cluster, steps: readonly PlanStep[], now: number): readonly Found[] {
  return [...ofTarget(cluster, steps, now), ...ofSystems(cluster, steps, now)];
}

function ofTarget({ supportPlan }: Cluster, steps: readonly PlanStep[], now: number): readonly Found[] {
  const target = steps.findLast(
    ({ action }) => action === 'upgrade-control-plane' || action === 'upgrade-node-pool',
  )?.to;
  const ends = target === undefined ? null : supportEnds(target);
  if (target === undefined || ends === null || supportPlan === 'AKSLongTermSupport') return [];
  if (ends - now > soonMs) return [];
  return [
    {
      check: 'supportWindow',
      level: 'blocker',
      pool: null,
      what: `${target} ${ends <= now ? 'is out of' : 'will soon be out of'} support`,
      why: `Azure supports it until the end of ${new Date(ends - 1).toISOString().slice(0, 7)}`,
      todo: 'choose a later minor, or plan the next campaign now',
      evidence: [],
    },
  ];
}

function ofSystems(cluster: Cluster, steps: readonly PlanStep[], now: number): readonly Found[] {
  const changed = cluster.pools.filter(({ name }) =>
    steps.some((step) => step.pool === name && replacesNodes(step)),
  );
  const ending = changed.flatMap((pool) => {
    const system = osSupportOf(pool.osSKU, pool.nodeImageVersion);
    return system !== null && system.supportEnds - now <= soonForSystemsMs ? [{ pool, system }] : [];
  });
  return [...Map.groupBy(ending, ({ system }) => system.name)].map(([name, alike]) => {
    const { supportEnds: ends, imagesEnd, isWindows } = alike[0]!.system;
    return {
      check: 'supportWindow',
      level: 'blocker',
      pool: null,
      what: `${name} ${ends <= now ? 'is out of' : 'will soon be out of'} support`,
      why: `support ${ends <= now ? 'ended' : 'ends'} ${day(ends)}; ${imagesEnd <= now ? 'no images since' : 'no images from'} ${day(imagesEnd)}`,
      todo: isWindows
        ? 'move the workloads to a new pool with a later Windows Server (upgrade.type: Migrate)'
        : 'change the OS SKU (az aks nodepool update -g GROUP --cluster-name CLUSTER -n POOL --os-sku SKU), which recreates its nodes',
      evidence: firstNames(alike.map(({ pool }) => pool.name)),
    };
  });
}

function day(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

import { compareVersions, parseVersion } from '../version/kubernetes-version.ts';
import { planPath } from '../version/upgrade-path.ts';
import type { ClusterTerms } from './campaign.ts';
import { poolObstacle } from './cluster-obstacles.ts';
import type { Cluster, NodePool, OfferedMinor } from './fleet.ts';
import { matchesGlob } from './glob.ts';
import type { PlanStep } from './plan.ts';
import { poolStrategy, settingsRefusal } from './pool-settings.ts';
import { surgeNodes } from './surge.ts';
import { hasTagNamed } from './tags.ts';

/** What the steps of one pool are planned from. */
export interface PoolContext {
  readonly campaign: ClusterTerms;
  readonly cluster: Cluster;
  readonly offers: readonly OfferedMinor[];
  /** What an earlier plan pinned; null: it is found from what is on offer. */
  readonly pinned: Journey | null;
}

export interface Journey {
  /** The control plane's versions to come, in order; none where it is there already or stays. */
  readonly hops: readonly string[];
  readonly target: string;
}

export type PoolPlan =
  | { readonly ok: true; readonly steps: readonly PlanStep[] }
  | { readonly ok: false; readonly reason: string };

/** Why a pool stays as it is while its cluster is upgraded; null: it takes part. */
export function leftOutBecause(pool: NodePool, campaign: ClusterTerms): string | null {
  const { holdTag, pools } = campaign.cluster;
  if (pools.exclude.some((glob) => matchesGlob(glob, pool.name))) return 'excluded by the campaign';
  if (hasTagNamed(pool.tags, holdTag)) return `held back by its tag ${holdTag}`;
  return pool.powerState === 'Stopped' ? 'it is stopped' : null;
}

/** The steps from `standing` (the pool's version by then) to `version`: one, or one a minor where it lags. */
export function planPool(pool: NodePool, standing: string, version: string, context: PoolContext): PoolPlan {
  if (isReached(standing, version)) return { ok: true, steps: [] };
  const { campaign, cluster, offers } = context;
  const path = planPath({
    from: standing,
    target: version,
    offers,
    supportPlan: cluster.supportPlan,
    allowMultipleHops: campaign.upgrade.allowMultipleHops,
  });
  if (!path.ok) return refuse(pool, path.reason);
  const strategy = poolStrategy(campaign.nodePools, pool);
  const obstacle = poolObstacle(pool);
  if (obstacle !== null) return { ok: false, reason: obstacle };
  const refusal = settingsRefusal(pool, strategy) ?? windowsRefusal(pool, version);
  if (refusal !== null) return refuse(pool, refusal);
  const starts = [standing, ...path.hops];
  const surge = surgeNodes({ ...pool.upgradeSettings, ...strategy.upgradeSettings }, pool.count);
  const steps = path.hops.map(
    (to, index): PlanStep => ({
      action: 'upgrade-node-pool',
      pool: pool.name,
      from: starts[index] ?? standing,
      to,
      image: {
        from: index === 0 ? pool.nodeImageVersion : (pool.latestNodeImageVersion ?? pool.nodeImageVersion),
        to: pool.latestNodeImageVersion,
      },
      nodes: pool.count,
      surge,
      reason: null,
      strategy,
    }),
  );
  return { ok: true, steps };
}

/** Stands in the plan for a pool that nothing is done to. */
export function idlePool(pool: NodePool, reason: string): PlanStep {
  const version = pool.currentOrchestratorVersion;
  return {
    action: 'none',
    pool: pool.name,
    from: version,
    to: version,
    image: { from: pool.nodeImageVersion, to: pool.nodeImageVersion },
    nodes: pool.count,
    surge: 0,
    reason,
    strategy: null,
  };
}

function isReached(standing: string, version: string): boolean {
  return parseVersion(standing) !== null && compareVersions(standing, version) >= 0;
}

/** AKS: Windows Server 2019 ends with 1.32; another Windows version is another node pool. */
function windowsRefusal(pool: NodePool, version: string): string | null {
  const isServer2019 = pool.osSKU === 'Windows2019' || pool.nodeImageVersion.startsWith('AKSWindows-2019');
  return isServer2019 && compareVersions(version, '1.33') >= 0
    ? 'AKS has no Windows Server 2019 from 1.33 on; move to a pool with Windows Server 2022, or exclude it'
    : null;
}

function refuse(pool: NodePool, reason: string): PoolPlan {
  return { ok: false, reason: `node pool ${pool.name}: ${reason}` };
}

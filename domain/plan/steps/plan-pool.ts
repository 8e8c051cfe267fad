import type { ClusterTerms, VersionUpgrade } from '../../campaign/campaign.ts';
import { type Cluster, hasTagNamed, type NodePool, type OfferedMinor } from '../../fleet/fleet.ts';
import { matchesGlob } from '../../text/glob.ts';
import { compareVersions, parseVersion } from '../../version/kubernetes-version.ts';
import { osChange, osRefusal } from '../../version/os-support.ts';
import { planPath } from '../../version/upgrade-path.ts';
import type { PlanStep } from '../contents/plan.ts';
import { isBroken, poolObstacle, unclearPool } from './cluster-obstacles.ts';
import { poolStrategy, settingsRefusal, upgradeShape } from './pool-settings.ts';

/** What the steps of one pool are planned from. */
export interface PoolContext {
  readonly campaign: VersionTerms;
  readonly cluster: Cluster;
  readonly offers: readonly OfferedMinor[];
  /** What an earlier plan pinned; null: it is found from what is on offer. */
  readonly pinned: Journey | null;
}

/** Of a campaign that goes to a version. */
type VersionTerms = ClusterTerms & { readonly upgrade: VersionUpgrade };

export interface Journey {
  /** The control plane's versions to come, in order; none where it is there already or stays. */
  readonly hops: readonly string[];
  readonly target: string;
}

export type PoolPlan =
  | { readonly ok: true; readonly steps: readonly PlanStep[] }
  | { readonly ok: false; readonly reason: string };

/** Why a pool stays as it is while its cluster is upgraded; null: it takes part. */
export function skippedBecause(pool: NodePool, campaign: ClusterTerms): string | null {
  const { holdTag, pools } = campaign.cluster;
  if (pools.exclude.some((glob) => matchesGlob(glob, pool.name))) return 'excluded by the campaign';
  if (hasTagNamed(pool.tags, holdTag)) return `blocked by its tag ${holdTag}`;
  if (pool.mode === 'ManagedSystem') return 'AKS alone manages and upgrades it (mode ManagedSystem)';
  if (pool.mode === 'Machines') return 'each of its machines has a version of its own (mode Machines)';
  return pool.powerState === 'Stopped' ? 'it is stopped' : null;
}

/** The steps from `standing` (the pool's version by then) to `version`: one, or one a minor where it lags. */
export function planPool(pool: NodePool, standing: string, version: string, context: PoolContext): PoolPlan {
  const { campaign, cluster, offers } = context;
  const unclear = unclearPool(pool);
  if (unclear !== null) return { ok: false, reason: unclear };
  if (isReached(standing, version))
    return isHalfThere(pool, version)
      ? planUpgrade(pool, version, [version], { campaign, reason: halfText(pool) })
      : { ok: true, steps: [] };
  const path = planPath({
    from: standing,
    target: version,
    offers,
    supportPlan: cluster.supportPlan,
    allowMultipleHops: campaign.upgrade.allowMultipleHops,
  });
  if (!path.ok) return refuse(pool, path.reason);
  const obstacle = poolObstacle(pool);
  if (obstacle !== null) return { ok: false, reason: obstacle };
  return planUpgrade(pool, standing, path.hops, { campaign, reason: null });
}

interface UpgradeTerms {
  readonly campaign: ClusterTerms;
  readonly reason: string | null;
}

/** A step a hop, by the campaign's settings. */
function planUpgrade(
  pool: NodePool,
  standing: string,
  hops: readonly string[],
  { campaign, reason }: UpgradeTerms,
): PoolPlan {
  const strategy = poolStrategy(campaign.nodePools, pool);
  const refusal =
    settingsRefusal(pool, strategy) ?? osRefusal(pool.osSKU, pool.nodeImageVersion, hops.at(-1) ?? standing);
  if (refusal !== null) return refuse(pool, refusal);
  const starts = [standing, ...hops];
  const shape = upgradeShape(pool, strategy);
  const steps = hops.map((to, index): PlanStep => {
    const from = starts[index] ?? standing;
    const change = osChange(pool, from, to);
    return {
      action: 'upgrade-node-pool',
      pool: pool.name,
      from,
      to,
      image: {
        from: index === 0 ? pool.nodeImageVersion : (pool.latestNodeImageVersion ?? pool.nodeImageVersion),
        to: pool.latestNodeImageVersion,
      },
      nodes: pool.count,
      ...shape,
      reason,
      strategy,
      ...(change !== null && { osChange: change }),
    };
  });
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

/** Azure says the new version from the moment an upgrade is accepted: one that failed or was aborted left older nodes. */
function isHalfThere(pool: NodePool, version: string): boolean {
  const { currentOrchestratorVersion, provisioningState } = pool;
  return isBroken(provisioningState) && compareVersions(currentOrchestratorVersion, version) === 0;
}

function halfText({ provisioningState }: NodePool): string {
  return `half done: its last operation ended as ${provisioningState}; this campaign continues it`;
}

function refuse(pool: NodePool, reason: string): PoolPlan {
  return { ok: false, reason: `node pool ${pool.name}: ${reason}` };
}

import type { ClusterTerms } from '../../campaign/campaign.ts';
import { upgradeTarget } from '../../campaign/upgrade-target.ts';
import type { Cluster, NodePool } from '../../fleet/fleet.ts';
import {
  type ImageSelection,
  judgePromotion,
  type PromotionVerdict,
  type TestedImages,
} from '../../image/promotion.ts';
import { isImageAtLeast, isKnownImage, parseNodeImage } from '../../version/node-image.ts';
import { osSupportOf, windowsWayOut } from '../../version/os-support.ts';
import type { BlockedPool, PlannedSteps, PlanStep } from '../contents/plan.ts';
import { poolObstacle, unclearPool } from './cluster-obstacles.ts';
import { planChannel } from './plan-channel.ts';
import { idlePool, type PoolPlan, skippedBecause } from './plan-pool.ts';
import { orderPools } from './pool-order.ts';
import { poolStrategy, settingsRefusal, upgradeShape } from './pool-settings.ts';

export interface ImageContext {
  readonly campaign: ClusterTerms;
  readonly cluster: Cluster;
  readonly promotion: Promotion | null;
}

/** By what a pool may get the newest image; null: by nothing, as in a first stage. */
export interface Promotion {
  readonly tested: TestedImages;
  readonly selection: ImageSelection;
  /** Campaign time (ms). */
  readonly now: number;
}

/** Every pool to the newest image of its family, one after the other; versions and control plane stay. */
export function planImages({ campaign, cluster, promotion }: ImageContext): PlannedSteps {
  const pools = orderPools(cluster.pools, campaign.cluster.pools.order);
  const plans = pools.map((pool) => planImage(pool, campaign, promotion));
  const steps = plans.flatMap((plan) => (plan.ok ? plan.steps : []));
  const channel = planChannel(cluster, campaign, steps);
  return {
    steps: channel.around === null ? steps : [channel.around[0], ...steps, channel.around[1]],
    target: upgradeTarget(campaign.upgrade),
    blocked: [...channel.blocked, ...plans.flatMap((plan) => (plan.ok ? [] : [plan.reason]))],
    warnings: channel.warnings,
    blockedPools: plans.flatMap((plan) => (plan.ok && plan.blocked !== undefined ? [plan.blocked] : [])),
  };
}

type ImagePlan = PoolPlan & { readonly blocked?: BlockedPool };

export function planImage(pool: NodePool, campaign: ClusterTerms, promotion: Promotion | null): ImagePlan {
  const idle = skippedBecause(pool, campaign);
  if (idle !== null) return { ok: true, steps: [idlePool(pool, idle)] };
  const strategy = poolStrategy(campaign.nodePools, pool);
  const { nodeImageVersion: from, latestNodeImageVersion: to } = pool;
  const notUnderstood = unclearPool(pool);
  if (notUnderstood !== null) return { ok: false, reason: notUnderstood };
  const unclear = imageObstacle(from, to);
  if (unclear !== null) return { ok: false, reason: `node pool ${pool.name}: ${unclear}` };
  if (isCurrent(from, to)) return { ok: true, steps: [{ ...idlePool(pool, 'already newest'), strategy }] };
  const obstacle = poolObstacle(pool);
  if (obstacle !== null) return { ok: false, reason: obstacle };
  const refusal = settingsRefusal(pool, strategy);
  if (refusal !== null) return { ok: false, reason: `node pool ${pool.name}: ${refusal}` };
  const verdict = judge(to, promotion);
  if (!verdict.take) {
    const { because } = verdict;
    const newest = to === null ? {} : { newestImage: to };
    const step = { ...idlePool(pool, `blocked: ${because}`), strategy, ...newest };
    return { ok: true, steps: [step], blocked: { pool: pool.name, because } };
  }
  const version = pool.currentOrchestratorVersion;
  const step: PlanStep = {
    action: 'upgrade-node-image',
    pool: pool.name,
    from: version,
    to: version,
    image: { from, to },
    nodes: pool.count,
    ...upgradeShape(pool, strategy),
    reason: verdict.mismatch,
    strategy,
  };
  return { ok: true, steps: [step] };
}

function judge(image: string | null, promotion: Promotion | null): PromotionVerdict {
  if (promotion === null || image === null) return { take: true, mismatch: null };
  const { tested, selection, now } = promotion;
  return judgePromotion(image, tested, selection, now);
}

/** Why it is unknown whether the newest image would be a newer one; null: it is known. */
function imageObstacle(from: string, to: string | null): string | null {
  const exclude = 'exclude it (cluster.pools.exclude), then plan again';
  if (!isKnownImage(from))
    return `its image ${from || '(none)'} is of no family that Drydock knows; ${exclude}`;
  if (to === null) return `Azure names no newest image for ${from}; ${exclude}`;
  if (!isKnownImage(to)) return `the newest image ${to} is of no family that Drydock knows; ${exclude}`;
  return parseNodeImage(from)?.family === parseNodeImage(to)?.family
    ? null
    : `its image ${from} would be replaced by one of another family, ${to}; ${wayOut(from, to) ?? exclude}`;
}

/** null: they are of one system, or of none that is known. */
function wayOut(from: string, to: string): string | null {
  const [now, next] = [osSupportOf('', from), osSupportOf('', to)];
  return now?.isWindows === true && next !== null && next.name !== now.name ? windowsWayOut(next.name) : null;
}

function isCurrent(from: string, to: string | null): boolean {
  return to === null || isImageAtLeast(from, to);
}

import type { NodePool } from '../../fleet/fleet.ts';
import { compareVersions, parseVersion } from '../../version/kubernetes-version.ts';
import { judgeSkew } from '../../version/skew.ts';
import { pinTarget, planPath } from '../../version/upgrade-path.ts';
import type { PlannedSteps, PlanStep } from '../contents/plan.ts';
import { planChannel } from './plan-channel.ts';
import { type ImageContext, planImages } from './plan-images.ts';
import { planMigrations } from './plan-migrations.ts';
import { idlePool, type Journey, type PoolContext, planPool, skippedBecause } from './plan-pool.ts';
import { planReboots } from './plan-reboots.ts';
import { orderPools } from './pool-order.ts';

/** What the steps of one cluster are planned from. */
export type StepContext = ImageContext & Omit<PoolContext, 'campaign'>;

/** Every step of one cluster, in order; a channel around all. */
export function planSteps(context: StepContext): PlannedSteps {
  const { campaign } = context;
  const { upgrade } = campaign;
  if (upgrade.type === 'NodeImageOnly') return planImages(context);
  if (upgrade.type === 'Reboot') return planReboots(context, upgrade.reboot);
  if (upgrade.type === 'Migrate') return planMigrations(context, upgrade.migrate);
  return planVersions({ ...context, campaign: { ...campaign, upgrade } });
}

/** For each hop the control plane, then pool by pool. */
function planVersions(context: PoolContext): PlannedSteps {
  const journey = context.pinned === null ? planJourney(context) : restOf(context.pinned, context);
  if (typeof journey === 'string') return { steps: [], target: null, blocked: [journey], warnings: [] };
  const { cluster, campaign } = context;
  const walk = walkHops(journey, context);
  const steps = [...idleControlPlane(journey, context), ...walk.steps];
  const channel = planChannel(cluster, campaign, steps);
  return {
    steps: channel.around === null ? steps : [channel.around[0], ...steps, channel.around[1]],
    target: journey.target,
    blocked: [...channel.blocked, ...walk.blocked],
    warnings: [
      ...channel.warnings,
      ...skewWarnings(journey.hops.at(-1) ?? cluster.currentKubernetesVersion, walk.standing),
    ],
  };
}

/** Of a pinned way, what still lies ahead. */
function restOf({ hops, target }: Journey, { cluster }: PoolContext): Journey {
  const ahead = hops.filter((hop) => compareVersions(hop, cluster.currentKubernetesVersion) > 0);
  return { hops: ahead, target };
}

/** A text is the reason why there is none. */
function planJourney({ campaign, cluster, offers }: PoolContext): Journey | string {
  const { type, kubernetesVersion, allowMultipleHops } = campaign.upgrade;
  const { supportPlan, currentKubernetesVersion: from } = cluster;
  if (type !== 'NodePoolsOnly') {
    const path = planPath({ from, target: kubernetesVersion, offers, supportPlan, allowMultipleHops });
    return path.ok ? { hops: path.hops, target: path.target } : path.reason;
  }
  if (parseVersion(kubernetesVersion) === null) return `"${kubernetesVersion}" is not a Kubernetes version`;
  const target = pinTarget(kubernetesVersion, offers);
  const skew = judgeSkew(from, target);
  return skew.ok ? { hops: [], target } : `node pools at ${skew.reason}; upgrade the control plane first`;
}

interface Walk {
  readonly steps: readonly PlanStep[];
  readonly blocked: readonly string[];
  /** Where each pool stands at the end. */
  readonly standing: ReadonlyMap<string, string>;
}

function walkHops({ hops, target }: Journey, context: PoolContext): Walk {
  const { campaign, cluster } = context;
  const pools = orderPools(cluster.pools, campaign.cluster.pools.order);
  // A pool of mode Machines has no version.
  const versioned = pools.filter(({ mode }) => mode !== 'Machines');
  const standing = new Map(versioned.map((pool) => [pool.name, pool.currentOrchestratorVersion]));
  const steps: PlanStep[] = [];
  const blocked: string[] = [];
  for (const version of hops.length > 0 ? hops : [target]) {
    if (hops.length > 0) {
      steps.push(controlPlaneStep(steps, version, context));
      blocked.push(...skewObstacles(version, standing));
    }
    if (campaign.upgrade.type === 'ControlPlaneOnly') continue;
    for (const pool of pools) {
      const idle = skippedBecause(pool, campaign);
      const before = standing.get(pool.name) ?? pool.currentOrchestratorVersion;
      const plan =
        idle === null ? planPool(pool, before, version, context) : ({ ok: true, steps: [] } as const);
      if (!plan.ok) blocked.push(plan.reason);
      else if (plan.steps.length > 0) {
        steps.push(...plan.steps);
        standing.set(pool.name, version);
      } else if (version === target && !isMoved(pool, steps))
        steps.push(idlePool(pool, idle ?? `already ${before}`));
    }
  }
  return { steps, blocked: [...new Set(blocked)], standing };
}

function isMoved(pool: NodePool, steps: readonly PlanStep[]): boolean {
  return steps.some((step) => step.pool === pool.name);
}

function controlPlaneStep(before: readonly PlanStep[], to: string, { cluster }: PoolContext): PlanStep {
  const last = before.findLast(({ action }) => action === 'upgrade-control-plane');
  return {
    action: 'upgrade-control-plane',
    pool: null,
    from: last?.to ?? cluster.currentKubernetesVersion,
    to,
    image: null,
    nodes: 0,
    surge: 0,
    reason: null,
    strategy: null,
  };
}

function idleControlPlane({ hops }: Journey, context: PoolContext): readonly PlanStep[] {
  if (hops.length > 0 || context.campaign.upgrade.type === 'NodePoolsOnly') return [];
  const version = context.cluster.currentKubernetesVersion;
  return [{ ...controlPlaneStep([], version, context), action: 'none', reason: `already ${version}` }];
}

function skewObstacles(controlPlane: string, standing: ReadonlyMap<string, string>): readonly string[] {
  return [...standing].flatMap(([pool, version]) => {
    const skew = judgeSkew(controlPlane, version);
    return skew.ok ? [] : [`node pool ${pool}: ${skew.reason}`];
  });
}

function skewWarnings(controlPlane: string, standing: ReadonlyMap<string, string>): readonly string[] {
  return [...standing].flatMap(([pool, version]) => {
    const skew = judgeSkew(controlPlane, version);
    return skew.ok && skew.warning !== null ? [`node pool ${pool}: ${skew.warning}`] : [];
  });
}

import type { Count } from '../campaign/campaign.ts';
import { resolveCount } from '../campaign/count.ts';
import { vcpusOf } from '../fleet/vm-size.ts';
import type { ClusterPlan, PlanStep, PlanTotals } from './contents/plan.ts';
import { isChanged, type PlannedCluster } from './plan-cluster.ts';

export interface PlannedStage {
  readonly planned: readonly PlannedCluster[];
  readonly maxConcurrency: Count;
}

/**
 * Counts over the whole plan. Pools and nodes are those that are upgraded, each once however many hops. Surge is the most
 * that is there at a time, which quotas and subnets have to bear: of each cluster its largest pool, for one is upgraded
 * after the other, and of a stage as many clusters as it runs at a time. vCPUs are null where a machine size is not known.
 */
export function planTotals(stages: readonly PlannedStage[]): PlanTotals {
  const planned = stages.flatMap((stage) => stage.planned);
  const upgrades = planned.flatMap(({ plan }) => lastUpgrades(plan));
  return {
    clusters: planned.length,
    pools: upgrades.length,
    nodes: sum(upgrades.map((step) => step.nodes ?? 0)),
    blocked: planned.filter(({ plan }) => plan.blocked.length > 0).length,
    unchanged: planned.filter(({ plan }) => plan.blocked.length === 0 && !isChanged(plan)).length,
    surgeNodes: peakOf(stages, ({ plan }) => peakSurge(plan)) ?? 0,
    surgeVcpus: peakOf(stages, peakVcpus),
  };
}

/** The most nodes that Azure adds to a cluster at a time. */
export function peakSurge({ steps }: ClusterPlan): number {
  return Math.max(0, ...steps.map(({ surge }) => surge));
}

function peakVcpus({ cluster, plan }: PlannedCluster): number | null {
  const needs = plan.steps.map(({ pool, surge }) => {
    const vmSize = cluster.pools.find(({ name }) => name === pool)?.vmSize ?? '';
    return surge === 0 ? 0 : multiply(surge, vcpusOf(vmSize));
  });
  return needs.includes(null) ? null : Math.max(0, ...needs.map((need) => need ?? 0));
}

/** Of each stage the hungriest clusters that run at a time; null: of one it is not known. */
function peakOf(
  stages: readonly PlannedStage[],
  needOf: (cluster: PlannedCluster) => number | null,
): number | null {
  const peaks = stages.map(({ planned, maxConcurrency }) => {
    const begun = planned.filter(({ plan }) => isChanged(plan));
    const needs = begun.map(needOf);
    if (needs.includes(null)) return null;
    const hungriest = needs.map((need) => need ?? 0).toSorted((a, b) => b - a);
    return sum(hungriest.slice(0, resolveCount(maxConcurrency, begun.length)));
  });
  return peaks.includes(null) ? null : Math.max(0, ...peaks.map((peak) => peak ?? 0));
}

/** The pools that a plan upgrades, each by its last hop. */
export function lastUpgrades(plan: ClusterPlan): readonly PlanStep[] {
  const byPool = new Map(
    plan.steps
      .filter((step) => step.action !== 'none' && step.pool !== null)
      .map((step) => [step.pool, step] as const),
  );
  return [...byPool.values()];
}

function multiply(nodes: number, vcpus: number | null): number | null {
  return vcpus === null ? null : nodes * vcpus;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

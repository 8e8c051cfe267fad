import { vcpusOf } from '../fleet/vm-size.ts';
import type { ClusterPlan, PlanStep, PlanTotals } from './contents/plan.ts';
import { isChanged, type PlannedCluster } from './plan-cluster.ts';

/**
 * Counts over the whole plan. Pools and nodes are those that are upgraded, each once however many hops;
 * surge is the sum over the pools; its vCPUs are null where a machine size is not known.
 */
export function planTotals(planned: readonly PlannedCluster[]): PlanTotals {
  const upgrades = planned.flatMap((each) => lastUpgrades(each.plan).map((step) => ({ ...each, step })));
  const vcpus = upgrades.map(({ cluster, step }) => {
    const vmSize = cluster.pools.find((pool) => pool.name === step.pool)?.vmSize ?? '';
    return step.surge === 0 ? 0 : multiply(step.surge, vcpusOf(vmSize));
  });
  return {
    clusters: planned.length,
    pools: upgrades.length,
    nodes: sum(upgrades.map(({ step }) => step.nodes ?? 0)),
    blocked: planned.filter(({ plan }) => plan.blocked.length > 0).length,
    unchanged: planned.filter(({ plan }) => plan.blocked.length === 0 && !isChanged(plan)).length,
    surgeNodes: sum(upgrades.map(({ step }) => step.surge)),
    surgeVcpus: vcpus.every((count) => count !== null) ? sum(vcpus) : null,
  };
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

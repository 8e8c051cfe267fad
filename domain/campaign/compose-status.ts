import type { ClusterReport } from './cluster-report.ts';
import { resourceKey } from './ids.ts';
import type { CampaignPlan, ClusterPlan } from './plan.ts';
import type { CampaignStatus, ClusterStatus, NotRestored, Phase, Progress, WaitingFor } from './status.ts';
import { plannedSteps, reportedSteps, type StepProgress } from './step-status.ts';

export interface StatusParts {
  /** The campaign's own words: clusters without steps, counts of clusters only. */
  readonly campaign: CampaignStatus;
  readonly plan: CampaignPlan;
  /** What the clusters say of themselves, by `resourceKey`; a cluster that was not asked is not here. */
  readonly reports: ReadonlyMap<string, ClusterReport>;
  /** What is seen of the operation a cluster watches, by `resourceKey`. */
  readonly progress: ReadonlyMap<string, StepProgress>;
}

const over = new Set<Phase>(['Completed', 'Skipped', 'Failed', 'Aborted', 'RolledBack']);

/**
 * One status out of what the campaign, its clusters and their operations say. Steps come from the cluster's
 * report, or else from the plan; once the campaign counts a cluster as ended, its word on phase and reason holds.
 */
export function composeStatus({ campaign, plan, reports, progress }: StatusParts): CampaignStatus {
  const plans = new Map(
    plan.stages
      .flatMap(({ clusters }) => clusters)
      .map((each) => [resourceKey(each.resourceId), each] as const),
  );
  const stages = campaign.stages.map((stage) => ({
    ...stage,
    clusters: stage.clusters.map((cluster) => {
      const key = resourceKey(cluster.resourceId);
      return composeCluster(cluster, plans.get(key), reports.get(key), progress.get(key));
    }),
  }));
  const said = [...reports.values()];
  return {
    ...campaign,
    stages,
    window: campaign.window ?? said.find(({ window }) => window !== null)?.window ?? null,
    waitingFor: allWaits(campaign.waitingFor, said),
    notRestored: allNotRestored(campaign.notRestored, said),
    progress: countProgress(
      campaign.progress,
      stages.flatMap(({ clusters }) => clusters),
      plans,
    ),
  };
}

function composeCluster(
  cluster: ClusterStatus,
  plan: ClusterPlan | undefined,
  report: ClusterReport | undefined,
  progress: StepProgress | undefined,
): ClusterStatus {
  const planSteps = plan?.steps ?? [];
  if (report === undefined) return { ...cluster, steps: plannedSteps(planSteps, cluster.phase) };
  const steps = reportedSteps(planSteps, report.steps, progress ?? null);
  if (over.has(cluster.phase)) return { ...cluster, steps };
  return { ...cluster, phase: report.phase, reason: report.reason ?? cluster.reason, steps };
}

/** While the campaign is paused, that its clusters are too is no news. */
function allWaits(own: readonly WaitingFor[], reports: readonly ClusterReport[]): readonly WaitingFor[] {
  const isPaused = own.some(({ kind }) => kind === 'paused');
  const theirs = reports
    .filter(({ phase }) => !over.has(phase))
    .flatMap(({ waitingFor }) => waitingFor)
    .filter(({ kind }) => !(isPaused && kind === 'paused'));
  return distinct([...own, ...theirs], ({ kind, name }) => `${kind} ${name}`);
}

function allNotRestored(
  own: readonly NotRestored[],
  reports: readonly ClusterReport[],
): readonly NotRestored[] {
  return distinct([...own, ...reports.flatMap(({ notRestored }) => notRestored)], ({ command }) => command);
}

/** Pools and nodes that the plan upgrades, each once however many hops; done with the pool's last hop. */
function countProgress(
  own: Progress,
  clusters: readonly ClusterStatus[],
  plans: ReadonlyMap<string, ClusterPlan>,
): Progress {
  const pools = clusters.flatMap((cluster) => {
    const planned = plans.get(resourceKey(cluster.resourceId))?.steps ?? [];
    const upgrades = planned.flatMap((step, index) =>
      step.action === 'none' || step.pool === null ? [] : [{ pool: step.pool, nodes: step.nodes, index }],
    );
    const last = new Map(upgrades.map((upgrade) => [upgrade.pool, upgrade] as const));
    return [...last.values()].map(({ nodes, index }) => ({ nodes, step: cluster.steps[index] }));
  });
  const nodesDone = pools.map(({ nodes, step }) =>
    step?.phase === 'Completed' ? nodes : Math.min(nodes, step?.nodes.done ?? 0),
  );
  return {
    ...own,
    pools: { done: pools.filter(({ step }) => step?.phase === 'Completed').length, total: pools.length },
    nodes: { done: sum(nodesDone), total: sum(pools.map(({ nodes }) => nodes)) },
  };
}

function distinct<T>(values: readonly T[], keyOf: (value: T) => string): readonly T[] {
  const firsts = new Map<string, T>();
  for (const value of values) if (!firsts.has(keyOf(value))) firsts.set(keyOf(value), value);
  return [...firsts.values()];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

import type { ClusterReport } from './cluster-report.ts';
import { resourceKey } from './ids.ts';
import { type CampaignOutline, type ClusterOutline, outlineCluster } from './outline-plan.ts';
import type { CampaignPlan, ClusterPlan } from './plan.ts';
import type { CampaignStatus, ClusterStatus, NotRestored, Phase, Progress, WaitingFor } from './status.ts';
import { plannedSteps, reportedSteps, type StepProgress } from './step-status.ts';

type PlannedCluster = ClusterPlan | ClusterOutline;

export interface StatusParts {
  /** The campaign's own words: clusters without steps, counts of clusters only. */
  readonly campaign: CampaignStatus;
  /** Steps of a cluster that says nothing itself come from a whole plan only; its counts from either. */
  readonly plan: CampaignPlan | CampaignOutline;
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
  const planned: readonly { readonly clusters: readonly PlannedCluster[] }[] = plan.stages;
  const plans = new Map(
    planned.flatMap(({ clusters }) => clusters.map((each) => [resourceKey(each.resourceId), each] as const)),
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
  plan: PlannedCluster | undefined,
  report: ClusterReport | undefined,
  progress: StepProgress | undefined,
): ClusterStatus {
  const planSteps = plan !== undefined && 'steps' in plan ? plan.steps : [];
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
  plans: ReadonlyMap<string, PlannedCluster>,
): Progress {
  const counted = clusters.flatMap((cluster) => {
    const plan = plans.get(resourceKey(cluster.resourceId));
    if (plan === undefined) return [];
    const total = 'steps' in plan ? outlineCluster(plan) : plan;
    return [{ total, done: countDone(cluster, total) }];
  });
  return {
    ...own,
    pools: {
      done: sum(counted.map(({ done }) => done.pools)),
      total: sum(counted.map(({ total }) => total.pools)),
    },
    nodes: {
      done: sum(counted.map(({ done }) => done.nodes)),
      total: sum(counted.map(({ total }) => total.nodes)),
    },
  };
}

type PoolCount = Pick<ClusterOutline, 'pools' | 'nodes'>;

function countDone({ phase, steps }: ClusterStatus, total: PoolCount): PoolCount {
  if (phase === 'Completed' && steps.length === 0) return total;
  const last = new Map(steps.filter(({ pool }) => pool !== null).map((step) => [step.pool, step] as const));
  const pools = [...last.values()].filter((step) => step.phase !== 'Skipped');
  const nodes = pools.map(({ phase: at, nodes: { done, total: all } }) =>
    at === 'Completed' ? all : Math.min(all, done),
  );
  return {
    pools: Math.min(total.pools, pools.filter((step) => step.phase === 'Completed').length),
    nodes: Math.min(total.nodes, sum(nodes)),
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

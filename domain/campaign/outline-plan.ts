import type { CampaignPlan, ClusterPlan, PlanStep, StagePlan, StepAction } from './plan.ts';
import { isChanged } from './plan-cluster.ts';
import { lastUpgrades } from './plan-totals.ts';

/** A plan with a line for each cluster: what a campaign over hundreds of clusters can keep in its history. */
export interface CampaignOutline {
  readonly digest: string;
  readonly target: string;
  readonly blocked: readonly string[];
  readonly stages: readonly StageOutline[];
}

export interface StageOutline extends Pick<StagePlan, 'name' | 'gates' | 'soak' | 'window'> {
  readonly clusters: readonly ClusterOutline[];
}

/** Without reasons, under 300 bytes of JSON. The steps are planned again, for one cluster, under its `digest`. */
export interface ClusterOutline {
  readonly name: string;
  readonly resourceId: string;
  readonly digest: string;
  /** Pinned: the control plane's versions to come, and the one the way ends at (null: it stays). */
  readonly hops: readonly string[];
  readonly target: string | null;
  readonly blocked: readonly string[];
  /** Upgraded ones, and their nodes and surge, each once however many hops. */
  readonly pools: number;
  readonly nodes: number;
  readonly surge: number;
  /** It takes part, and there is nothing to do. */
  readonly unchanged: boolean;
}

export function outlinePlan({ digest, target, blocked, stages }: CampaignPlan): CampaignOutline {
  return {
    digest,
    target,
    blocked,
    stages: stages.map((stage) => ({ ...stage, clusters: stage.clusters.map(outlineCluster) })),
  };
}

function outlineCluster(plan: ClusterPlan): ClusterOutline {
  const { name, resourceId, digest, blocked } = plan;
  const upgrades = lastUpgrades(plan);
  return {
    name,
    resourceId,
    digest,
    hops: versionsOf(plan, 'upgrade-control-plane'),
    target: plan.steps.findLast(isUpgrade)?.to ?? null,
    blocked,
    pools: upgrades.length,
    nodes: upgrades.reduce((total, step) => total + step.nodes, 0),
    surge: upgrades.reduce((total, step) => total + step.surge, 0),
    unchanged: blocked.length === 0 && !isChanged(plan),
  };
}

function versionsOf(plan: ClusterPlan, action: StepAction): readonly string[] {
  return plan.steps.filter((step) => step.action === action).map((step) => step.to);
}

function isUpgrade({ action }: PlanStep): boolean {
  return action === 'upgrade-control-plane' || action === 'upgrade-node-pool';
}

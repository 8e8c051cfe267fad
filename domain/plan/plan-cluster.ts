import type { ClusterTerms } from '../campaign/campaign.ts';
import type { Cluster, OfferedMinor } from '../fleet/fleet.ts';
import type { ClusterPlan, PlannedSteps } from './contents/plan.ts';
import { digestCluster } from './contents/plan-digest.ts';
import { busyWarnings, clusterObstacles } from './steps/cluster-obstacles.ts';
import type { Promotion } from './steps/plan-images.ts';
import type { Journey } from './steps/plan-pool.ts';
import { planSteps } from './steps/plan-steps.ts';
import { rollingWarnings } from './warnings/blue-green-warnings.ts';
import { stepWarnings } from './warnings/cluster-warnings.ts';
import { closingWarnings } from './warnings/rollback-warnings.ts';
import { stalledDrainWarnings } from './warnings/stalled-drain-warnings.ts';

export interface PlannedCluster {
  readonly plan: ClusterPlan;
  readonly cluster: Cluster;
  /** The version its way ends at; null where it is left out. */
  readonly target: string | null;
}

/** Of a cluster that was not understood; more reasons would follow from fields that are not known. */
const nothing: PlannedSteps = { steps: [], target: null, blocked: [], warnings: [] };

/**
 * Plans one cluster: all its steps, or every reason why it is left out (then it has no steps).
 * `notes` are warnings of the selection; `pinned` is the way an earlier plan took; `promotion` what images a later stage may get. Never throws for what Azure may say of a cluster.
 */
export function planCluster(
  cluster: Cluster,
  campaign: ClusterTerms,
  offers: readonly OfferedMinor[],
  notes: readonly string[],
  pinned: Journey | null = null,
  promotion: Promotion | null = null,
): PlannedCluster {
  const planned =
    cluster.notUnderstood.length > 0 ? nothing : planSteps({ campaign, cluster, offers, pinned, promotion });
  const blocked = [...clusterObstacles(cluster, campaign), ...planned.blocked];
  const steps = blocked.length > 0 ? [] : planned.steps;
  const warnings = [
    ...notes,
    ...busyWarnings(cluster),
    ...planned.warnings,
    ...stepWarnings(cluster, steps),
    ...rollingWarnings(cluster, steps, campaign.nodePools),
    ...closingWarnings(steps),
    ...stalledDrainWarnings(cluster, steps),
  ];
  const { blockedPools = [] } = planned;
  const isBlocked = blocked.length === 0 && blockedPools.length > 0;
  const plan = {
    name: cluster.name,
    resourceId: cluster.resourceId,
    blocked,
    warnings,
    steps,
    ...(isBlocked ? { blockedPools } : {}),
  };
  return {
    plan: { ...plan, digest: digestCluster(plan) },
    cluster,
    target: blocked.length > 0 ? null : planned.target,
  };
}

/** Whether anything is done to the cluster. */
export function isChanged(plan: ClusterPlan): boolean {
  return plan.steps.some((step) => step.action !== 'none');
}

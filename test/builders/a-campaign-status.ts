import type { CampaignPlan } from '#domain/plan/contents/plan.ts';
import type { ClusterReport } from '#domain/status/cluster-report.ts';
import type { CampaignStatus, ClusterStatus, StepStatus } from '#domain/status/status.ts';

const begunAt = '2026-11-20T08:00:00Z';

/** What the campaign workflow says of this plan before anything has begun: clusters have no steps yet. */
export function aCampaignStatus(plan: CampaignPlan, over: Partial<CampaignStatus> = {}): CampaignStatus {
  return {
    kind: 'CampaignStatus',
    name: plan.campaign,
    phase: 'Running',
    reason: null,
    planDigest: plan.digest,
    target: plan.target,
    startedAt: begunAt,
    updatedAt: begunAt,
    finishedAt: null,
    window: null,
    progress: {
      clusters: { done: 0, total: plan.totals.clusters },
      pools: { done: 0, total: 0 },
      nodes: { done: 0, total: 0 },
      failed: 0,
    },
    waitingFor: [],
    stages: plan.stages.map(({ clusters, ...stage }) => ({
      name: stage.name,
      phase: 'Running',
      clusters: clusters.map(({ name, resourceId }) => aClusterStatus({ name, resourceId })),
    })),
    decisions: [],
    notRestored: [],
    incomplete: null,
    pace: null,
    links: { ui: null },
    ...over,
  };
}

export function aClusterStatus(
  over: Partial<ClusterStatus> & Pick<ClusterStatus, 'name' | 'resourceId'>,
): ClusterStatus {
  return { phase: 'NotStarted', reason: null, startedAt: null, finishedAt: null, steps: [], ...over };
}

export function aClusterReport(
  over: Partial<ClusterReport> & Pick<ClusterReport, 'resourceId'>,
): ClusterReport {
  return {
    startedAt: '2026-11-20T08:00:00Z',
    phase: 'Running',
    reason: null,
    steps: [],
    waitingFor: [],
    window: null,
    notRestored: [],
    ...over,
  };
}

/** A step of three nodes that has not begun. */
export function aStepStatus(over: Partial<StepStatus> = {}): StepStatus {
  return {
    name: over.pool ?? 'control plane',
    pool: null,
    phase: 'NotStarted',
    from: '1.33.5',
    to: '1.34.1',
    startedAt: null,
    finishedAt: null,
    detail: null,
    nodes: { done: 0, total: over.pool === undefined ? 0 : 3 },
    blockedBy: null,
    ...over,
  };
}

import { allHandlersFinished, condition, makeContinueAsNewFunc, workflowInfo } from '@temporalio/workflow';
import { isRunning } from '#domain/outcome/next-cluster.ts';
import type { CampaignOutline } from '#domain/plan/outline-plan.ts';
import type { CampaignInput, CampaignResult, CarriedCampaign, ClusterState } from '#protocol/campaign.ts';
import { type CampaignCluster, clusterStateOf, openCluster } from '../state/campaign-cluster.ts';
import { type CampaignRun, isStopped } from '../state/campaign-run.ts';

/** Between two stages nothing runs: only here a long history is continued in a new run. */
export async function continueInNewRun(run: CampaignRun, nextStage: number): Promise<void> {
  const { historyLength, continueAsNewSuggested } = workflowInfo();
  const isLong = continueAsNewSuggested || historyLength >= run.input.tuning.continueAfterEvents;
  if (!isLong) return;
  // A decision whose proof is being verified belongs to this run, and may stop or pause it.
  await condition(allHandlersFinished);
  if (isStopped(run) || run.paused !== null || run.clusters.some(isRunning)) return;
  const next = makeContinueAsNewFunc<(input: CampaignInput) => Promise<CampaignResult>>();
  const { proof: _, ...input } = run.input;
  await next({ ...input, startedBy: run.startedBy, carried: carry(run, nextStage) });
}

function carry(run: CampaignRun, nextStage: number): CarriedCampaign {
  return {
    startedAt: run.startedAt,
    deadline: run.deadline,
    outline: run.plan!,
    clusters: run.clusters.map(clusterStateOf),
    nextStage,
    decisions: run.decisions,
    ...(run.journal.length === 0 ? {} : { journal: run.journal }),
    notRestored: run.notRestored,
    ...(run.soaks.length === 0 ? {} : { soaks: run.soaks }),
    ...(run.soakedImages.length > 0 ? { soakedImages: run.soakedImages } : {}),
  };
}

export function openClusters({ stages }: CampaignOutline): readonly CampaignCluster[] {
  return stages.flatMap(({ name, clusters }) => clusters.map((cluster) => openCluster(cluster, name)));
}

/** The clusters as they were at the end of the run before. */
export function carriedClusters({ outline, clusters }: CarriedCampaign): readonly CampaignCluster[] {
  const before = new Map<string, ClusterState>(clusters.map((cluster) => [cluster.resourceId, cluster]));
  return openClusters(outline).map((cluster) => {
    const { resourceId: _, ...state } = before.get(cluster.plan.resourceId) ?? { resourceId: '' };
    return { ...cluster, ...state };
  });
}

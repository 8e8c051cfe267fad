import { judgeCampaignEnd } from '#domain/outcome/campaign-end.ts';
import { notReached } from '#domain/status/stage-phase.ts';
import type { CampaignResult } from '#protocol/campaign.ts';
import { clusterStateOf } from '../state/campaign-cluster.ts';
import type { CampaignRun } from '../state/campaign-run.ts';

/** Sets the result. `refusal`: why nothing was done at all. */
export function conclude(run: CampaignRun, refusal: string | null): CampaignResult {
  const { aborted, gateDecision, timedOut, deferredToNextRun: deferred, clusters } = run;
  if (deferred !== null) skipNotStarted(run, 'deferred to the next run');
  const end = judgeCampaignEnd({ refusal, aborted, gateDecision, timedOut, deferred, clusters });
  skipNotStarted(run, notReached);
  run.result = { ...end, at: run.clock.iso() };
  run.stage = null;
  return { ...end, clusters: clusters.map(clusterStateOf) };
}

function skipNotStarted({ clusters }: CampaignRun, reason: string): void {
  for (const cluster of clusters)
    if (cluster.phase === 'NotStarted') Object.assign(cluster, { phase: 'Skipped', reason });
}

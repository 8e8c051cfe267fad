import { defineSignal, setHandler } from '@temporalio/workflow';
import {
  campaignSignals,
  type NeedsDecisionSignal,
  type PauseAcknowledgedSignal,
} from '#protocol/signals.ts';
import { isAborted } from '../state/campaign-cluster.ts';
import type { CampaignRun } from '../state/campaign-run.ts';
import { publishCampaign } from '../state/publish-campaign.ts';
import type { FailureBudget } from './failure-budget.ts';

const needsDecision = defineSignal<[NeedsDecisionSignal]>(campaignSignals.needsDecision);
const pauseAcknowledged = defineSignal<[PauseAcknowledgedSignal]>(campaignSignals.pauseAcknowledged);

/** The signals of its clusters. `budget`: that of the running stage; null: none runs. */
export function listenToClusters(run: CampaignRun, budget: () => FailureBudget | null): void {
  setHandler(needsDecision, (signal) => {
    noteQuestion(run, budget(), signal);
    publishCampaign(run);
  });
  setHandler(pauseAcknowledged, ({ resourceId }) => {
    const cluster = findCluster(run, resourceId);
    if (cluster !== undefined && run.paused !== null) cluster.paused = true;
    publishCampaign(run);
  });
}

/** A cluster asks an operator, or (`reason` null) was answered and continues. */
export function noteQuestion(
  run: CampaignRun,
  budget: FailureBudget | null,
  signal: NeedsDecisionSignal,
): void {
  const { resourceId, reason, pool, step, mayCleanUp, atRest, retryWaits } = signal;
  const cluster = findCluster(run, resourceId);
  if (cluster === undefined) return;
  // One that is aborted answers its own question.
  const isSettled = reason === null || isAborted(cluster);
  const phase = isSettled ? 'Running' : 'NeedsDecision';
  Object.assign(cluster, {
    phase,
    reason,
    askedAbout: pool,
    askedStep: step,
    mayCleanUp,
    atRest,
    retryWaits,
  });
  if (reason === null) budget?.reopen(resourceId);
  else if (!isAborted(cluster)) budget?.end(resourceId, 'failed');
}

function findCluster({ clusters }: CampaignRun, resourceId: string) {
  return clusters.find(({ plan }) => plan.resourceId === resourceId);
}

import { getExternalWorkflowHandle, log } from '@temporalio/workflow';
import { campaignSignals, type NeedsDecisionSignal } from '#protocol/signals.ts';
import type { ClusterRun } from '../state/cluster-run.ts';

/** `reason` null: the question is settled. */
export async function signalNeedsDecision(
  run: ClusterRun,
  reason: string | null,
  pool: string | null,
  more: Partial<Pick<NeedsDecisionSignal, 'step' | 'mayCleanUp' | 'atRest' | 'retryWaits'>> = {},
): Promise<void> {
  const { resourceId } = run.input.plan;
  const question: NeedsDecisionSignal = {
    resourceId,
    reason,
    pool,
    step: null,
    mayCleanUp: null,
    atRest: false,
    retryWaits: null,
    ...more,
  };
  await signalCampaign(run, campaignSignals.needsDecision, question);
}

/** A campaign that was terminated in Temporal must not take its cluster's state with it. */
export async function signalCampaign(run: ClusterRun, signal: string, payload: object): Promise<void> {
  try {
    await getExternalWorkflowHandle(run.input.campaignWorkflowId).signal(signal, payload);
  } catch (thrown) {
    log.warn('the campaign did not take the signal', { signal, error: String(thrown) });
  }
}

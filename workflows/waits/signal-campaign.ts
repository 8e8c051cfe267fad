import { getExternalWorkflowHandle, log } from '@temporalio/workflow';
import { campaignSignals, type NeedsPersonSignal } from '#protocol/signals.ts';
import type { ClusterRun } from '../state/cluster-run.ts';

/** `reason` null: the question is settled. */
export async function signalNeedsPerson(
  run: ClusterRun,
  reason: string | null,
  pool: string | null,
  {
    step,
    mayCleanUp,
    retryWaits,
  }: {
    readonly step?: string | undefined;
    readonly mayCleanUp?: boolean | undefined;
    readonly retryWaits?: string;
  } = {},
): Promise<void> {
  const { resourceId } = run.input.plan;
  const question: NeedsPersonSignal = {
    resourceId,
    reason,
    pool,
    ...(step === undefined ? {} : { step }),
    ...(mayCleanUp === undefined ? {} : { mayCleanUp }),
    ...(retryWaits === undefined ? {} : { retryWaits }),
  };
  await signalCampaign(run, campaignSignals.needsPerson, question);
}

/** A campaign that was terminated in Temporal must not take its cluster's state with it. */
export async function signalCampaign(run: ClusterRun, signal: string, payload: object): Promise<void> {
  try {
    await getExternalWorkflowHandle(run.input.campaignWorkflowId).signal(signal, payload);
  } catch (thrown) {
    log.warn('the campaign did not take the signal', { signal, error: String(thrown) });
  }
}

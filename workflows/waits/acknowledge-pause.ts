import { condition } from '@temporalio/workflow';
import { campaignSignals, type PauseAcknowledgedSignal } from '#protocol/signals.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { signalCampaign } from './signal-campaign.ts';

/** Signals the campaign, at each pause, once nothing of this cluster runs in Azure or is done to a node by ourselves. */
export async function acknowledgePauses(run: ClusterRun): Promise<never> {
  const payload: PauseAcknowledgedSignal = { resourceId: run.input.plan.resourceId };
  for (;;) {
    await condition(() => run.operator.paused && !run.inFlight && !run.nodeBusy);
    await signalCampaign(run, campaignSignals.pauseAcknowledged, payload);
    await condition(() => !run.operator.paused);
  }
}

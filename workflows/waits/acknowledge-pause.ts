import { condition } from '@temporalio/workflow';
import { campaignSignals, type PauseAcknowledgedSignal } from '#protocol/signals.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { signalCampaign } from './ask-person.ts';

/** Tells the campaign, each time it pauses, from when on nothing of this cluster is in flight, in Azure or in our own hands. */
export async function acknowledgePauses(run: ClusterRun): Promise<never> {
  const told: PauseAcknowledgedSignal = { resourceId: run.input.plan.resourceId };
  for (;;) {
    await condition(() => run.operator.paused && !run.inFlight && !run.nodeBusy);
    await signalCampaign(run, campaignSignals.pauseAcknowledged, told);
    await condition(() => !run.operator.paused);
  }
}

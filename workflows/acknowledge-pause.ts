import { condition } from '@temporalio/workflow';
import { signalCampaign } from './ask-person.ts';
import type { ClusterRun } from './cluster-run.ts';
import { campaignSignals, type PauseAcknowledgedSignal } from './messages.ts';

/** Tells the campaign, each time it pauses, from when on nothing of this cluster is in flight in Azure. */
export async function acknowledgePauses(run: ClusterRun): Promise<never> {
  const told: PauseAcknowledgedSignal = { resourceId: run.input.plan.resourceId };
  for (;;) {
    await condition(() => run.operator.paused && !run.inFlight);
    await signalCampaign(run, campaignSignals.pauseAcknowledged, told);
    await condition(() => !run.operator.paused);
  }
}

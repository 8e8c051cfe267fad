import { condition, patched } from '@temporalio/workflow';
import { campaignSignals, type PauseAcknowledgedSignal } from '#protocol/messages.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { signalCampaign } from './ask-person.ts';

/** Tells the campaign, each time it pauses, from when on nothing of this cluster is in flight, in Azure or in our own hands. */
export async function acknowledgePauses(run: ClusterRun): Promise<never> {
  const told: PauseAcknowledgedSignal = { resourceId: run.input.plan.resourceId };
  for (;;) {
    await condition(() => run.operator.paused && !run.inFlight);
    if (run.nodeBusy && patched('a-pause-waits-for-our-own-drain')) {
      await condition(() => !run.operator.paused || isAtRest(run));
      if (!run.operator.paused) continue;
    }
    await signalCampaign(run, campaignSignals.pauseAcknowledged, told);
    await condition(() => !run.operator.paused);
  }
}

function isAtRest({ inFlight, nodeBusy }: ClusterRun): boolean {
  return !inFlight && !nodeBusy;
}

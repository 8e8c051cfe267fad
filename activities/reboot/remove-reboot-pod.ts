import { cancellationSignal, sleep } from '@temporalio/activity';
import type { RebootPodPlace } from '#gateways/kubernetes/reboot/reboot-client.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { campaignNow, pollDelay } from '../envelope/campaign-clock.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface RemoveRebootPodInput extends PacedInput {
  readonly resourceId: string;
  readonly pod: RebootPodPlace;
  readonly pollFloorMs: number;
}

/** How long the kubelet has to say that it ended the pod; campaign time. */
const patienceMs = 20_000;
const lookAgainMs = 2_000;

/**
 * Deletes the pod that was to reboot a node, and returns how it ended; null: there was none. While its node is up, that is waited
 * for: a node must not be opened beside a pod that may still ask for its reboot.
 */
export function removeRebootPod({ kubernetes }: Gateways) {
  return async ({ resourceId, pod, pollFloorMs, pace }: RemoveRebootPodInput): Promise<string | null> => {
    const client = await kubernetes.rebootClient(resourceId, cancellationSignal());
    const end = await client.findRebootPod(pod);
    if (end === null) return null;
    await client.deleteRebootPod(pod, { isForced: false });
    const until = campaignNow(pace) + patienceMs;
    while ((await client.findRebootPod(pod)) !== null) {
      if (campaignNow(pace) >= until) {
        await client.deleteRebootPod(pod, { isForced: true });
        break;
      }
      await sleep(pollDelay(pace, lookAgainMs, pollFloorMs));
    }
    return end;
  };
}

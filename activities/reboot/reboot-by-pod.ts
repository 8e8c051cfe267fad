import { cancellationSignal } from '@temporalio/activity';
import { isInAnotherBoot } from '#domain/reboot/judge-boot.ts';
import type { RebootPod } from '#gateways/kubernetes/reboot/reboot-pod.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { campaignNow } from '../envelope/campaign-clock.ts';
import type { PacedInput } from '../envelope/paced-input.ts';
import { readFreezes } from '../waits/read-freezes.ts';

export interface RebootByPodInput extends PacedInput {
  readonly resourceId: string;
  readonly pod: RebootPod;
  /** Campaign time (ms); nothing is made after it. null: any time. */
  readonly notAfter: number | null;
}

export type PodRebootAnswer =
  /** The pod is there, by this attempt or an earlier one. */
  | 'asked'
  /** The node has rebooted already, or no longer exists: nothing to do. */
  | 'rebooted'
  | 'gone'
  /** A freeze is in force, or the window is over; nothing was made. */
  | 'frozen'
  | 'too-late';

/**
 * Makes the pod that reboots a node which was emptied before. One that is there already is waited for; and each reboots its node
 * in the boot alone that it was made for.
 */
export function rebootByPod({ kubernetes }: Gateways) {
  return async ({ resourceId, pod, notAfter, pace }: RebootByPodInput): Promise<PodRebootAnswer> => {
    const client = await kubernetes.rebootClient(resourceId, cancellationSignal());
    if ((await client.findRebootPod(pod)) !== null) return 'asked';
    if ((await readFreezes(pace)).frozen) return 'frozen';
    const node = await client.node(pod.node);
    if (node === null) return 'gone';
    if (isInAnotherBoot(node, pod.bootId)) return 'rebooted';
    if (notAfter !== null && campaignNow(pace) >= notAfter) return 'too-late';
    await client.createRebootPod(pod);
    return 'asked';
  };
}

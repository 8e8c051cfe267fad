import { cancellationSignal, heartbeat, sleep } from '@temporalio/activity';
import { failureRules } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { type BootVerdict, isInAnotherBoot, judgeBoot } from '#domain/reboot/judge-boot.ts';
import type { RebootNode } from '#gateways/kubernetes/reboot/reboot-client.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { campaignNow, pollDelay } from '../envelope/campaign-clock.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface AwaitRebootInput extends PacedInput {
  readonly resourceId: string;
  readonly node: string;
  readonly bootId: string;
  readonly readyForMs: number;
  /** Campaign time (ms). */
  readonly deadline: number;
  readonly pollMs: number;
  readonly pollFloorMs: number;
}

export type BootEnd = Exclude<BootVerdict, 'go-on'>;

/** Polls a node until it has rebooted and has been Ready for `readyForMs`. After a worker's death that time counts anew. */
export function awaitReboot({ kubernetes }: Gateways) {
  return async (input: AwaitRebootInput): Promise<BootEnd> => {
    const { resourceId, node: name, bootId: before, readyForMs, deadline, pace } = input;
    const see = async (): Promise<RebootNode | null> => {
      const client = await kubernetes.rebootClient(resourceId, cancellationSignal());
      return client.node(name);
    };
    for (let readySince: number | null = null; ; ) {
      const isLate = campaignNow(pace) >= deadline;
      const node = await see().catch((error: unknown) => {
        if (isLate && isPassing(error)) return null;
        throw error;
      });
      const now = campaignNow(pace);
      const isUp = node?.ready === true && isInAnotherBoot(node, before);
      readySince = isUp ? (readySince ?? now) : null;
      const verdict = judgeBoot({ before, node, readySince, now, readyForMs, deadline });
      heartbeat({ node: name, isUp });
      if (verdict !== 'go-on') return verdict;
      await sleep(pollDelay(pace, Math.min(input.pollMs, Math.max(1_000, readyForMs)), input.pollFloorMs));
    }
  };
}

function isPassing(error: unknown): boolean {
  return error instanceof FailureError && failureRules[error.failure.kind].reaction === 'retry';
}

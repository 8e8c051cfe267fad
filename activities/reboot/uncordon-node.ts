import { cancellationSignal } from '@temporalio/activity';
import type { Gateways } from '#gateways/open-gateways.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface UncordonNodeInput extends PacedInput {
  readonly resourceId: string;
  readonly node: string;
}

/** Opens a node that a drain of ours closed; one that someone else closed is left alone. */
export function uncordonNode(gateways: Gateways) {
  return async ({ resourceId, node }: UncordonNodeInput) => {
    const client = await gateways.kubernetes.drainClient(resourceId, cancellationSignal());
    return client.uncordon(node, { isForced: false });
  };
}

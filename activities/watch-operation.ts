import { cancellationSignal, heartbeat, sleep } from '@temporalio/activity';
import type { Operation, OperationReading } from '#domain/campaign/change.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import type { WatchProgress } from '#workflows/messages.ts';
import { campaignNow, pollDelay } from './campaign-clock.ts';
import type { PacedInput } from './paced-input.ts';

export interface WatchOperationInput extends PacedInput {
  readonly operation: Operation;
  /** Campaign time (ms): when to stop watching an operation that does not end. */
  readonly deadline: number;
  readonly pollMs: number;
  readonly pollFloorMs: number;
}

export type WatchAnswer =
  | Exclude<OperationReading, { state: 'running' }>
  /** It still runs in Azure. */
  | { readonly state: 'took-too-long'; readonly progress: string };

/**
 * Looks at an operation until it ends, telling Temporal how far it is with every look. Nothing is kept here: a
 * worker that dies is followed by another that looks at the same operation.
 */
export function watchOperation(gateways: Gateways) {
  return async (input: WatchOperationInput): Promise<WatchAnswer> => {
    const { operation, pace, deadline } = input;
    for (;;) {
      const reading = await gateways.azure.readOperation(operation, cancellationSignal());
      if (reading.state !== 'running') return reading;
      heartbeat({
        pool: operation.pool,
        progress: reading.progress,
        nodes: reading.nodes,
      } satisfies WatchProgress);
      if (campaignNow(pace) > deadline) return { state: 'took-too-long', progress: reading.progress };
      await sleep(pollDelay(pace, input.pollMs, input.pollFloorMs));
    }
  };
}

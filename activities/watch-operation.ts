import { cancellationSignal, heartbeat, sleep } from '@temporalio/activity';
import type { Operation, OperationReading } from '#domain/campaign/change.ts';
import { failureRules } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
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

/** As far as is known, it still runs in Azure. */
interface TooLong {
  readonly state: 'took-too-long';
  readonly progress: string;
}

export type WatchAnswer = Exclude<OperationReading, { state: 'running' }> | TooLong;

/**
 * Looks at an operation until it ends, telling Temporal how far it is with every look. Nothing is kept here: a
 * worker that dies is followed by another that looks at the same operation.
 */
export function watchOperation(gateways: Gateways) {
  return async (input: WatchOperationInput): Promise<WatchAnswer> => {
    const { operation, pace, deadline } = input;
    for (;;) {
      const reading = await look(gateways, input);
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

/** While Azure does not answer, Temporal asks again; past the deadline a person is asked instead. */
async function look(gateways: Gateways, input: WatchOperationInput): Promise<OperationReading | TooLong> {
  try {
    return await gateways.azure.readOperation(input.operation, cancellationSignal());
  } catch (thrown) {
    const isLate = campaignNow(input.pace) > input.deadline;
    const isPassing =
      thrown instanceof FailureError && failureRules[thrown.failure.kind].reaction === 'retry';
    if (!isLate || !isPassing) throw thrown;
    return { state: 'took-too-long', progress: thrown.failure.message };
  }
}

import { cancellationSignal, log } from '@temporalio/activity';
import { type Failure, failure, failureRules } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { nodeSteps, type SteppedNode } from '#domain/rolling-upgrade/node-steps.ts';
import type { RollingTarget } from '#domain/rolling-upgrade/rolling-view.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { readRolling } from '#procedures/read/read-rolling-upgrade.ts';
import { campaignNow, pollDelay } from '../envelope/campaign-clock.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface NodeObservation extends PacedInput {
  readonly resourceId: string;
  readonly pool: string;
  readonly rolling: RollingTarget;
}

export interface NodesReading {
  /** null: not read yet, or the last read failed. */
  readonly nodes: readonly SteppedNode[] | null;
  /** Why the last read failed or is partial; null: it is complete. */
  readonly unread: string | null;
  /** Campaign time (ms). */
  readonly at: number;
}

/** Between two reads: campaign time, but never less than so much real time. */
const intervalMs = 15_000;
const floorMs = 1_000;
/** A cluster that cannot be read is asked ever less often. */
const seldomMs = 300_000;
/** Real time: a slower read is cancelled. */
const readWithinMs = 20_000;

/**
 * Reads the nodes of a pool now and then beside the watch of its operation: an API server that is slow or silent
 * never delays or ends the watch. `latest` starts a read if one is due and returns the last one.
 */
export function observeNodes({ kubernetes }: Gateways, input: NodeObservation) {
  const { resourceId, pool, rolling, pace } = input;
  let last: NodesReading = { nodes: null, unread: null, at: campaignNow(pace) };
  let isReading = false;
  let dueAt = 0;
  let delayMs = pollDelay(pace, intervalMs, floorMs);

  const note = (next: NodesReading): void => {
    last = next;
    delayMs = next.unread === null ? pollDelay(pace, intervalMs, floorMs) : Math.min(seldomMs, delayMs * 2);
  };

  /** Heartbeats are not redacted, so they carry no text from outside; the log does, once. */
  const describeUnread = (what: string, because: Failure): string => {
    if (last.unread === null) log.warn(`${what} cannot be read`, { pool, because: because.message });
    return `${what} (${because.kind}): ${failureRules[because.kind].text}`;
  };

  const read = async (): Promise<void> => {
    const signal = AbortSignal.any([cancellationSignal(), AbortSignal.timeout(readWithinMs)]);
    try {
      const readers = kubernetes.rolling(resourceId, { signal, onRequest: () => undefined });
      const { unread, ...view } = await readRolling(readers, { pool, since: rolling.since });
      const at = campaignNow(pace);
      const nodes = nodeSteps(rolling, view, at);
      note({ nodes, unread: unread === null ? null : describeUnread(unread.what, unread.failure), at });
    } catch (thrown) {
      const because =
        thrown instanceof FailureError ? thrown.failure : failure('unclassified', String(thrown));
      note({ nodes: null, unread: describeUnread('nodes', because), at: campaignNow(pace) });
    } finally {
      isReading = false;
      dueAt = performance.now() + delayMs;
    }
  };

  return {
    latest(): NodesReading {
      if (!isReading && performance.now() >= dueAt) {
        isReading = true;
        void read();
      }
      return last;
    },
  };
}

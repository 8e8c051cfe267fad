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

export interface SeenNodes {
  /** null: no one has seen them yet, or the last look failed. */
  readonly nodes: readonly SteppedNode[] | null;
  /** Why the last look failed or saw only a part; null: it saw everything. */
  readonly unseen: string | null;
  /** Campaign time (ms). */
  readonly at: number;
}

/** Between two looks: campaign time, but never less than so much real time. */
const intervalMs = 15_000;
const floorMs = 1_000;
/** A cluster that cannot be seen is asked ever less often. */
const seldomMs = 300_000;
/** Real time: a look that takes longer is given up. */
const lookWithinMs = 20_000;

/**
 * Looks at the nodes of a pool now and then, beside anyone who watches its operation: an API server that is slow or silent
 * never holds the watch up, and never ends it. `latest` begins a look if one is due and answers with the last.
 */
export function lookAtNodes({ kubernetes }: Gateways, input: NodeObservation) {
  const { resourceId, pool, rolling, pace } = input;
  let seen: SeenNodes = { nodes: null, unseen: null, at: campaignNow(pace) };
  let isLooking = false;
  let dueAt = 0;
  let delayMs = pollDelay(pace, intervalMs, floorMs);

  const note = (next: SeenNodes): void => {
    seen = next;
    delayMs = next.unseen === null ? pollDelay(pace, intervalMs, floorMs) : Math.min(seldomMs, delayMs * 2);
  };

  /** A heartbeat carries no word of others: no one takes secrets out of it. Their words are in the log, once. */
  const tell = (what: string, because: Failure): string => {
    if (seen.unseen === null) log.warn(`${what} cannot be seen`, { pool, because: because.message });
    return `${what} (${because.kind}): ${failureRules[because.kind].text}`;
  };

  const look = async (): Promise<void> => {
    const signal = AbortSignal.any([cancellationSignal(), AbortSignal.timeout(lookWithinMs)]);
    try {
      const readers = kubernetes.rolling(resourceId, { signal, onRequest: () => undefined });
      const { unseen, ...view } = await readRolling(readers, { pool, since: rolling.since });
      const at = campaignNow(pace);
      const nodes = nodeSteps(rolling, view, at);
      note({ nodes, unseen: unseen === null ? null : tell(unseen.what, unseen.failure), at });
    } catch (thrown) {
      const because =
        thrown instanceof FailureError ? thrown.failure : failure('unclassified', String(thrown));
      note({ nodes: null, unseen: tell('nodes', because), at: campaignNow(pace) });
    } finally {
      isLooking = false;
      dueAt = performance.now() + delayMs;
    }
  };

  return {
    latest(): SeenNodes {
      if (!isLooking && performance.now() >= dueAt) {
        isLooking = true;
        void look();
      }
      return seen;
    },
  };
}

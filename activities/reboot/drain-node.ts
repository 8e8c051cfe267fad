import { cancellationSignal, heartbeat, sleep } from '@temporalio/activity';
import type { Pace } from '#domain/campaign/pace.ts';
import { realDuration } from '#domain/campaign/pace.ts';
import type { DrainConsent } from '#domain/drain/classify-pod.ts';
import { type DrainSummary, summarizeDrain } from '#domain/drain/drain-report.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { drainNode as drain } from '#procedures/drain/drain-node.ts';
import type { DrainClock } from '#procedures/drain/drain-pass.ts';
import { campaignNow, pollDelay } from '../envelope/campaign-clock.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface DrainNodeInput extends PacedInput {
  readonly resourceId: string;
  readonly node: string;
  /** The campaign, for the annotation on the node. */
  readonly by: string;
  readonly consent: DrainConsent;
  /** null: the pods' own. */
  readonly graceSeconds: number | null;
  /** Campaign time (ms): when to give up. */
  readonly deadline: number;
  readonly parallelism: number;
  /** How long successors are waited for, campaign time (ms). */
  readonly successorsMs: number;
  readonly skipStuckMs: number | null;
  readonly pollFloorMs: number;
}

/**
 * Drains a node; heartbeats report the remaining pods and what blocks them. It keeps no state: when a worker
 * dies, another one starts again. A cancelled drain stops sending; the node stays cordoned until `uncordonNode`. Never
 * run it beside an AKS operation on the same pool.
 */
export function drainNode(gateways: Gateways) {
  return async (input: DrainNodeInput): Promise<DrainSummary> => {
    const client = await gateways.kubernetes.drainClient(input.resourceId, cancellationSignal());
    const report = await drain(
      client,
      { ...input, timeoutMs: input.deadline - campaignNow(input.pace), isDryRun: false },
      clockOf(input.pace, input.pollFloorMs),
      (progress) => heartbeat(progress),
    );
    return summarizeDrain(report);
  };
}

function clockOf(pace: Pace | null, floorMs: number): DrainClock {
  return {
    now: () => campaignNow(pace),
    wait: (ms) => sleep(pollDelay(pace, ms, floorMs)),
    fromReal: (ms) => ms / realDuration(pace, 1),
  };
}

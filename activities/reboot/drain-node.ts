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
  /** Who drains, for the note on the node: the campaign. */
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
 * Empties a node; heartbeats say how many pods are left and who blocks them. Nothing is kept here: a worker that dies is
 * followed by another one that begins again. A cancelled drain stops sending; the node stays closed, and
 * `uncordonNode` opens it again. Never beside an operation of AKS on the same pool.
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

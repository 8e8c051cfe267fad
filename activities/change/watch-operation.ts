import { activityInfo, cancellationSignal, heartbeat, log, sleep } from '@temporalio/activity';
import type { Change, Operation, OperationReading } from '#domain/change/change.ts';
import { failureRules } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { isInFinalSoak } from '#domain/rolling-upgrade/final-soak.ts';
import { summarizeSteps } from '#domain/rolling-upgrade/pool-steps.ts';
import type { RollingTarget } from '#domain/rolling-upgrade/rolling-view.ts';
import {
  describeDrainBlocker,
  longestBlocked,
  type StalledDrainPolicy,
  type StallLevel,
  stallLevel,
} from '#domain/rolling-upgrade/stalled-drain.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import type { WatchProgress } from '#protocol/watch-progress.ts';
import { campaignNow, pollDelay } from '../envelope/campaign-clock.ts';
import type { PacedInput } from '../envelope/paced-input.ts';
import { type NodesReading, observeNodes } from './observe-nodes.ts';

export interface WatchOperationInput extends PacedInput {
  readonly operation: Operation;
  /** What was started, for the metrics; absent: not measured, as an abort. */
  readonly change?: Change['kind'];
  /** Campaign time (ms): when to stop watching an operation that does not end. */
  readonly deadline: number;
  readonly pollMs: number;
  readonly pollFloorMs: number;
  /** Of an operation that replaces nodes: what they become. Absent: nodes are not read. */
  readonly rolling?: RollingTarget;
  /** Answers once a blue-green upgrade is in its final soak; absent: watches on. */
  readonly endsInFinalSoak?: true;
  /** Absent: a drain that is blocked is shown, and nothing follows from it. */
  readonly stall?: StallWatch;
}

interface StallWatch {
  readonly policy: StalledDrainPolicy;
  /** What the last watch ended with: this one ends once that has changed. */
  readonly reported: StallLevel;
  /** Campaign time (ms): an operator asked to wait until then. */
  readonly notBefore: number;
}

/** As far as known, it still runs in Azure. */
interface TooLong {
  readonly state: 'took-too-long';
  readonly progress: string;
  /** What blocks its drain; absent: nothing, or it was not read. */
  readonly blockedBy?: string;
}

/** The operation continues, but its drain is blocked now, or no longer. */
export interface StallChanged {
  readonly state: 'stall-changed';
  readonly level: StallLevel;
  /** What blocks it ("pdb shop/till: pod shop/till-1 ..., since ..."); null: nothing does. */
  readonly blockedBy: string | null;
  /** Since when, campaign time (ms); null likewise. */
  readonly since: number | null;
}

/** The operation continues: Azure keeps the old nodes for a while. */
export interface InFinalSoak {
  readonly state: 'in-final-soak';
}

export type WatchAnswer = (
  | Exclude<OperationReading, { state: 'running' }>
  | TooLong
  | StallChanged
  | InFinalSoak
) & {
  /** As last counted before that; absent: not counted. */
  readonly nodes?: { readonly done: number; readonly total: number };
};

/** Watches an operation; how it ended is a line of the worker's log. */
export function watchOperation(gateways: Gateways) {
  const watch = watchToItsEnd(gateways);
  return async (input: WatchOperationInput): Promise<WatchAnswer> => {
    const answer = await watch(input);
    noteEnd(input.operation, answer);
    return answer;
  };
}

function noteEnd({ pool }: Operation, answer: WatchAnswer): void {
  if (answer.state === 'stall-changed' || answer.state === 'in-final-soak') return;
  if (answer.state === 'succeeded') log.info('operation succeeded', { pool });
  else if (answer.state === 'took-too-long')
    log.warn('operation took too long', { pool, progress: answer.progress });
  else {
    const { kind, message } = answer.failure;
    log.warn(`operation ${answer.state}`, { pool, failure: kind, message });
  }
}

/**
 * Polls an operation until it ends and reports its progress in heartbeats. It keeps no state: when a
 * worker dies, another one continues to poll the same operation.
 */
function watchToItsEnd(gateways: Gateways) {
  return async (input: WatchOperationInput): Promise<WatchAnswer> => {
    const { operation, pace, deadline } = input;
    const nodes = openNodes(gateways, input);
    let counted = (activityInfo().heartbeatDetails as WatchProgress | undefined)?.nodes ?? null;
    const answer = (end: WatchAnswer) => (counted === null ? end : { ...end, nodes: counted });
    for (;;) {
      const reading = await readOperation(gateways, input);
      if (reading.state !== 'running') return answer(reading);
      counted = reading.nodes ?? counted;
      const seen = nodes?.latest() ?? null;
      heartbeat({
        pool: operation.pool,
        progress: reading.progress,
        nodes: reading.nodes,
        ...progressOf(seen),
      } satisfies WatchProgress);
      if (campaignNow(pace) > deadline)
        return answer({ state: 'took-too-long', progress: reading.progress, ...describeBlocked(seen) });
      if (input.endsInFinalSoak && isInFinalSoak(reading.progress, seen?.nodes ?? null))
        return answer({ state: 'in-final-soak' });
      const changed = stallChange(input, seen);
      if (changed !== null) return answer(changed);
      await sleep(pollDelay(pace, input.pollMs, input.pollFloorMs));
    }
  };
}

function openNodes(gateways: Gateways, { operation, rolling, pace }: WatchOperationInput) {
  const { resourceId, pool } = operation;
  return pool === null || rolling === undefined
    ? null
    : observeNodes(gateways, { resourceId, pool, rolling, pace });
}

function progressOf(seen: NodesReading | null): Partial<WatchProgress> {
  if (seen === null) return {};
  const { nodes, unread, at } = seen;
  return {
    ...(nodes === null ? {} : { steps: summarizeSteps(nodes), blockedBy: describeDrainBlocker(nodes, at) }),
    ...(unread === null ? {} : { unread }),
  };
}

function describeBlocked(seen: NodesReading | null): Pick<TooLong, 'blockedBy'> {
  if (seen === null || seen.nodes === null || seen.unread !== null) return {};
  const blockedBy = describeDrainBlocker(seen.nodes, seen.at, 'since');
  return blockedBy === null ? {} : { blockedBy };
}

/** What could not be read changes nothing. */
function stallChange({ stall }: WatchOperationInput, seen: NodesReading | null): StallChanged | null {
  if (stall === undefined || seen === null || seen.nodes === null || seen.unread !== null) return null;
  const { nodes, at } = seen;
  const level = stallLevel(stall.policy, nodes, { now: at, notBefore: stall.notBefore });
  if (level === stall.reported) return null;
  const since = longestBlocked(nodes)?.blocker.since ?? null;
  return { state: 'stall-changed', level, blockedBy: describeDrainBlocker(nodes, at, 'since'), since };
}

/** While Azure does not answer, Temporal retries; past the deadline an operator decides instead. */
async function readOperation(
  gateways: Gateways,
  input: WatchOperationInput,
): Promise<OperationReading | TooLong> {
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

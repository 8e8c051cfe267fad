import type { FailureKind } from '../failure.ts';
import type { SteppedNode } from './node-steps.ts';
import { longestBlocked } from './pool-steps.ts';

/** `nodePools.defaults.stalledDrain`: what becomes of a drain that is blocked. Times in ms of campaign time. */
export interface StalledDrainPolicy {
  /** From then on people are told; AKS keeps trying. */
  readonly notifyAfterMs: number;
  /** What is done after `afterMs`. Wait: nothing, AKS's own drain timeout ends it. */
  readonly afterwards: 'Wait' | 'Ask' | 'Abort';
  readonly afterMs: number;
}

/**
 * The same during a rollback: one that was aborted would leave the pool between two versions, with nothing that follows by rule, so
 * where the file says Abort a person is asked.
 */
export function forRollback(policy: StalledDrainPolicy): StalledDrainPolicy {
  return policy.afterwards === 'Abort' ? { ...policy, afterwards: 'Ask' } : policy;
}

/** notify: people are to be told. act: it is time for what the policy says. */
export type StallLevel = 'none' | 'notify' | 'act';

/**
 * How serious it is by now: the node that is blocked longest decides. `notBefore` (ms) is until when a person said to wait.
 */
export function stallLevel(
  { notifyAfterMs, afterwards, afterMs }: StalledDrainPolicy,
  nodes: readonly SteppedNode[],
  { now, notBefore }: { readonly now: number; readonly notBefore: number },
): StallLevel {
  const held = longestBlocked(nodes);
  if (held === null) return 'none';
  const heldMs = now - held.hold.since;
  if (afterwards !== 'Wait' && heldMs >= afterMs && now >= notBefore) return 'act';
  return heldMs >= notifyAfterMs ? 'notify' : 'none';
}

/** How a drain that a person was asked about came to need no answer. */
export type DrainEnd =
  | { readonly kind: 'went-on' }
  /** The operation ended; null: well. */
  | { readonly kind: 'ended'; readonly failure: FailureKind | null };

/** Why the question is taken back. */
export function describeWithdrawn(end: DrainEnd): string {
  if (end.kind === 'went-on') return 'the drain continued';
  if (end.failure === 'took-too-long')
    return 'the time that the file allows for it was over, and the drain was still blocked';
  return end.failure === null ? 'the operation ended' : 'the operation ended without success';
}

/** How far an operation was when its time was over, and what blocked its drain then (null: nothing that was seen). */
export function describeTooLong(progress: string, blockedBy: string | null): string {
  const held = blockedBy === null ? '' : `; its drain is blocked by ${blockedBy}`;
  return `Still running: ${progress}${held}.`;
}

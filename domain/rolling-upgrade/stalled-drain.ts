import type { FailureKind } from '../failure.ts';
import { formatDuration } from '../text/duration.ts';
import type { DrainBlocker } from './find-drain-blocker.ts';
import type { SteppedNode } from './node-steps.ts';

/**
 * A blocked drain is shown after this time, calls for attention after the file's `notifyAfter`, and is acted on after its `after`;
 * all three count from when the drain was blocked. PDBs refuse evictions for seconds all the time while pods become ready elsewhere.
 */
export const showBlockedAfterMs = 60_000;

/** `nodePools.defaults.stalledDrain`: what follows from a blocked drain. Times in ms of campaign time. */
export interface StalledDrainPolicy {
  /** From then on the status asks for attention; AKS keeps trying. */
  readonly notifyAfterMs: number;
  /** What is done after `afterMs`. Wait: nothing, AKS's own drain timeout ends it. */
  readonly afterwards: 'Wait' | 'Ask' | 'Abort';
  readonly afterMs: number;
}

/**
 * The policy during a rollback: an aborted one would leave the pool between two versions, so where the file says Abort an operator
 * is asked.
 */
export function forRollback(policy: StalledDrainPolicy): StalledDrainPolicy {
  return policy.afterwards === 'Abort' ? { ...policy, afterwards: 'Ask' } : policy;
}

/** notify: the status asks for attention. act: it is time for what the policy says. */
export type StallLevel = 'none' | 'notify' | 'act';

/**
 * How serious it is by now: the node that is blocked longest decides. `notBefore` (ms): until when an operator said to wait.
 */
export function stallLevel(
  { notifyAfterMs, afterwards, afterMs }: StalledDrainPolicy,
  nodes: readonly SteppedNode[],
  { now, notBefore }: { readonly now: number; readonly notBefore: number },
): StallLevel {
  const blocked = longestBlocked(nodes);
  if (blocked === null) return 'none';
  const blockedMs = now - blocked.blocker.since;
  if (afterwards !== 'Wait' && blockedMs >= afterMs && now >= notBefore) return 'act';
  return blockedMs >= notifyAfterMs ? 'notify' : 'none';
}

/** The node that has been blocked longest; null: none is. */
export function longestBlocked(
  nodes: readonly SteppedNode[],
): { readonly node: string; readonly blocker: DrainBlocker } | null {
  const blocked = nodes.flatMap(({ name, blocker }) => (blocker === null ? [] : [{ node: name, blocker }]));
  return blocked.toSorted((a, b) => a.blocker.since - b.blocker.since)[0] ?? null;
}

/**
 * "pdb shop/till: pod shop/till-1 of Deployment shop/till on aks-np-1-vmss000002, for 12m", or with `as` "since" the instant
 * (", since 2026-04-01T08:05:00Z") for what is read later; null: no drain has been blocked for long enough to be shown.
 */
export function describeDrainBlocker(
  nodes: readonly SteppedNode[],
  now: number,
  as: 'for' | 'since' = 'for',
): string | null {
  const blocked = longestBlocked(nodes);
  if (blocked === null || now - blocked.blocker.since < showBlockedAfterMs) return null;
  const { by, pod, owner, since } = blocked.blocker;
  const whose = owner === `Pod ${pod}` ? '' : ` of ${owner}`;
  const minutes = Math.floor((now - since) / 60_000) * 60_000;
  const when = as === 'for' ? formatDuration(minutes) : `${new Date(since).toISOString().slice(0, 19)}Z`;
  return `${by}: pod ${pod}${whose} on ${blocked.node}, ${as} ${when}`;
}

/** Why the question about a blocked drain needs no answer any more. */
export type DrainEnd =
  | { readonly kind: 'went-on' }
  /** The operation ended; null: it succeeded. */
  | { readonly kind: 'ended'; readonly failure: FailureKind | null };

/** Why the question is taken back. */
export function describeWithdrawn(end: DrainEnd): string {
  if (end.kind === 'went-on') return 'the drain continued';
  if (end.failure === 'took-too-long')
    return 'the time that the file allows for it was over, and the drain was still blocked';
  return end.failure === null ? 'the operation ended' : 'the operation ended without success';
}

/** How far an operation was when its time was over, and what blocked its drain then (null: nothing, as far as was read). */
export function describeTooLong(progress: string, blockedBy: string | null): string {
  const blocked = blockedBy === null ? '' : `; its drain is blocked by ${blockedBy}`;
  return `Still running: ${progress}${blocked}.`;
}

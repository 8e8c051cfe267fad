import { type DrainLog, type PodEntry, remaining } from './drain-log.ts';

export type DrainVerdict =
  /** Whatever has to go has gone, or the node itself has. */
  | { readonly state: 'drained' }
  /** The remaining pods never end without intervention. */
  | { readonly state: 'blocked' }
  | { readonly state: 'timed-out' }
  /** Read again after this time (ms). */
  | { readonly state: 'go-on'; readonly waitMs: number };

export interface DrainMoment {
  /** ms since the epoch, both. */
  readonly now: number;
  readonly deadline: number;
  readonly isNodeGone: boolean;
  /** Looks in a row that showed nothing new. */
  readonly quietPasses: number;
  /** Pods whose end lies further back than this are not waited for, ms; null: all are. */
  readonly skipStuckMs: number | null;
  /** Before it no drain is over: the node was closed a moment ago. ms since the epoch. */
  readonly lastComers: number;
}

/** Where a drain stands after a pass. */
export function judgeDrain(log: DrainLog, moment: DrainMoment): DrainVerdict {
  const { now, deadline, isNodeGone, quietPasses, skipStuckMs, lastComers } = moment;
  const left = remaining(log).filter((entry) => !isSkipped(entry, now, skipStuckMs));
  if (isNodeGone || left.length === 0) return { state: 'drained' };
  if (left.every(({ isGivenUp }) => isGivenUp)) return { state: 'blocked' };
  if (now >= deadline) return { state: 'timed-out' };
  const isMoving = left.some(({ terminatingSince }) => terminatingSince !== null);
  const isAnybodyHeld = left.some(
    ({ blockedBy, terminatingSince }) => blockedBy && terminatingSince === null,
  );
  // A budget frees others as soon as the successors of evicted pods are ready: each late read delays all of them.
  const isSoon = isAnybodyHeld && now - lastMove(log) < soonMs;
  const longest = isSoon ? longestLookMs.soon : isMoving ? longestLookMs.moving : longestLookMs.blocked;
  // With no pod left to evict, no earlier read could change anything.
  const isAllTold = left.every(({ terminatingSince }) => terminatingSince !== null);
  const soonest = isAllTold ? lastComers - now : 0;
  const next = Math.max(soonest, Math.min(longest, firstLookMs * 2 ** Math.min(quietPasses, 10)));
  const waitMs = Math.min(next, deadline - now);
  return { state: 'go-on', waitMs };
}

const firstLookMs = 250;
const longestLookMs = { soon: 500, moving: 1_000, blocked: 2_000 };
/** By then a successor that starts quickly is ready; one that pulls its image is waited for at the other pace. */
const soonMs = 5_000;

/** The last eviction, or end of a pod; ms since the epoch. */
function lastMove(log: DrainLog): number {
  const moves = [...log.values()].flatMap(({ terminatingSince, goneAt }) => [terminatingSince, goneAt]);
  return Math.max(Number.NEGATIVE_INFINITY, ...moves.filter((each) => each !== null));
}

/** kubectl's --skip-wait-for-delete-timeout: the node may be lost and never say that the pod has ended. */
function isSkipped({ judged }: PodEntry, now: number, skipStuckMs: number | null): boolean {
  const { endsAt } = judged.pod;
  return skipStuckMs !== null && endsAt !== null && now - endsAt > skipStuckMs;
}

/**
 * How many evictions are on their way at a time: half as many as soon as the API server asks for fewer requests, one
 * more after every pass in which it did not.
 */
export function nextParallelism(current: number, most: number, wasOverloaded: boolean): number {
  return wasOverloaded ? Math.max(1, Math.floor(current / 2)) : Math.min(most, current + 1);
}

/** The shortest pause that the API server asked for (ms); null: it did not. */
export function askedPauseMs(log: DrainLog, now: number): number | null {
  const asked = remaining(log)
    .filter(({ answer, triedAt }) => answer === 'overloaded' && triedAt !== null)
    .map(({ retryAt }) => retryAt - now)
    .filter((ms) => ms > 0);
  return asked.length === 0 ? null : Math.min(...asked);
}

/** Why an evicted pod has not ended, once it is late; null: it has time left. */
export function whyStuck(
  { judged: { pod }, terminatingSince }: Pick<PodEntry, 'judged' | 'terminatingSince'>,
  now: number,
  isNodeReady: boolean,
): string | null {
  if (terminatingSince === null || now - terminatingSince <= pod.graceSeconds * 1_000 + lateMs) return null;
  const holding = pod.finalizers.filter((each) => !passingFinalizers.has(each));
  if (holding.length > 0) return `finalizer ${holding.join(', ')}`;
  return isNodeReady ? 'its containers, which do not terminate' : 'its node, which is not ready';
}

const lateMs = 60_000;
/** Kubernetes' own controllers take these away by themselves. */
const passingFinalizers = new Set(['batch.kubernetes.io/job-tracking', 'foregroundDeletion']);

/** In words, for a heartbeat or a terminal: who blocks how many pods since when; the longest first. */
export interface Blocker {
  readonly by: string;
  readonly pods: number;
  readonly sinceMs: number;
}

export function blockersOf(log: DrainLog, now: number): readonly Blocker[] {
  const groups = Map.groupBy(
    remaining(log).filter(({ blockedBy }) => blockedBy !== null),
    ({ blockedBy }) => blockedBy ?? '',
  );
  return [...groups]
    .map(([by, entries]) => ({
      by,
      pods: entries.length,
      sinceMs: Math.max(...entries.map(({ blockedSince }) => now - (blockedSince ?? now))),
    }))
    .toSorted((a, b) => b.sinceMs - a.sinceMs || (a.by < b.by ? -1 : 1));
}

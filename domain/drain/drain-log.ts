import type { JudgedPod } from './classify-pod.ts';
import { isTerminating } from './drain-pod.ts';
import {
  type EvictionAnswer,
  type EvictionAnswerKind,
  evictionRules,
  reactionTo,
  retryDelayMs,
} from './eviction-answer.ts';
import { type Arrival, arrivalOf, describeReturn } from './returning-pod.ts';

/**
 * What one drain remembers of the pods it met, by uid. It is for pauses and for the report alone: what is to be
 * done follows from what the cluster shows, so that a drain may be begun again without it.
 */
export type DrainLog = ReadonlyMap<string, PodEntry>;

/** Times are ms since the epoch, by the clock of the drain. */
export interface PodEntry {
  readonly judged: JudgedPod;
  readonly arrival: Arrival;
  readonly firstSeenAt: number;
  /** Evictions sent, and when the last one was; null: none. */
  readonly attempts: number;
  readonly triedAt: number | null;
  /** Before that it is not evicted again. */
  readonly retryAt: number;
  readonly answer: EvictionAnswerKind | null;
  /** How often in a row the answer was that. */
  readonly refusals: number;
  readonly isAccepted: boolean;
  readonly isGivenUp: boolean;
  /** Who keeps it from going, and since when. */
  readonly blockedBy: string | null;
  readonly blockedSince: number | null;
  /** The other side's last words. */
  readonly message: string | null;
  readonly terminatingSince: number | null;
  /** null: it is still there. */
  readonly goneAt: number | null;
  /** Whether its successor is ready elsewhere. */
  readonly isReplaced: boolean;
}

export const emptyLog: DrainLog = new Map();

/**
 * After a read of the node: which pods are new, which are gone. `isSettled`: who is new was placed here after
 * the scheduler had seen the cordon.
 */
export function noteListing(
  log: DrainLog,
  judged: readonly JudgedPod[],
  now: number,
  isSettled = false,
): DrainLog {
  const there = new Map(judged.map((each) => [each.pod.uid, each]));
  const next = new Map<string, PodEntry>();
  for (const [uid, entry] of log) {
    const seen = there.get(uid);
    next.set(
      uid,
      seen === undefined ? { ...entry, goneAt: entry.goneAt ?? now } : seenAgain(entry, seen, now),
    );
  }
  for (const [uid, each] of there)
    if (!next.has(uid)) {
      const arrival = log.size === 0 ? 'first' : arrivalOf(each.pod, next.values(), isSettled);
      next.set(uid, firstSeen(each, arrival, now));
    }
  return next;
}

/** After an eviction was answered. */
export function noteAnswer(log: DrainLog, uid: string, answer: EvictionAnswer, now: number): DrainLog {
  const entry = log.get(uid);
  if (entry === undefined) return log;
  const refusals = entry.answer === answer.kind ? entry.refusals + 1 : 1;
  const reaction = reactionTo(answer.kind, refusals);
  const isRefused = reaction !== 'wait' && reaction !== 'skip';
  const blockedBy = isRefused ? (answer.blockedBy ?? evictionRules[answer.kind].text) : null;
  return with_(log, {
    ...entry,
    attempts: entry.attempts + 1,
    triedAt: now,
    // What was accepted and yet does not terminate is asked again as if it had been refused.
    retryAt: now + (isRefused ? retryDelayMs(answer, refusals) : evictionRules.budget.delayMs),
    answer: answer.kind,
    refusals,
    isAccepted: entry.isAccepted || reaction === 'wait',
    isGivenUp: reaction === 'give-up' || reaction === 'stop',
    blockedBy,
    blockedSince: blockedBy === null ? null : (entry.blockedSince ?? now),
    message: isRefused ? answer.message : null,
    terminatingSince: reaction === 'wait' ? (entry.terminatingSince ?? now) : entry.terminatingSince,
    goneAt: reaction === 'skip' ? now : entry.goneAt,
  });
}

/** Of pods that wait without being asked about: who keeps them. */
export function noteBlocked(log: DrainLog, uid: string, blockedBy: string, now: number): DrainLog {
  const entry = log.get(uid);
  if (entry === undefined) return log;
  return with_(log, { ...entry, blockedBy, blockedSince: entry.blockedSince ?? now });
}

/**
 * The last of these pods have no successor ready elsewhere yet: `missing` of those of each controller (by uid), and as many
 * as have come back, or came late and were evicted, too.
 */
export function noteSuccessors(log: DrainLog, missing: ReadonlyMap<string, number>): DrainLog {
  const left = new Map(missing);
  for (const entry of log.values()) {
    const controller = entry.judged.pod.controller?.uid;
    const short = controller === undefined ? undefined : left.get(controller);
    if (controller !== undefined && short !== undefined && (hasReturned(entry) || entry.arrival === 'late'))
      left.set(controller, short + 1);
  }
  const next = new Map(log);
  for (const [uid, entry] of [...log].toReversed()) {
    const controller = entry.judged.pod.controller?.uid;
    if (controller === undefined || !left.has(controller) || !hasMoved(entry)) continue;
    const short = left.get(controller) ?? 0;
    left.set(controller, Math.max(0, short - 1));
    next.set(uid, { ...entry, isReplaced: short === 0 });
  }
  return next;
}

/** Whether it ended because of our eviction. */
export function hasMoved({ isAccepted, goneAt }: PodEntry): boolean {
  return isAccepted && goneAt !== null;
}

/** What has to go and has not. */
export function remaining(log: DrainLog): readonly PodEntry[] {
  return [...log.values()].filter((entry) => mustGo(entry) && entry.goneAt === null);
}

/** Whether a drain is about the pod at all: what came back despite the cordon stays, as what a node runs of itself does. */
export function mustGo({ judged, arrival }: PodEntry): boolean {
  return judged.treatment !== 'skip' && arrival !== 'returned';
}

/** Whether it is on the node in spite of the cordon, in the place of a pod that was evicted. */
export function hasReturned({ judged, arrival, goneAt }: PodEntry): boolean {
  return judged.treatment !== 'skip' && arrival === 'returned' && goneAt === null;
}

function firstSeen(judged: JudgedPod, arrival: Arrival, now: number): PodEntry {
  const blockedBy = arrival === 'returned' ? describeReturn(judged.pod) : judged.refusal;
  return {
    judged,
    arrival,
    firstSeenAt: now,
    attempts: 0,
    triedAt: null,
    retryAt: now,
    answer: null,
    refusals: 0,
    isAccepted: false,
    isGivenUp: judged.treatment === 'refuse',
    blockedBy,
    blockedSince: blockedBy === null ? null : now,
    message: null,
    terminatingSince: isTerminating(judged.pod) ? now : null,
    goneAt: null,
    isReplaced: false,
  };
}

function seenAgain(entry: PodEntry, judged: JudgedPod, now: number): PodEntry {
  if (entry.arrival === 'returned') return { ...entry, judged, goneAt: null };
  const terminatingSince = isTerminating(judged.pod)
    ? (entry.terminatingSince ?? now)
    : entry.isAccepted
      ? entry.terminatingSince
      : null;
  const hasTurned =
    judged.treatment !== entry.judged.treatment ||
    (terminatingSince !== null && entry.terminatingSince === null);
  const fresh = { blockedBy: judged.refusal, blockedSince: null, isGivenUp: judged.refusal !== null };
  return { ...entry, judged, goneAt: null, terminatingSince, ...(hasTurned && fresh) };
}

function with_(log: DrainLog, entry: PodEntry): DrainLog {
  return new Map(log).set(entry.judged.pod.uid, entry);
}

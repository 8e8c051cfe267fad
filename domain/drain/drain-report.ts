import type { PodClass } from './classify-pod.ts';
import { type DrainLog, hasReturned, type PodEntry } from './drain-log.ts';
import type { DrainRefusal } from './refuse-drain.ts';

export type DrainOutcome = 'drained' | 'would-drain' | 'refused' | 'timed-out' | 'failed';

/**
 * evicted: it ended after our eviction. replaced: so, and its successor is ready elsewhere. gone: it ended on its own.
 * returned: recreated there in place of an evicted pod, and left there. terminating: evicted, still there.
 * untouched: nothing was tried.
 */
type PodOutcome =
  | 'evicted'
  | 'replaced'
  | 'gone'
  | 'returned'
  | 'terminating'
  | 'blocked'
  | 'skipped'
  | 'untouched';

export interface PodReport {
  readonly namespace: string;
  readonly name: string;
  readonly class: PodClass;
  readonly uid: string;
  readonly outcome: PodOutcome;
  readonly blockedBy: string | null;
  /** Evictions sent. */
  readonly attempts: number;
  /** From when it was first seen until it was gone, or the drain ended. */
  readonly seconds: number;
}

/** What a drain has done, pod by pod; the shape is a promise (docs/cli.md). */
export interface DrainReport {
  readonly node: string;
  readonly outcome: DrainOutcome;
  /** Why it ended like this; null: it is drained. */
  readonly reason: string | null;
  readonly cordonedByUs: boolean;
  /** Whether this drain made it schedulable again. */
  readonly uncordoned: boolean;
  readonly pods: readonly PodReport[];
  readonly passes: number;
  /** What the API server was asked, retries included. */
  readonly requests: number;
  readonly seconds: number;
}

/** `refusals`: why nothing was begun; of a drain that was, none. */
export function reportPods(
  log: DrainLog,
  now: number,
  { hasBegun, refusals = [] }: { readonly hasBegun: boolean; readonly refusals?: readonly DrainRefusal[] },
): readonly PodReport[] {
  const refused = new Map(refusals.map(({ pod, blockedBy }) => [pod.uid, blockedBy]));
  return [...log.values()].map((entry) => {
    const { pod, class: podClass } = entry.judged;
    const outcome = outcomeOf(entry, hasBegun);
    const isStanding = ['returned', 'blocked', 'terminating', 'untouched'].includes(outcome);
    return {
      namespace: pod.namespace,
      name: pod.name,
      class: podClass,
      uid: pod.uid,
      outcome,
      blockedBy: refused.get(pod.uid) ?? (isStanding ? entry.blockedBy : null),
      attempts: entry.attempts,
      seconds: secondsOf((entry.goneAt ?? now) - entry.firstSeenAt),
    };
  });
}

/** To a tenth. */
export function secondsOf(ms: number): number {
  return Math.round(ms / 100) / 10;
}

function outcomeOf(entry: PodEntry, hasBegun: boolean): PodOutcome {
  if (entry.judged.treatment === 'skip') return 'skipped';
  if (hasReturned(entry)) return 'returned';
  if (entry.isReplaced) return 'replaced';
  if (entry.goneAt !== null) return entry.isAccepted ? 'evicted' : 'gone';
  if (entry.terminatingSince !== null) return 'terminating';
  return hasBegun && entry.blockedBy !== null ? 'blocked' : 'untouched';
}

/** A report small enough for a history: numbers, and the first pods that have not moved. */
export interface DrainSummary extends Omit<DrainReport, 'pods'> {
  readonly counts: Readonly<Partial<Record<PodOutcome, number>>>;
  readonly notMoved: readonly Pick<PodReport, 'namespace' | 'name' | 'outcome' | 'blockedBy'>[];
}

const mostNotMoved = 20;
const longestReason = 600;

export function summarizeDrain({ pods, reason, ...report }: DrainReport): DrainSummary {
  const counts: Partial<Record<PodOutcome, number>> = {};
  for (const { outcome } of pods) counts[outcome] = (counts[outcome] ?? 0) + 1;
  const standing = pods.filter(({ outcome, blockedBy }) => blockedBy !== null || outcome === 'terminating');
  const notMoved = standing
    .slice(0, mostNotMoved)
    .map(({ namespace, name, outcome, blockedBy }) => ({ namespace, name, outcome, blockedBy }));
  return { ...report, reason: reason?.slice(0, longestReason) ?? null, counts, notMoved };
}

import { chooseEvictions } from '#domain/drain/choose-evictions.ts';
import { type DrainConsent, isOfDaemonSet, type JudgedPod, judgePod } from '#domain/drain/classify-pod.ts';
import type { DisruptionBudget } from '#domain/drain/disruption-budget.ts';
import { type DrainLog, noteAnswer, noteBlocked, noteListing, remaining } from '#domain/drain/drain-log.ts';
import { type DrainPod, isTerminating } from '#domain/drain/drain-pod.ts';
import { whyStuck } from '#domain/drain/drain-verdict.ts';
import {
  type EvictionAnswer,
  evictionRules,
  reactionTo,
  readEvictionAnswer,
} from '#domain/drain/eviction-answer.ts';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { DrainClient } from '#gateways/kubernetes/drain/drain-client.ts';
import { mapBounded } from '../map-bounded.ts';

/** The time a drain goes by. */
export interface DrainClock {
  /** ms since the epoch. */
  now(): number;
  /** Throws when the drain is cancelled. */
  wait(ms: number): Promise<void>;
  /** What the API server asks for is real time; this is how long it is by this clock. */
  fromReal(ms: number): number;
}

export interface PassRules {
  /** Shortens the pods' own grace period; never lengthens it. null: their own. */
  readonly graceSeconds: number | null;
  /** ms since the epoch; nothing is sent after it. */
  readonly deadline: number;
  /** Evictions on their way at a time. */
  readonly parallelism: number;
  readonly isNodeReady: boolean;
  /** Since the last look the scheduler has known of the cordon. */
  readonly isSettled: boolean;
  /** Called with every answer: a slow API server may take long for all of them. */
  readonly onAnswer: (log: DrainLog) => void;
}

/** Lists the node's pods, each with how a drain treats it. */
export type PodReader = () => Promise<readonly JudgedPod[]>;

/** Daemon sets are asked for once, and again only when a pod names one that is not known. */
export function openPodReader(client: DrainClient, node: string, consent: DrainConsent): PodReader {
  const standing = new Set<string>();
  const orphaning = new Set<string>();
  return async () => {
    const pods = await client.pods(node);
    const named = pods.filter(isOfDaemonSet).map(({ controller }) => controller?.uid ?? '');
    if (named.some((uid) => !standing.has(uid) && !orphaning.has(uid))) {
      // Where they cannot be read, all count as present.
      const found = (await client.daemonSetUids()) ?? new Set(named);
      for (const uid of named) (found.has(uid) ? standing : orphaning).add(uid);
    }
    return pods.map((pod) => judgePod(pod, consent, orphaning));
  };
}

/** What a pass decides by. */
export interface PassView {
  readonly judged: readonly JudgedPod[];
  readonly budgets: readonly DisruptionBudget[];
}

/**
 * One pass: read, choose, evict, note what remains. It needs nothing from the passes before it but their pauses, so it
 * may be the first one of another process. Throws a FailureError where no pod could ever be evicted.
 */
export async function runPass(
  client: DrainClient,
  readPods: PodReader,
  rules: PassRules,
  before: DrainLog,
  clock: DrainClock,
  /** Read just before the cordon: the next pass finds what was placed meanwhile. null: this pass reads. */
  seen: PassView | null = null,
): Promise<DrainLog> {
  // In parallel: one after the other, each pass would wait for two answers.
  const asked = seen === null && hasPodsToEvict(before) ? client.budgets() : null;
  asked?.catch(() => undefined);
  const judged = seen?.judged ?? (await readPods());
  let log = noteListing(before, judged, clock.now(), rules.isSettled);
  const budgets = seen?.budgets ?? (hasPodsToEvict(log) ? await (asked ?? client.budgets()) : []);
  const { send, blocked } = chooseEvictions(log, budgets, clock.now());
  for (const { pod, blockedBy } of blocked) log = noteBlocked(log, pod.uid, blockedBy, clock.now());
  await mapBounded(send, rules.parallelism, async (pod) => {
    if (clock.now() >= rules.deadline) return;
    const answer = await evict(client, pod, rules.graceSeconds, clock);
    log = noteAnswer(log, pod.uid, answer, clock.now());
    rules.onAnswer(log);
    throwIfHopeless(answer, log.get(pod.uid)?.refusals ?? 1);
  });
  for (const entry of remaining(log)) {
    const why = whyStuck(entry, clock.now(), rules.isNodeReady);
    if (why !== null) log = noteBlocked(log, entry.judged.pod.uid, why, clock.now());
  }
  return log;
}

function hasPodsToEvict(log: DrainLog): boolean {
  return remaining(log).some(({ judged, isGivenUp }) => !isTerminating(judged.pod) && !isGivenUp);
}

/** Asks for every pod whether it may be evicted now (dry run). */
export async function tryEvictions(
  client: DrainClient,
  rules: Pick<PassRules, 'parallelism' | 'graceSeconds'>,
  before: DrainLog,
  clock: DrainClock,
): Promise<DrainLog> {
  let log = before;
  const standing = remaining(log).filter(({ judged }) => !isTerminating(judged.pod));
  await mapBounded(standing, rules.parallelism, async ({ judged: { pod } }) => {
    const reply = await client.evict(pod, { graceSeconds: rules.graceSeconds, isDryRun: true });
    const answer = readEvictionAnswer(reply, pod.namespace);
    throwIfHopeless(answer, 1);
    const reaction = reactionTo(answer.kind, 1);
    if (reaction === 'retry' || reaction === 'give-up') log = noteAnswer(log, pod.uid, answer, clock.now());
  });
  return log;
}

async function evict(
  client: DrainClient,
  pod: DrainPod,
  graceSeconds: number | null,
  clock: DrainClock,
): Promise<EvictionAnswer> {
  const isShorter = graceSeconds !== null && graceSeconds < pod.graceSeconds;
  const reply = await client.evict(pod, { graceSeconds: isShorter ? graceSeconds : null, isDryRun: false });
  const answer = readEvictionAnswer(reply, pod.namespace);
  if (answer.kind !== 'overloaded' || answer.retryAfterMs === null) return answer;
  return { ...answer, retryAfterMs: clock.fromReal(answer.retryAfterMs) };
}

function throwIfHopeless({ kind, message }: EvictionAnswer, refusals: number): void {
  if (reactionTo(kind, refusals) !== 'stop') return;
  const isOurs = kind === 'not-allowed' || kind === 'not-signed-in';
  const text = `${evictionRules[kind].text} ${message}`;
  throw new FailureError(failure(isOurs ? 'kubernetes-refused' : 'invalid-request', text));
}

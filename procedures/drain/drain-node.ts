import type { DrainConsent, JudgedPod } from '#domain/drain/classify-pod.ts';
import type { DisruptionBudget } from '#domain/drain/disruption-budget.ts';
import {
  type DrainLog,
  emptyLog,
  hasReturned,
  mustGo,
  noteListing,
  remaining,
} from '#domain/drain/drain-log.ts';
import { type DrainOutcome, type DrainReport, reportPods, secondsOf } from '#domain/drain/drain-report.ts';
import {
  askedPauseMs,
  type Blocker,
  blockersOf,
  type DrainVerdict,
  judgeDrain,
  nextParallelism,
} from '#domain/drain/drain-verdict.ts';
import { controllersToAsk, type DrainRefusal, refuseDrain } from '#domain/drain/refuse-drain.ts';
import { failure, failureRules } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { DrainClient, DrainNode } from '#gateways/kubernetes/drain/drain-client.ts';
import { mapBounded } from '../map-bounded.ts';
import { awaitSuccessors } from './await-replacement-pods.ts';
import {
  type DrainClock,
  openPodReader,
  type PassRules,
  type PassView,
  type PodReader,
  runPass,
  tryEvictions,
} from './drain-pass.ts';

export interface DrainRequest extends Omit<PassRules, 'isNodeReady' | 'isSettled' | 'deadline' | 'onAnswer'> {
  readonly node: string;
  readonly consent: DrainConsent;
  /** Who drains, for the note on the node. */
  readonly by: string;
  /** How long evictions may take, from the cordon on, ms. */
  readonly timeoutMs: number;
  /** How long to wait for replacement pods once the node is empty, ms. */
  readonly successorsMs: number;
  /** Pods that should have ended longer ago than this are not waited for, ms; null: wait for all. */
  readonly skipStuckMs: number | null;
  readonly isDryRun: boolean;
}

/** Reported with every answer and after every pass, bounded. */
export interface DrainProgress {
  readonly node: string;
  readonly cordonedByUs: boolean;
  /** Pods that have to go and have not. */
  readonly left: number;
  readonly gone: number;
  /** Those that block longest. */
  readonly blockers: readonly Blocker[];
}

/**
 * Drains a node: refuses what would never end before anything is changed, cordons the node, evicts in passes until all
 * pods are gone, waits for their replacements. Every step follows from the state of the cluster, so a drain that was
 * killed anywhere can be started again. Throws a FailureError where the API server cannot be asked, or allows no
 * eviction at all.
 */
export async function drainNode(
  client: DrainClient,
  request: DrainRequest,
  clock: DrainClock,
  onProgress: (progress: DrainProgress) => void = () => undefined,
): Promise<DrainReport> {
  const report = openReport(client, request.node, clock);
  const readPods = openPodReader(client, request.node, request.consent);
  // Asked at the same time, judged one after the other: nothing is changed before all have answered.
  const reads = [client.node(request.node), checkRights(client), readPods()] as const;
  for (const read of reads) read.catch(() => undefined);
  const node = await reads[0];
  if (node === null) return report('failed', emptyLog, { reason: `there is no node ${request.node}` });
  await reads[1];
  const judged = await reads[2];
  const log = noteListing(emptyLog, judged, clock.now());
  const { refusals, budgets } = await findRefusals(client, judged);
  if (refusals.length > 0)
    return report('refused', log, { refusals, reason: refusals.map(({ reason }) => reason).join('; ') });
  if (request.isDryRun) {
    await client.cordon(request.node, request.by, true);
    const tried = await tryEvictions(client, request, log, clock);
    return remaining(tried).some(({ isGivenUp }) => isGivenUp)
      ? report('refused', tried, { reason: describeRemaining(tried, clock.now()) })
      : report('would-drain', tried);
  }
  const cordonedByUs = await client.cordon(request.node, request.by, false, node);
  onProgress(progressOf(request.node, log, cordonedByUs, clock.now()));
  const deadline = clock.now() + request.timeoutMs;
  const passing = { ...request, deadline, node, cordonedByUs, seen: { judged, budgets } };
  const ended = await passUntilEnd(client, readPods, passing, log, clock, onProgress);
  const { passes, verdict } = ended;
  if (verdict.state === 'drained' && (await wasOpened(client, request.node, ended.log)))
    return report('failed', ended.log, {
      passes,
      cordonedByUs,
      reason: `${request.node} was uncordoned during the drain, and pods are placed on it again`,
    });
  if (verdict.state !== 'drained') {
    const outcome = verdict.state === 'timed-out' ? 'timed-out' : 'failed';
    const reason = describeRemaining(ended.log, clock.now());
    return report(outcome, ended.log, { passes, cordonedByUs, reason });
  }
  const until = Math.min(deadline, clock.now() + request.successorsMs);
  const moved = await awaitSuccessors(client, ended.log, until, clock);
  return report('drained', moved, { passes, cordonedByUs });
}

/** Writes the report of a drain that begins now. */
function openReport(client: DrainClient, node: string, clock: DrainClock) {
  const startedAt = clock.now();
  return (
    outcome: DrainOutcome,
    log: DrainLog,
    { refusals = [], ...more }: Partial<DrainReport> & { readonly refusals?: readonly DrainRefusal[] } = {},
  ): DrainReport => ({
    node,
    outcome,
    reason: null,
    cordonedByUs: false,
    uncordoned: false,
    pods: reportPods(log, clock.now(), {
      hasBegun: outcome !== 'refused' && outcome !== 'would-drain',
      refusals,
    }),
    passes: 0,
    requests: client.requests(),
    seconds: secondsOf(clock.now() - startedAt),
    ...more,
  });
}

async function checkRights(client: DrainClient): Promise<void> {
  const missing = await client.missingRights();
  if (missing.length === 0) return;
  throw new FailureError(
    failure(
      'kubernetes-refused',
      `This identity is not permitted to ${missing.join(' and ')}; nothing was changed.`,
    ),
  );
}

async function findRefusals(
  client: DrainClient,
  judged: readonly JudgedPod[],
): Promise<{ readonly refusals: readonly DrainRefusal[]; readonly budgets: readonly DisruptionBudget[] }> {
  const mustAnyGo = judged.some(({ treatment }) => treatment !== 'skip');
  const budgets = mustAnyGo ? await client.budgets() : [];
  const asked = controllersToAsk(judged, budgets);
  const states = await mapBounded(asked, readsAtATime, (ref) => client.controller(ref, { withScale: true }));
  const scales = asked.flatMap(({ uid }, index) => {
    const state = states[index];
    return state ? [[uid, state.scale] as const] : [];
  });
  return { refusals: refuseDrain(judged, budgets, new Map(scales)), budgets };
}

interface Passing extends Omit<DrainRequest, 'node'> {
  readonly node: DrainNode;
  /** ms since the epoch. */
  readonly deadline: number;
  readonly cordonedByUs: boolean;
  /** Read before the cordon. */
  readonly seen: PassView;
}

interface Ended {
  readonly log: DrainLog;
  readonly verdict: DrainVerdict;
  readonly passes: number;
}

async function passUntilEnd(
  client: DrainClient,
  readPods: PodReader,
  request: Passing,
  first: DrainLog,
  clock: DrainClock,
  onProgress: (progress: DrainProgress) => void,
): Promise<Ended> {
  const { name, uid } = request.node;
  const reportNow = (current: DrainLog) =>
    onProgress(progressOf(name, current, request.cordonedByUs, clock.now()));
  const lastComers = clock.now() + (request.cordonedByUs ? lastComersMs : 0);
  let [log, node, parallelism, quietPasses] = [
    first,
    request.node as DrainNode | null,
    request.parallelism,
    0,
  ];
  let lookedAt = Number.NEGATIVE_INFINITY;
  for (let passes = 1; ; passes += 1) {
    const before = log;
    const isNodeReady = node?.isReady ?? false;
    const isSettled = lookedAt >= lastComers;
    const rules = { ...request, parallelism, isNodeReady, isSettled, onAnswer: reportNow };
    const lookedNow = clock.now();
    const seen = passes === 1 ? request.seen : null;
    log = await orAsBefore(() => runPass(client, readPods, rules, before, clock, seen), before);
    if (log !== before) lookedAt = lookedNow;
    quietPasses = isSameAs(before, log) ? quietPasses + 1 : 0;
    if (quietPasses % passesPerNodeRead === nodeReadAt)
      node = await orAsBefore(() => client.node(name), node);
    reportNow(log);
    const isNodeGone = node === null || node.uid !== uid;
    const { deadline, skipStuckMs } = request;
    const moment = { now: clock.now(), deadline, isNodeGone, quietPasses, skipStuckMs, lastComers };
    const verdict = judgeDrain(log, moment);
    const pause = askedPauseMs(log, clock.now());
    parallelism = nextParallelism(parallelism, request.parallelism, pause !== null);
    if (verdict.state === 'go-on')
      await clock.wait(Math.max(verdict.waitMs, Math.min(pause ?? 0, longestPauseMs, deadline - moment.now)));
    else if (verdict.state === 'drained' && !isNodeGone && clock.now() < lastComers)
      await clock.wait(lastComers - clock.now());
    else return { log, verdict, passes };
  }
}

/** Whether the scheduler, and not their owner, has put pods here again. */
async function wasOpened(client: DrainClient, name: string, log: DrainLog): Promise<boolean> {
  const placed = [...log.values()].filter((entry) => hasReturned(entry) && !entry.judged.pod.toleratesCordon);
  return placed.length > 0 && (await client.node(name))?.isCordoned === false;
}

/** The scheduler may not know yet that the node is cordoned: one more read finds what it still placed. */
const lastComersMs = 1_000;
const passesPerNodeRead = 5;
/** By then a pod that ends as it should has ended. */
const nodeReadAt = 3;
const longestPauseMs = 30_000;
const readsAtATime = 5;

/** A read with a transient failure shows nothing new; any other failure ends the drain. */
async function orAsBefore<T>(read: () => Promise<T>, before: T): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof FailureError) || failureRules[error.failure.kind].reaction !== 'retry')
      throw error;
    return before;
  }
}

function isSameAs(before: DrainLog, after: DrainLog): boolean {
  const states = (log: DrainLog) =>
    [...log].map(([uid, { goneAt, terminatingSince }]) => `${uid} ${goneAt} ${terminatingSince}`).join();
  return states(before) === states(after);
}

function progressOf(node: string, log: DrainLog, cordonedByUs: boolean, now: number): DrainProgress {
  const left = remaining(log).length;
  const all = [...log.values()].filter(mustGo).length;
  return {
    node,
    cordonedByUs,
    left,
    gone: all - left,
    blockers: blockersOf(log, now).slice(0, mostBlockers),
  };
}

const mostBlockers = 5;

function describeRemaining(log: DrainLog, now: number): string {
  const left = remaining(log);
  const blockers = blockersOf(log, now).map(({ by, pods }) => `${by} (${pods})`);
  const by = blockers.length === 0 ? '' : `, blocked by ${blockers.slice(0, mostBlockers).join(', ')}`;
  return `${left.length} pod${left.length === 1 ? '' : 's'} left${by}`;
}

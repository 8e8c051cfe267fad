import type { DrainConsent, JudgedPod } from '#domain/drain/classify-pod.ts';
import type { DisruptionBudget } from '#domain/drain/disruption-budget.ts';
import { type DrainLog, emptyLog, noteListing, remaining } from '#domain/drain/drain-log.ts';
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
  type NodeObservation,
  openNodeLook,
  type PassRules,
  type PassView,
  passOver,
  tryEvictions,
} from './drain-pass.ts';

export interface DrainRequest extends Omit<PassRules, 'isNodeReady' | 'deadline' | 'onAnswer'> {
  readonly node: string;
  readonly consent: DrainConsent;
  /** Who drains, for the note on the node. */
  readonly by: string;
  /** How long evictions may take, from the cordon on, ms. */
  readonly timeoutMs: number;
  /** How long successors are waited for once the node is empty, ms. */
  readonly successorsMs: number;
  /** Pods that should have ended longer ago than this are not waited for, ms; null: all are. */
  readonly skipStuckMs: number | null;
  readonly isDryRun: boolean;
}

/** Said with every answer and after every pass, bounded. */
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
 * Empties a node: looks it up, refuses what would never end before anything is touched, closes the node, evicts in
 * passes until everything is gone, looks for the successors. Every step follows from what the cluster shows, so a
 * drain that was killed anywhere is simply begun again. Throws a FailureError where the API server cannot be asked,
 * or lets nothing be evicted.
 */
export async function drainNode(
  client: DrainClient,
  request: DrainRequest,
  clock: DrainClock,
  tell: (progress: DrainProgress) => void = () => undefined,
): Promise<DrainReport> {
  const beganAt = clock.now();
  const report = (
    outcome: DrainOutcome,
    log: DrainLog,
    more: Partial<DrainReport> & { readonly refusals?: readonly DrainRefusal[] } = {},
  ): DrainReport => {
    const { refusals = [], ...rest } = more;
    const hasBegun = outcome !== 'refused' && outcome !== 'would-drain';
    return {
      node: request.node,
      outcome,
      reason: null,
      cordonedByUs: false,
      uncordoned: false,
      pods: reportPods(log, clock.now(), { hasBegun, refusals }),
      passes: 0,
      requests: client.requests(),
      seconds: secondsOf(clock.now() - beganAt),
      ...rest,
    };
  };
  const look = openNodeLook(client, request.node, request.consent);
  // Asked at the same time, judged one after the other: nothing is changed before all have answered.
  const [nodeRead, rightsRead, firstLook] = [client.node(request.node), checkRights(client), look()] as const;
  for (const read of [nodeRead, rightsRead, firstLook]) read.catch(() => undefined);
  const node = await nodeRead;
  if (node === null) return report('failed', emptyLog, { reason: `there is no node ${request.node}` });
  await rightsRead;
  const judged = await firstLook;
  const log = noteListing(emptyLog, judged, clock.now());
  const { refusals, budgets } = await findRefusals(client, judged);
  if (refusals.length > 0)
    return report('refused', log, { refusals, reason: refusals.map(({ reason }) => reason).join('; ') });
  if (request.isDryRun) {
    const tried = await dryRun(client, request, log, clock);
    const blocked = remaining(tried).filter(({ isGivenUp }) => isGivenUp);
    return report(blocked.length === 0 ? 'would-drain' : 'refused', tried, {
      reason: blocked.length === 0 ? null : tellLeft(tried, clock.now()),
    });
  }
  const cordonedByUs = await client.cordon(request.node, request.by, false, node);
  tell(progressOf(request.node, log, cordonedByUs, clock.now()));
  const deadline = clock.now() + request.timeoutMs;
  const ended = await passUntilEnd(
    client,
    look,
    { ...request, deadline, node, cordonedByUs, seen: { judged, budgets } },
    log,
    clock,
    tell,
  );
  if (ended.verdict.state !== 'drained') {
    const outcome = ended.verdict.state === 'timed-out' ? 'timed-out' : 'failed';
    const { passes } = ended;
    return report(outcome, ended.log, { passes, cordonedByUs, reason: tellLeft(ended.log, clock.now()) });
  }
  const until = Math.min(deadline, clock.now() + request.successorsMs);
  const moved = await awaitSuccessors(client, ended.log, until, clock);
  return report('drained', moved, { passes: ended.passes, cordonedByUs });
}

async function checkRights(client: DrainClient): Promise<void> {
  const missing = await client.missingRights();
  if (missing.length === 0) return;
  throw new FailureError(
    failure('kubernetes-refused', `This identity may not ${missing.join(' and ')}; nothing was touched.`),
  );
}

async function findRefusals(
  client: DrainClient,
  judged: readonly JudgedPod[],
): Promise<{ readonly refusals: readonly DrainRefusal[]; readonly budgets: readonly DisruptionBudget[] }> {
  const isAnybodyToGo = judged.some(({ treatment }) => treatment !== 'skip');
  const budgets = isAnybodyToGo ? await client.budgets() : [];
  const asked = controllersToAsk(judged, budgets);
  const states = await mapBounded(asked, readsAtATime, (ref) => client.controller(ref, { withScale: true }));
  const scales = asked.flatMap(({ uid }, index) => {
    const state = states[index];
    return state ? [[uid, state.scale] as const] : [];
  });
  return { refusals: refuseDrain(judged, budgets, new Map(scales)), budgets };
}

async function dryRun(
  client: DrainClient,
  request: DrainRequest,
  log: DrainLog,
  clock: DrainClock,
): Promise<DrainLog> {
  await client.cordon(request.node, request.by, true);
  return tryEvictions(client, request, log, clock);
}

interface Passing extends Omit<DrainRequest, 'node'> {
  readonly node: DrainNode;
  /** ms since the epoch. */
  readonly deadline: number;
  readonly cordonedByUs: boolean;
  /** Of the look before the cordon. */
  readonly seen: PassView;
}

interface Ended {
  readonly log: DrainLog;
  readonly verdict: DrainVerdict;
  readonly passes: number;
}

async function passUntilEnd(
  client: DrainClient,
  look: NodeObservation,
  request: Passing,
  first: DrainLog,
  clock: DrainClock,
  tell: (progress: DrainProgress) => void,
): Promise<Ended> {
  const { name, uid } = request.node;
  const tellNow = (current: DrainLog) => tell(progressOf(name, current, request.cordonedByUs, clock.now()));
  const lastComers = clock.now() + (request.cordonedByUs ? lastComersMs : 0);
  let [log, node, parallelism, quietPasses] = [
    first,
    request.node as DrainNode | null,
    request.parallelism,
    0,
  ];
  for (let passes = 1; ; passes += 1) {
    const before = log;
    const isNodeReady = node?.isReady ?? false;
    const rules = { ...request, parallelism, isNodeReady, onAnswer: tellNow };
    const seen = passes === 1 ? request.seen : null;
    log = await orAsBefore(() => passOver(client, look, rules, before, clock, seen), before);
    quietPasses = isSameAs(before, log) ? quietPasses + 1 : 0;
    if (quietPasses % looksPerNodeLook === nodeLookAt) node = await orAsBefore(() => client.node(name), node);
    tellNow(log);
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

/** The scheduler may not have seen yet that the node is closed: what it still placed is found by one more look. */
const lastComersMs = 1_000;
const looksPerNodeLook = 5;
/** By then a pod that ends as it should has ended. */
const nodeLookAt = 3;
const longestPauseMs = 30_000;
const readsAtATime = 5;

/** A look that fails in passing shows nothing new; whatever else fails ends the drain. */
async function orAsBefore<T>(look: () => Promise<T>, before: T): Promise<T> {
  try {
    return await look();
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
  const all = [...log.values()].filter(({ judged }) => judged.treatment !== 'skip').length;
  return {
    node,
    cordonedByUs,
    left,
    gone: all - left,
    blockers: blockersOf(log, now).slice(0, mostBlockers),
  };
}

const mostBlockers = 5;

function tellLeft(log: DrainLog, now: number): string {
  const left = remaining(log);
  const blockers = blockersOf(log, now).map(({ by, pods }) => `${by} (${pods})`);
  const who = blockers.length === 0 ? '' : `, held by ${blockers.slice(0, mostBlockers).join(', ')}`;
  return `${left.length} pod${left.length === 1 ? '' : 's'} left${who}`;
}

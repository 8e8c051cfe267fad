import {
  heldAt,
  isBlockedByPolicyAlone,
  layPause,
  liftPause,
  type PauseLevel,
  policyPause,
} from '#domain/campaign/pauses.ts';
import { isRunning } from '#domain/outcome/next-cluster.ts';
import type { Decision, Verb } from '#domain/status/status.ts';
import { nameFirst } from '#domain/text/name-first.ts';
import type { OperatorRequest } from '#protocol/operator-updates.ts';
import { clusterSignals, type DecideSignal } from '#protocol/signals.ts';
import {
  type CampaignCluster,
  isLockedElsewhere,
  isUnderWay,
  isYetToBegin,
  type Order,
} from '../state/campaign-cluster.ts';
import { type CampaignRun, orderAll } from '../state/campaign-run.ts';
import type { Attested } from './verb-rule.ts';

/** Records who did what, when and why; `by` is a claim where no identity was verified. */
export function record(
  run: CampaignRun,
  verb: Verb,
  target: string,
  request: OperatorRequest & Attested,
  more: Pick<Decision, 'level' | 'ended'> & Partial<Pick<Decision, 'identity'>> = {},
): Decision {
  const { by, reason } = request;
  const attested = attestationOf(request);
  const decision: Decision = { at: run.clock.iso(), by, verb, target, reason, ...attested, ...more };
  run.decisions.push(decision);
  return decision;
}

function attestationOf({ identity }: Attested): Pick<Decision, 'identity' | 'proof'> {
  if (identity === undefined || identity === 'pending') return { identity: 'claimed' };
  const { objectId, tenantId, tokenId, clientId } = identity;
  return { identity: 'verified', proof: { objectId, tenantId, tokenId, clientId } };
}

/** Pauses the campaign; "rule" is a stage's failure policy, an expired approval or an aborted stage. */
export function pause(run: CampaignRun, by: 'operator' | 'rule', at: PauseLevel, reason: string): void {
  const before = heldAt(run);
  Object.assign(run, layPause(run, { by, at, since: run.clock.iso(), reason }));
  if (at === 'node-pool') orderAll(run, { signal: clusterSignals.pause, args: [] });
  else if (before === 'node-pool') letClustersGoOn(run);
}

/**
 * Ends the upper pause. The failures so far are accepted with it, unless a rule's pause lies beneath: then that one
 * blocks the campaign, and takes a resume of its own.
 */
export function resume(run: CampaignRun): void {
  Object.assign(run, liftPause(run));
  if (run.paused === null) run.acceptedFailures = run.failures;
  letClustersGoOn(run);
}

/** The failure policy is no longer exceeded; any other pause stays. */
export function endPolicyPause(run: CampaignRun): void {
  const ended = policyPause(run);
  if (ended === null) return;
  if (run.paused === ended) run.paused = null;
  else run.ruleBeneath = null;
  letClustersGoOn(run);
}

/** One failure more, or fewer, and still too many. */
export function updatePolicyPause(run: CampaignRun, reason: string): void {
  const before = policyPause(run);
  if (before === null) return;
  if (run.paused === before) run.paused = { ...before, reason };
  else run.ruleBeneath = { ...before, reason };
}

function letClustersGoOn(run: CampaignRun): void {
  if (heldAt(run) === 'node-pool') return;
  for (const cluster of run.clusters) cluster.paused = false;
  orderAll(run, { signal: clusterSignals.resume, args: [] });
}

/** Stops the campaign and all its running clusters. */
export function abort(run: CampaignRun, because: string): void {
  if (run.aborted !== null) return;
  run.aborted = because;
  for (const cluster of run.clusters) if (isRunning(cluster)) answer(cluster, abortOrder(because));
}

/** Stops one stage: its running clusters are aborted, the others never start, and the campaign pauses. */
export function abortStage(run: CampaignRun, stage: string, because: string): void {
  for (const cluster of run.clusters.filter((each) => each.stage === stage))
    abortCluster(run, cluster, because);
  pause(run, 'rule', 'stage', because);
}

export function abortCluster(run: CampaignRun, cluster: CampaignCluster, because: string): void {
  if (isRunning(cluster)) answer(cluster, abortOrder(because));
  else if (isYetToBegin(cluster)) skipCluster(run, cluster, because, 'Aborted');
}

/** A cluster that has not started never does. "Aborted": with its stage; no campaign is Completed with that. */
export function skipCluster(
  run: CampaignRun,
  cluster: CampaignCluster,
  because: string,
  phase: 'Skipped' | 'Aborted' = 'Skipped',
): void {
  Object.assign(cluster, { phase, reason: because, hasSecondAttempt: false, finishedAt: run.clock.iso() });
}

/** A rule's pause does not block what an operator lets continue. */
export function decide(run: CampaignRun, cluster: CampaignCluster, decision: DecideSignal): void {
  answer(cluster, { signal: clusterSignals.decide, args: [decision] });
  if (decision.verb === 'skip' || !isBlockedByPolicyAlone(run)) return;
  cluster.retried = true;
  cluster.paused = false;
  cluster.outbox.push({ signal: clusterSignals.resume, args: [] });
}

/** What a cluster sets off that an operator lets continue, to be asked before it does; "": nothing besides. */
export function describePauseEnd(
  run: CampaignRun,
  continued: readonly CampaignCluster[],
  until = '',
): string {
  const { failures, pauseEndsWith, clusters } = run;
  if (policyPause(run) === null || !isBlockedByPolicyAlone(run)) return '';
  const isLast =
    failures.size > 0 && [...failures].every((id) => continued.some(({ plan }) => plan.resourceId === id));
  if (!isLast && !continued.some(({ plan }) => pauseEndsWith.continued.includes(plan.name))) return '';
  const others = clusters.filter(
    // Later stages wait for the end of this one, whatever its pause.
    (each) =>
      each.stage === run.stage &&
      !each.retried &&
      !continued.includes(each) &&
      (isYetToBegin(each) || isUnderWay(each)),
  );
  const too =
    others.length === 0
      ? ''
      : `, and the campaign continues with other clusters, too: ${nameFirst(others.map(({ plan }) => plan.name))}`;
  return ` The failure policy's pause ends${until}${too}.`;
}

/** An order that settles the question of a cluster, if it has one. */
export function answer(cluster: CampaignCluster, order: Order): void {
  if (cluster.phase === 'NeedsDecision') cluster.phase = 'Running';
  cluster.outbox.push(order);
}

export function abortOrder(because: string): Order {
  return { signal: clusterSignals.abort, args: [{ because }] };
}

/** Only a cluster knows whether an operation of it runs in Azure at this very moment; one that waits for its lock, asks about none or acknowledged a pause has none. */
export function describeOperations(clusters: readonly CampaignCluster[]): string {
  const mayRun = clusters.filter(
    (each) => isRunning(each) && !each.paused && !isLockedElsewhere(each) && !isAtRest(each),
  );
  return mayRun.length === 0
    ? 'No operation runs in Azure.'
    : `Operations may still run in Azure: ${nameFirst(mayRun.map(({ plan }) => plan.name))}.`;
}

function isAtRest({ phase, atRest }: CampaignCluster): boolean {
  return phase === 'NeedsDecision' && atRest;
}

import { heldAt, layPause, liftPause, type PauseLevel } from '#domain/campaign/pauses.ts';
import { isRunning } from '#domain/outcome/next-cluster.ts';
import type { Decision, Verb } from '#domain/status/status.ts';
import type { OperatorRequest } from '#protocol/operator-updates.ts';
import { clusterSignals, type DecideSignal } from '#protocol/signals.ts';
import { type CampaignCluster, isYetToBegin, type Order } from '../state/campaign-cluster.ts';
import { type CampaignRun, orderAll } from '../state/campaign-run.ts';

/** Records who did what, when and why. Updates carry no proof of identity, so `by` is a claim. */
export function record(
  run: CampaignRun,
  verb: Verb,
  target: string,
  request: OperatorRequest,
  more: Pick<Decision, 'level'> & Partial<Pick<Decision, 'identity'>> = {},
): Decision {
  const { by, reason } = request;
  const decision: Decision = { at: run.clock.iso(), by, verb, target, reason, identity: 'claimed', ...more };
  run.decisions.push(decision);
  return decision;
}

/** At which a failure policy pauses; the other rules pause at the end of a stage. */
export const policyPauseLevel = 'node-pool';

/** Pauses the campaign; "rule" is a stage's failure policy, an expired approval or an aborted stage. */
export function pause(run: CampaignRun, by: 'operator' | 'rule', at: PauseLevel, reason: string): void {
  Object.assign(run, layPause(run, { by, at, since: run.clock.iso(), reason }));
  if (at === 'node-pool') orderAll(run, { signal: clusterSignals.pause, args: [] });
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

/** The failure policy is no longer exceeded; an operator's own pause stays, and that of an aborted stage or an expired gate. */
export function endPolicyPause(run: CampaignRun): void {
  if (run.paused?.by === 'rule' && run.paused.at === policyPauseLevel) resume(run);
  else if (run.ruleBeneath?.at === policyPauseLevel) {
    run.ruleBeneath = null;
    letClustersGoOn(run);
  }
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

export function decide(cluster: CampaignCluster, decision: DecideSignal): void {
  answer(cluster, { signal: clusterSignals.decide, args: [decision] });
}

/** An order that settles the question of a cluster, if it has one. */
export function answer(cluster: CampaignCluster, order: Order): void {
  if (cluster.phase === 'NeedsDecision') cluster.phase = 'Running';
  cluster.outbox.push(order);
}

export function abortOrder(because: string): Order {
  return { signal: clusterSignals.abort, args: [{ because }] };
}

/** "In progress: aks-pay-weu." Only a cluster knows whether an operation of it runs in Azure at this very moment. */
export function describeInProgress(clusters: readonly CampaignCluster[]): string {
  const running = clusters.filter(
    (cluster) => isRunning(cluster) && cluster.phase !== 'NeedsDecision' && !cluster.paused,
  );
  return running.length === 0
    ? 'Nothing is in progress.'
    : `In progress: ${running.map((cluster) => cluster.plan.name).join(', ')}.`;
}

import { heldAt, layPause, liftPause, type PauseLevel } from '#domain/campaign/pauses.ts';
import { isRunning } from '#domain/status/next-cluster.ts';
import type { Decision, Verb } from '#domain/status/status.ts';
import type { OperatorRequest } from '#protocol/operator-updates.ts';
import { clusterSignals } from '#protocol/signals.ts';
import { type CampaignCluster, isYetToBegin, type Order } from '../state/campaign-cluster.ts';
import { type CampaignRun, orderAll } from '../state/campaign-run.ts';

/** What the verbs of operators, the failure budget and Temporal itself do to a campaign. */

/** Writes down who did what, when and why. Updates carry no proof of identity, so `by` is a claim. */
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

/** Holds the campaign; "rule" is a stage's failure policy, an expired approval or an aborted stage. */
export function pause(run: CampaignRun, by: 'operator' | 'rule', at: PauseLevel, reason: string): void {
  Object.assign(run, layPause(run, { by, at, since: run.clock.iso(), reason }));
  if (at === 'node-pool') orderAll(run, { signal: clusterSignals.pause, args: [] });
}

/**
 * Ends the upper pause. The failures so far are accepted with it, unless a rule's pause stands beneath: then that one
 * holds the campaign, and is lifted by a word of its own.
 */
export function resume(run: CampaignRun): void {
  Object.assign(run, liftPause(run));
  if (run.paused === null) run.acceptedFailures = run.failures;
  letClustersGoOn(run);
}

/** What exceeded the failure policy is no longer so; a person's own pause stays. */
export function endRulePause(run: CampaignRun): void {
  if (run.paused?.by === 'rule') resume(run);
  else if (run.ruleBeneath !== null) {
    run.ruleBeneath = null;
    letClustersGoOn(run);
  }
}

function letClustersGoOn(run: CampaignRun): void {
  if (heldAt(run) === 'node-pool') return;
  for (const cluster of run.clusters) cluster.paused = false;
  orderAll(run, { signal: clusterSignals.resume, args: [] });
}

/** Stops the campaign and everything of it that runs. */
export function abort(run: CampaignRun, because: string): void {
  if (run.aborted !== null) return;
  run.aborted = because;
  orderAll(run, abortOrder(because));
}

/** Stops one stage: what runs of it is aborted, the rest never begun, and nothing follows unasked. */
export function abortStage(run: CampaignRun, stage: string, because: string): void {
  for (const cluster of run.clusters.filter((each) => each.stage === stage))
    abortCluster(run, cluster, because);
  pause(run, 'rule', 'stage', because);
}

export function abortCluster(run: CampaignRun, cluster: CampaignCluster, because: string): void {
  if (isRunning(cluster)) cluster.outbox.push(abortOrder(because));
  else if (isYetToBegin(cluster)) leaveOut(run, cluster, because, 'Aborted');
}

/** A cluster whose turn has not come yet never gets one. "Aborted": with its stage; no campaign is Completed with that. */
export function leaveOut(
  run: CampaignRun,
  cluster: CampaignCluster,
  because: string,
  phase: 'Skipped' | 'Aborted' = 'Skipped',
): void {
  Object.assign(cluster, { phase, reason: because, hasSecondAttempt: false, finishedAt: run.clock.iso() });
}

export function abortOrder(because: string): Order {
  return { signal: clusterSignals.abort, args: [{ because }] };
}

/** Why a cluster that has not taken its lock yet was told to stop; null: it was not. */
export function abortReason({ outbox }: CampaignCluster): string | null {
  const order = outbox.find(({ signal }) => signal === clusterSignals.abort);
  return order === undefined ? null : (order.args[0] as { readonly because: string }).because;
}

/** "Under way: aks-pay-weu." Only a cluster knows whether an operation of it runs in Azure at this very moment. */
export function describeInProgress(clusters: readonly CampaignCluster[]): string {
  const running = clusters.filter(
    (cluster) => isRunning(cluster) && cluster.phase !== 'NeedsDecision' && !cluster.paused,
  );
  return running.length === 0
    ? 'Nothing is under way.'
    : `Under way: ${running.map((cluster) => cluster.plan.name).join(', ')}.`;
}

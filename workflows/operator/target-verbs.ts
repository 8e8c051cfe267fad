import { parseTarget } from '#domain/campaign/operator-target.ts';
import { heldAt, isBlockedByPolicyAlone } from '#domain/campaign/pauses.ts';
import { isRunning } from '#domain/status/next-cluster.ts';
import type { TargetRequest } from '#protocol/operator-updates.ts';
import { clusterSignals, type DecideSignal, type PoolOrderSignal } from '#protocol/signals.ts';
import { type CampaignCluster, isYetToBegin } from '../state/campaign-cluster.ts';
import { type CampaignRun, clusterNamed, isStopped, placeOfStage } from '../state/campaign-run.ts';
import { leaveOut, record } from './steer-campaign.ts';
import { invalid, type Refusal, type VerbRule } from './verb-rule.ts';

export const retry: VerbRule<TargetRequest> = {
  description:
    'Try again what failed, by the plan as it stands. Input: {target: "stage/NAME" | "cluster/NAME" | "pool/CLUSTER/POOL", by, reason}',
  refuse: (run, { target }) => refuse(run, target, mayRetry, 'waits for a decision or has failed'),
  act: (run, request) => {
    const clusters = chosen(run, request.target).filter(mayRetry);
    const what = describeRetried(clusters);
    for (const cluster of clusters)
      retryCluster(run, cluster, { verb: 'retry', by: request.by, reason: request.reason });
    const decision = record(run, 'retry', request.target, request);
    return { decision, text: `${what}${describeHeld(run, clusters)}` };
  },
};

export const skip: VerbRule<TargetRequest> = {
  description:
    'Leave what failed, or what has not begun, as it is. Input: {target: "stage/NAME" | "cluster/NAME" | "pool/CLUSTER/POOL", by, reason}',
  refuse: (run, { target }) =>
    parseTarget(target ?? '')?.kind === 'pool'
      ? refuse(run, target, isRunning, 'runs')
      : refuse(run, target, maySkip, 'waits for a decision or has yet to begin'),
  act: (run, request) => {
    const { target, by, reason } = request;
    const decision = record(run, 'skip', target, request);
    const what = parseTarget(target);
    if (what?.kind === 'pool') {
      orderPool(clusterNamed(run, what.cluster)!, what.pool, request);
      return { decision, text: `Node pool ${what.pool} of ${what.cluster} is left as it is.` };
    }
    const clusters = chosen(run, target).filter(maySkip);
    const others = chosen(run, target).filter((cluster) => isRunning(cluster) && !maySkip(cluster));
    for (const cluster of clusters) {
      if (isYetToBegin(cluster)) leaveOut(run, cluster, `skipped by ${by}: ${reason}`);
      else decide(cluster, { verb: 'skip', by, reason });
    }
    const goOn = others.length === 0 ? '' : ` Under way, and not skipped: ${names(others)}.`;
    return { decision, text: `Left as it is: ${names(clusters)}.${goOn}` };
  },
};

/** Of a drain that is held up nothing is sent again. */
function describeRetried(clusters: readonly CampaignCluster[]): string {
  const waits = (cluster: CampaignCluster) =>
    cluster.phase === 'NeedsDecision' ? (cluster.retryWaits ?? null) : null;
  const again = clusters.filter((cluster) => waits(cluster) === null);
  return [
    ...(again.length === 0 ? [] : [`Tries again: ${names(again)}.`]),
    ...clusters
      .filter((cluster) => waits(cluster) !== null)
      .map(
        (cluster) => `Waits another ${waits(cluster)} for the drain on ${cluster.plan.name} that is held up.`,
      ),
  ].join(' ');
}

function mayRetry(cluster: CampaignCluster): boolean {
  return (
    cluster.phase === 'NeedsDecision' ||
    (cluster.plan.blocked.length === 0 && !cluster.hasSecondAttempt && isOver(cluster))
  );
}

function isOver(cluster: CampaignCluster): boolean {
  return ['Failed', 'Skipped', 'Aborted', 'RolledBack', 'CompletedWithFailures'].includes(cluster.phase);
}

function maySkip(cluster: CampaignCluster): boolean {
  return cluster.phase === 'NeedsDecision' || isYetToBegin(cluster);
}

/** A failure policy's pause holds back what nobody looked at, not what a person wants tried again. */
function retryCluster(run: CampaignRun, cluster: CampaignCluster, decision: DecideSignal): void {
  const isFreed = isBlockedByPolicyAlone(run);
  if (isFreed) cluster.retried = true;
  if (cluster.phase === 'NeedsDecision') {
    decide(cluster, decision);
    if (!isFreed) return;
    cluster.paused = false;
    cluster.outbox.push({ signal: clusterSignals.resume, args: [] });
  } else Object.assign(cluster, { phase: 'NotStarted', reason: null, startedAt: null, finishedAt: null });
}

/** A person's pause holds back a retry as well. */
function describeHeld(run: CampaignRun, clusters: readonly CampaignCluster[]): string {
  const level = heldAt(run);
  if (level === null || level === 'stage' || isBlockedByPolicyAlone(run)) return '';
  if (level === 'cluster' && clusters.every(isRunning)) return '';
  return ` The campaign is paused: it begins with drydock resume ${run.input.campaign.name} --reason TEXT.`;
}

function decide(cluster: CampaignCluster, decision: DecideSignal): void {
  cluster.phase = 'Running';
  cluster.outbox.push({ signal: clusterSignals.decide, args: [decision] });
}

/** A pool that waits for a decision is decided; one that has not begun is never begun. */
function orderPool(cluster: CampaignCluster, pool: string, { by, reason }: TargetRequest): void {
  if (cluster.phase === 'NeedsDecision' && cluster.askedAbout === pool) {
    decide(cluster, { verb: 'skip-pool', by, reason });
    return;
  }
  const leave: PoolOrderSignal = { pool, how: 'skip', because: `skipped by ${by}: ${reason}` };
  cluster.outbox.push({ signal: clusterSignals.orderPool, args: [leave] });
}

/** The clusters a target means. */
function chosen(run: CampaignRun, target: string): readonly CampaignCluster[] {
  const what = parseTarget(target);
  switch (what?.kind) {
    case 'stage':
      return run.clusters.filter((cluster) => cluster.stage === what.stage);
    case 'cluster':
    case 'pool':
      return run.clusters.filter((cluster) => cluster.plan.name === what.cluster);
    case 'campaign':
    case undefined:
      return [];
  }
}

function refuse(
  run: CampaignRun,
  target: string | undefined,
  fits: (cluster: CampaignCluster) => boolean,
  words: string,
): Refusal | null {
  if (isStopped(run)) return invalid('The campaign is ending.');
  const what = parseTarget(target ?? '');
  if (what === null || what.kind === 'campaign')
    return invalid('Name a target: stage/NAME, cluster/NAME or pool/CLUSTER/POOL.');
  if (what.kind === 'stage' && placeOfStage(run, what.stage) === null)
    return invalid(`There is no stage ${what.stage} in this campaign.`);
  const clusters = chosen(run, target!);
  if (clusters.length === 0) return invalid(`There is no ${target} in this campaign.`);
  const [{ stage }] = clusters as readonly [CampaignCluster];
  if (placeOfStage(run, stage) === 'over')
    return invalid(`The clusters of stage ${stage} are done; start a campaign of its own for ${target}.`);
  if (!clusters.some(fits)) return invalid(tellUnfit(clusters, target!, words));
  if (what.kind === 'pool' && clusters[0]!.phase === 'NeedsDecision' && fits !== isRunning)
    return clusters[0]!.askedAbout === what.pool
      ? null
      : invalid(`${target} is not what the cluster asks about.`);
  return null;
}

function tellUnfit(clusters: readonly CampaignCluster[], target: string, words: string): string {
  const [cluster] = clusters;
  const isPool = parseTarget(target)?.kind === 'pool';
  if (isPool && cluster !== undefined && isYetToBegin(cluster))
    return `${cluster.plan.name} has not begun: skip it as a whole (cluster/${cluster.plan.name}), or its node pools once it runs.`;
  const phases = clusters.length === 1 && cluster !== undefined ? ` (${cluster.phase})` : '';
  return `Nothing of ${target} ${words}${phases}.`;
}

function names(clusters: readonly CampaignCluster[]): string {
  return clusters.map((cluster) => cluster.plan.name).join(', ');
}

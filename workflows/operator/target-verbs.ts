import { parseTarget } from '#domain/campaign/operator-target.ts';
import { heldAt, isBlockedByPolicyAlone } from '#domain/campaign/pauses.ts';
import { isRunning } from '#domain/status/next-cluster.ts';
import type { TargetRequest } from '#protocol/operator-updates.ts';
import { clusterSignals, type DecideSignal, type PoolOrderSignal } from '#protocol/signals.ts';
import { type CampaignCluster, isYetToBegin } from '../state/campaign-cluster.ts';
import { type CampaignRun, clusterNamed, isStopped, placeOfStage } from '../state/campaign-run.ts';
import { decide, record, skipCluster } from './steer-campaign.ts';
import { invalid, type Refusal, type VerbRule } from './verb-rule.ts';

export const retryVerb: VerbRule<TargetRequest> = {
  description:
    'Retry what failed, by the same plan. Input: {target: "stage/NAME" | "cluster/NAME" | "pool/CLUSTER/POOL", by, reason}',
  refuse: (run, { target }) => refuse(run, target, mayRetry, 'waits for a decision or has failed'),
  act: (run, request) => {
    const { target, by, reason } = request;
    const clusters = clustersOf(run, target).filter(mayRetry);
    const what = describeRetried(clusters);
    for (const cluster of clusters) retryCluster(run, cluster, { verb: 'retry', by, reason });
    const decision = record(run, 'retry', target, request);
    return { decision, text: `${what}${describePaused(run, clusters)}` };
  },
};

export const skipVerb: VerbRule<TargetRequest> = {
  description:
    'Skip what failed or has not started. Input: {target: "stage/NAME" | "cluster/NAME" | "pool/CLUSTER/POOL", by, reason}',
  refuse: (run, { target }) =>
    parseTarget(target ?? '')?.kind === 'pool'
      ? refuse(run, target, isRunning, 'runs')
      : refuse(run, target, maySkip, 'waits for a decision or has yet to start'),
  act: (run, request) => {
    const { target, by, reason } = request;
    const decision = record(run, 'skip', target, request);
    const what = parseTarget(target);
    if (what?.kind === 'pool') {
      skipPool(clusterNamed(run, what.cluster)!, what.pool, request);
      return { decision, text: `Skipping node pool ${what.pool} of ${what.cluster}.` };
    }
    const clusters = clustersOf(run, target).filter(maySkip);
    const others = clustersOf(run, target).filter((cluster) => isRunning(cluster) && !maySkip(cluster));
    for (const cluster of clusters) {
      if (isYetToBegin(cluster)) skipCluster(run, cluster, `skipped by ${by}: ${reason}`);
      else decide(cluster, { verb: 'skip', by, reason });
    }
    const running = others.length === 0 ? '' : ` In progress, not skipped: ${names(others)}.`;
    return { decision, text: `Skipping ${names(clusters)}.${running}` };
  },
};

/** For a blocked drain nothing is sent again. */
function describeRetried(clusters: readonly CampaignCluster[]): string {
  const waits = ({ phase, retryWaits }: CampaignCluster) => (phase === 'NeedsDecision' ? retryWaits : null);
  const again = clusters.filter((cluster) => waits(cluster) === null);
  return [
    ...(again.length === 0 ? [] : [`Retrying ${names(again)}.`]),
    ...clusters
      .filter((cluster) => waits(cluster) !== null)
      .map((cluster) => `Waiting another ${waits(cluster)} for the blocked drain on ${cluster.plan.name}.`),
  ].join(' ');
}

function mayRetry(cluster: CampaignCluster): boolean {
  const { phase, plan, hasSecondAttempt } = cluster;
  return phase === 'NeedsDecision' || (plan.blocked.length === 0 && !hasSecondAttempt && hasFailed(cluster));
}

function hasFailed({ phase }: CampaignCluster): boolean {
  return ['Failed', 'Skipped', 'Aborted', 'RolledBack', 'CompletedWithFailures'].includes(phase);
}

function maySkip(cluster: CampaignCluster): boolean {
  return cluster.phase === 'NeedsDecision' || isYetToBegin(cluster);
}

/** A rule's pause does not block what an operator retries. */
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

/** An operator's pause blocks a retry as well. */
function describePaused(run: CampaignRun, clusters: readonly CampaignCluster[]): string {
  const level = heldAt(run);
  if (level === null || level === 'stage' || isBlockedByPolicyAlone(run)) return '';
  if (level === 'cluster' && clusters.every(isRunning)) return '';
  return ` The campaign is paused: the retry starts after drydock resume ${run.input.campaign.name} --reason TEXT`;
}

/** A pool that waits for a decision gets it; one that has not started never does. */
function skipPool(cluster: CampaignCluster, pool: string, { by, reason }: TargetRequest): void {
  if (cluster.phase === 'NeedsDecision' && cluster.askedAbout === pool) {
    decide(cluster, { verb: 'skip-pool', by, reason });
    return;
  }
  const order: PoolOrderSignal = { pool, how: 'skip', because: `skipped by ${by}: ${reason}` };
  cluster.outbox.push({ signal: clusterSignals.orderPool, args: [order] });
}

function clustersOf(run: CampaignRun, target: string): readonly CampaignCluster[] {
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
  condition: string,
): Refusal | null {
  if (isStopped(run)) return invalid('The campaign is ending.');
  const what = parseTarget(target ?? '');
  if (what === null || what.kind === 'campaign')
    return invalid('Name a target: stage/NAME, cluster/NAME or pool/CLUSTER/POOL.');
  if (what.kind === 'stage' && placeOfStage(run, what.stage) === null)
    return invalid(`There is no stage ${what.stage} in this campaign.`);
  const clusters = clustersOf(run, target!);
  const [first] = clusters;
  if (first === undefined) return invalid(`There is no ${target} in this campaign.`);
  if (placeOfStage(run, first.stage) === 'over')
    return invalid(`Stage ${first.stage} has ended; start a new campaign for ${target}.`);
  if (!clusters.some(fits)) return invalid(describeUnfit(clusters, target!, condition));
  const isOtherPool =
    what.kind === 'pool' &&
    first.phase === 'NeedsDecision' &&
    fits !== isRunning &&
    first.askedAbout !== what.pool;
  return isOtherPool ? invalid(`${first.plan.name} does not wait for a decision about ${target}.`) : null;
}

function describeUnfit(clusters: readonly CampaignCluster[], target: string, condition: string): string {
  const [cluster] = clusters;
  const isPool = parseTarget(target)?.kind === 'pool';
  if (isPool && cluster !== undefined && isYetToBegin(cluster))
    return `${cluster.plan.name} has not started: skip the whole cluster (cluster/${cluster.plan.name}), or its node pools once it runs.`;
  const phases = clusters.length === 1 && cluster !== undefined ? ` (${cluster.phase})` : '';
  return `Nothing of ${target} ${condition}${phases}.`;
}

function names(clusters: readonly CampaignCluster[]): string {
  return clusters.map(({ plan }) => plan.name).join(', ');
}

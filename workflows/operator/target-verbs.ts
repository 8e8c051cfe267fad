import { heldAt, isBlockedByPolicyAlone } from '#domain/campaign/pauses.ts';
import { isRunning } from '#domain/outcome/next-cluster.ts';
import type { Refusal, TargetRequest } from '#protocol/operator-updates.ts';
import { clusterSignals, type DecideSignal, type PoolOrderSignal } from '#protocol/signals.ts';
import { type CampaignCluster, isYetToBegin } from '../state/campaign-cluster.ts';
import { type CampaignRun, isStopped, placeOfStage, whyStopped } from '../state/campaign-run.ts';
import { isAnythingBlocked } from '../state/campaign-status.ts';
import { decide, describePauseEnd, record, skipCluster } from './steer-campaign.ts';
import { type Aim, aimed, invalid, targetOf, type VerbRule } from './verb-rule.ts';

type PartAim = Exclude<Aim, { readonly kind: 'campaign' }>;

export const retryVerb: VerbRule<TargetRequest> = aimed({
  description:
    'Retry what failed, by the same plan. Input: {target: "stage/NAME" | "cluster/NAME" | "pool/CLUSTER/POOL", by, reason}',
  takes: ['stage', 'cluster', 'pool'],
  refuse: (run, aim) => refuse(run, aim, mayRetry, 'waits for a decision or has failed'),
  act: (run, aim, request) => {
    const { target, by, reason } = request;
    const clusters = clustersOf(run, aim).filter((cluster) => mayRetry(run, cluster));
    const what = describeRetried(clusters) + describePauseEnd(run, clusters);
    for (const cluster of clusters) retryCluster(run, cluster, { verb: 'retry', by, reason });
    const decision = record(run, 'retry', target, request);
    return { decision, text: `${what}${describePaused(run, clusters)}` };
  },
});

export const skipVerb: VerbRule<TargetRequest> = aimed({
  description:
    'Skip what failed or has not started. Input: {target: "stage/NAME" | "cluster/NAME" | "pool/CLUSTER/POOL", by, reason}',
  takes: ['stage', 'cluster', 'pool'],
  refuse: (run, aim) =>
    aim.kind === 'pool'
      ? refuse(run, aim, maySkipPool, 'is in progress')
      : refuse(run, aim, maySkip, 'waits for a decision or has yet to start'),
  act: (run, aim, request) => {
    const { target, by, reason } = request;
    const decision = record(run, 'skip', target, request);
    if (aim.kind === 'pool') {
      const { name } = aim.cluster.plan;
      const until = isAnythingBlocked(run) ? ` until ${name} has ended` : '';
      const ended = aim.cluster.phase === 'NeedsDecision' ? describePauseEnd(run, [aim.cluster], until) : '';
      skipPool(run, aim.cluster, aim.pool, request);
      return {
        decision,
        text: `Skipping node pool ${aim.pool} of ${name}; ${name} counts as failed when it ends.${ended}`,
      };
    }
    const clusters = clustersOf(run, aim).filter((cluster) => maySkip(run, cluster));
    const others = clustersOf(run, aim).filter(
      (cluster) => isRunning(cluster) && !clusters.includes(cluster),
    );
    for (const cluster of clusters) {
      if (isYetToBegin(cluster)) skipCluster(run, cluster, `skipped by ${by}: ${reason}`);
      else decide(run, cluster, { verb: 'skip', by, reason });
    }
    const running = others.length === 0 ? '' : ` In progress, not skipped: ${names(others)}.`;
    return { decision, text: `Skipping ${names(clusters)}.${running}` };
  },
});

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

/** A cluster that waits for a decision gets it whatever the campaign comes to; one that has ended is queued again only while its stage runs. */
function mayRetry(run: CampaignRun, cluster: CampaignCluster): boolean {
  const { phase, plan, hasSecondAttempt } = cluster;
  if (phase === 'NeedsDecision') return true;
  return isQueueOpen(run, cluster) && plan.blocked.length === 0 && !hasSecondAttempt && hasFailed(cluster);
}

function hasFailed({ phase, cutShort }: CampaignCluster): boolean {
  return cutShort || ['Failed', 'Skipped', 'Aborted', 'RolledBack', 'CompletedWithFailures'].includes(phase);
}

function maySkip(run: CampaignRun, cluster: CampaignCluster): boolean {
  return cluster.phase === 'NeedsDecision' || (isQueueOpen(run, cluster) && isYetToBegin(cluster));
}

function maySkipPool({ aborted }: CampaignRun, cluster: CampaignCluster): boolean {
  return aborted === null && isRunning(cluster);
}

function isQueueOpen(run: CampaignRun, { stage }: CampaignCluster): boolean {
  return !isStopped(run) && placeOfStage(run, stage) !== 'over';
}

/** A rule's pause does not block what an operator retries. */
function retryCluster(run: CampaignRun, cluster: CampaignCluster, decision: DecideSignal): void {
  if (cluster.phase === 'NeedsDecision') {
    decide(run, cluster, decision);
    return;
  }
  if (isBlockedByPolicyAlone(run)) cluster.retried = true;
  Object.assign(cluster, { phase: 'NotStarted', reason: null, startedAt: null, finishedAt: null });
}

/** An operator's pause blocks a retry as well. */
function describePaused(run: CampaignRun, clusters: readonly CampaignCluster[]): string {
  const level = heldAt(run);
  if (level === null || level === 'stage' || isBlockedByPolicyAlone(run)) return '';
  if (level === 'cluster' && clusters.every(isRunning)) return '';
  return ` The campaign is paused: the retry starts after drydock resume ${run.input.campaign.name} --reason TEXT`;
}

/** A pool that waits for a decision gets it; one that has not started never does. */
function skipPool(
  run: CampaignRun,
  cluster: CampaignCluster,
  pool: string,
  { by, reason }: TargetRequest,
): void {
  if (cluster.phase === 'NeedsDecision' && cluster.askedAbout === pool) {
    decide(run, cluster, { verb: 'skip-pool', by, reason });
    return;
  }
  const order: PoolOrderSignal = { pool, how: 'skip', because: `skipped by ${by}: ${reason}` };
  cluster.outbox.push({ signal: clusterSignals.orderPool, args: [order] });
}

function clustersOf(run: CampaignRun, aim: PartAim): readonly CampaignCluster[] {
  return aim.kind === 'stage' ? run.clusters.filter(({ stage }) => stage === aim.stage) : [aim.cluster];
}

function refuse(
  run: CampaignRun,
  aim: PartAim,
  fits: (run: CampaignRun, cluster: CampaignCluster) => boolean,
  condition: string,
): Refusal | null {
  const clusters = clustersOf(run, aim);
  if (!clusters.some((cluster) => fits(run, cluster))) return invalid(describeUnfit(run, aim, condition));
  const isOtherPool =
    aim.kind === 'pool' &&
    aim.cluster.phase === 'NeedsDecision' &&
    fits !== maySkipPool &&
    aim.cluster.askedAbout !== aim.pool;
  return isOtherPool
    ? invalid(`${aim.cluster.plan.name} does not wait for a decision about ${targetOf(aim)}.`)
    : null;
}

function describeUnfit(run: CampaignRun, aim: PartAim, condition: string): string {
  const target = targetOf(aim);
  const stage = aim.kind === 'stage' ? aim.stage : aim.cluster.stage;
  const stopped = whyStopped(run);
  if (stopped !== null) return `${stopped}, and nothing of ${target} waits for a decision.`;
  if (placeOfStage(run, stage) === 'over')
    return `Stage ${stage} has ended; start a new campaign for ${target}.`;
  if (aim.kind === 'pool' && isYetToBegin(aim.cluster)) {
    const { name } = aim.cluster.plan;
    return `${name} has not started: skip the whole cluster (cluster/${name}), or its node pools once it runs.`;
  }
  const [first, ...others] = clustersOf(run, aim);
  const phase = first === undefined || others.length > 0 ? '' : ` (${first.plan.name}: ${first.phase})`;
  return `Nothing of ${target} ${condition}${phase}.`;
}

function names(clusters: readonly CampaignCluster[]): string {
  return clusters.map(({ plan }) => plan.name).join(', ');
}

import { parseTarget } from '#domain/campaign/operator-target.ts';
import { isRunning } from '#domain/status/next-cluster.ts';
import type { TargetRequest } from '#protocol/operator-updates.ts';
import { clusterSignals, type RollBackSignal } from '#protocol/signals.ts';
import type { CampaignCluster } from '../state/campaign-cluster.ts';
import { type CampaignRun, clusterNamed, isStopped } from '../state/campaign-run.ts';
import { record } from './steer-campaign.ts';
import { invalid, type Refusal, targetCluster, unknownCluster, type VerbRule } from './verb-rule.ts';

export const rollbackVerb: VerbRule<TargetRequest> = {
  description:
    'Roll node pools back to their previous version, where AKS still allows it. Input: {target: "pool/CLUSTER/POOL" | "cluster/NAME", by, reason}',
  refuse: (run, { target }) => refuse(run, target),
  act: (run, request) => {
    const { target, by, reason } = request;
    const decision = record(run, 'rollback', target, request);
    const cluster = targetCluster(run, target)!;
    const what = parseTarget(target);
    const pool = what?.kind === 'pool' ? what.pool : null;
    orderRollback(cluster, { pool, because: `rolled back by ${by}: ${reason}` });
    const which = pool === null ? 'the node pools' : `node pool ${pool}`;
    return {
      decision,
      text: `Rolling back ${which} of ${cluster.plan.name}, where AKS still allows it; running operations are aborted first.`,
    };
  },
};

/** The cluster stays counted as failed. */
export function orderRollback(cluster: CampaignCluster, order: RollBackSignal): void {
  if (cluster.phase === 'NeedsDecision') cluster.phase = 'Running';
  cluster.outbox.push({ signal: clusterSignals.rollBack, args: [order] });
}

function refuse(run: CampaignRun, target: string | undefined): Refusal | null {
  if (isStopped(run)) return invalid('The campaign is ending.');
  const what = parseTarget(target ?? '');
  if (what?.kind !== 'pool' && what?.kind !== 'cluster')
    return invalid('Name a target: pool/CLUSTER/POOL or cluster/NAME.');
  const cluster = clusterNamed(run, what.cluster);
  if (cluster === undefined) return unknownCluster(what.cluster);
  if (run.input.campaign.rollback.nodePools === 'Never')
    return invalid('The campaign file says rollback.nodePools: Never.');
  if (isRunning(cluster)) return null;
  return cluster.startedAt === null
    ? invalid(`The upgrade of ${what.cluster} has not started: there is nothing to roll back.`)
    : invalid(
        `The upgrade of ${what.cluster} has ended (${cluster.phase}). To roll back a node pool by hand: az aks nodepool rollback`,
      );
}

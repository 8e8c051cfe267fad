import { parseTarget } from '#domain/campaign/operator-target.ts';
import { isRunning } from '#domain/status/next-cluster.ts';
import type { TargetRequest } from '#protocol/operator-updates.ts';
import { clusterSignals, type RollBackSignal } from '#protocol/signals.ts';
import type { CampaignCluster } from '../state/campaign-cluster.ts';
import { type CampaignRun, clusterNamed, isStopped } from '../state/campaign-run.ts';
import { record } from './steer-campaign.ts';
import { invalid, type Refusal, type VerbRule } from './verb-rule.ts';

export const rollback: VerbRule<TargetRequest> = {
  description:
    'Take node pools back to the version they came from, where AKS still allows it. Input: {target: "pool/CLUSTER/POOL" | "cluster/NAME", by, reason}',
  refuse: (run, { target }) => refuse(run, target),
  act: (run, request) => {
    const { target, by, reason } = request;
    const decision = record(run, 'rollback', target, request);
    const what = parseTarget(target);
    const pool = what?.kind === 'pool' ? what.pool : null;
    const cluster = what?.kind === 'pool' || what?.kind === 'cluster' ? what.cluster : '';
    orderRollback(clusterNamed(run, cluster)!, { pool, because: `rolled back by ${by}: ${reason}` });
    const which = pool === null ? `The node pools of ${cluster} go` : `Node pool ${pool} of ${cluster} goes`;
    return {
      decision,
      text: `${which} back where AKS still allows it; what runs there is aborted first.`,
    };
  },
};

/** It stays counted as failed: a cluster that goes back is none that succeeds. */
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
  if (cluster === undefined) return invalid(`There is no cluster ${what.cluster} in this campaign.`);
  if (run.input.campaign.rollback.nodePools === 'Never')
    return invalid("The campaign's file says rollback.nodePools: Never.");
  if (isRunning(cluster)) return null;
  return cluster.startedAt === null
    ? invalid(`The upgrade of ${what.cluster} has not begun: there is nothing to take back.`)
    : invalid(
        `The upgrade of ${what.cluster} is over (${cluster.phase}); "az aks nodepool rollback" takes a pool back by hand.`,
      );
}

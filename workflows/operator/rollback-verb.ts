import { rollbackCommand } from '#domain/fleet/az-command.ts';
import { isRunning } from '#domain/outcome/next-cluster.ts';
import type { TargetRequest } from '#protocol/operator-updates.ts';
import { clusterSignals, type RollBackSignal } from '#protocol/signals.ts';
import type { CampaignCluster } from '../state/campaign-cluster.ts';
import { answer, record } from './steer-campaign.ts';
import { aimed, invalid, notAllowed, type VerbRule } from './verb-rule.ts';

export const rollbackVerb: VerbRule<TargetRequest> = aimed({
  description:
    'Roll node pools back to their previous version, where AKS still allows it. Input: {target: "pool/CLUSTER/POOL" | "cluster/NAME", by, reason}',
  takes: ['pool', 'cluster'],
  refuse: (run, aim) => {
    const { cluster } = aim;
    const { name, resourceId } = cluster.plan;
    if (run.input.campaign.rollback.nodePools === 'Never')
      return notAllowed('The campaign file says rollback.nodePools: Never.');
    if (run.aborted !== null) return invalid('The campaign is already being aborted.');
    if (isRunning(cluster)) return null;
    return cluster.startedAt === null
      ? invalid(`The upgrade of ${name} has not started: there is nothing to roll back.`)
      : invalid(
          `The upgrade of ${name} has ended (${cluster.phase}). To roll back a node pool by hand: ${rollbackCommand(resourceId, aim.kind === 'pool' ? aim.pool : 'NODE_POOL')}`,
        );
  },
  act: (run, aim, request) => {
    const { target, by, reason } = request;
    const decision = record(run, 'rollback', target, request);
    const pool = aim.kind === 'pool' ? aim.pool : null;
    orderRollback(aim.cluster, { pool, because: `rolled back by ${by}: ${reason}` });
    const which = pool === null ? 'the node pools' : `node pool ${pool}`;
    return {
      decision,
      text: `Rolling back ${which} of ${aim.cluster.plan.name}, where AKS still allows it; running operations are aborted first.`,
    };
  },
});

/** The cluster stays counted as failed. */
export function orderRollback(cluster: CampaignCluster, order: RollBackSignal): void {
  answer(cluster, { signal: clusterSignals.rollBack, args: [order] });
}

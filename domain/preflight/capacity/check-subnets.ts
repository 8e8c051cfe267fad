import type { Cluster, NodePool } from '../../fleet/fleet.ts';
import type { PlanStep } from '../../plan/contents/plan.ts';
import type { Found } from '../findings/preflight-finding.ts';
import type { PreflightReadings } from '../findings/preflight-readings.ts';
import { surgingPools } from './surging-pools.ts';

/** Whether each pool's subnet has addresses for its surge nodes. Subnets that AKS made itself are large enough. */
export function checkSubnets(
  cluster: Cluster,
  steps: readonly PlanStep[],
  subnets: PreflightReadings['subnets'],
): readonly Found[] {
  return surgingPools(cluster, steps).flatMap(({ pool, surge, nodes, fewer }): readonly Found[] => {
    const room = pool.subnetId === null ? undefined : subnets.get(pool.subnetId.toLowerCase());
    if (room === undefined || 'unread' in room) return [];
    const perNode = addressesPerNode(cluster, pool);
    const wanted = surge * perNode;
    const { name, free } = room.value;
    if (wanted <= free) return [];
    return [
      {
        check: 'subnetAddresses',
        level: 'blocker',
        pool: pool.name,
        what: `subnet ${name} has too few addresses for ${nodes}`,
        why: `${surge} more node${surge === 1 ? '' : 's'} of ${perNode} address${perNode === 1 ? '' : 'es'} each need ${wanted}; ${free} are free`,
        todo: `free addresses, or ${fewer}`,
        evidence: [],
      },
    ];
  });
}

/**
 * What a node takes of its subnet (learn.microsoft.com/azure/aks/concepts-network-ip-address-planning): itself alone
 * where pods live in an overlay or have a subnet of their own, with all the pods that it may have elsewhere.
 */
function addressesPerNode(
  { networkPlugin, networkPluginMode }: Pick<Cluster, 'networkPlugin' | 'networkPluginMode'>,
  { maxPods, podSubnetId }: Pick<NodePool, 'maxPods' | 'podSubnetId'>,
): number {
  const isFlat = networkPlugin === 'azure' && networkPluginMode !== 'overlay' && podSubnetId === null;
  return isFlat ? maxPods + 1 : 1;
}

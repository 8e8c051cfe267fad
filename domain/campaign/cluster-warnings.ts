import type { Cluster, NodePool } from './fleet.ts';
import type { PlanStep } from './plan.ts';

/** What an operator should know before these steps are taken on this cluster. */
export function stepWarnings(cluster: Cluster, steps: readonly PlanStep[]): readonly string[] {
  const changed = steps.filter((step) => step.action !== 'none');
  if (changed.length === 0) return [];
  return [
    ...(cluster.isPrivate
      ? ['its API server is private: the worker has to reach its network to look at the nodes']
      : []),
    ...(cluster.nodeProvisioning === 'Auto'
      ? [
          'nodes that AKS provisions by itself are outside its node pools: this campaign does not upgrade them',
        ]
      : []),
    ...cluster.pools.filter(({ name }) => changed.some((step) => step.pool === name)).flatMap(poolWarnings),
  ];
}

function poolWarnings({ name, scaleSetPriority, autoscaling }: NodePool): readonly string[] {
  return [
    ...(scaleSetPriority === 'Spot'
      ? [`node pool ${name} is of spot machines: Azure may take nodes away, and have none to surge by`]
      : []),
    ...(autoscaling === null
      ? []
      : [
          `node pool ${name} is autoscaled (${autoscaling.min} to ${autoscaling.max} nodes): its count may change meanwhile`,
        ]),
  ];
}

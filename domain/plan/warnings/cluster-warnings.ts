import type { Cluster, NodePool } from '../../fleet/fleet.ts';
import { aksUpgradeSettings } from '../../fleet/upgrade-settings.ts';
import type { OsChange } from '../../version/os-support.ts';
import type { PlanStep } from '../contents/plan.ts';
import { replacesNodes } from '../contents/replaces-nodes.ts';
import { describeBlueGreen } from './blue-green-warnings.ts';

/** What an operator should know before these steps are taken on this cluster. */
export function stepWarnings(cluster: Cluster, steps: readonly PlanStep[]): readonly string[] {
  const changed = steps.filter((step) => step.action !== 'none');
  if (changed.length === 0) return [];
  return [
    ...(cluster.isPrivate
      ? ['its API server is private: the worker has to reach its network to look at the nodes']
      : []),
    ...(cluster.nodeProvisioning === 'Auto'
      ? ['nodes that AKS provisions itself are outside its node pools: this campaign does not upgrade them']
      : []),
    ...cluster.pools.flatMap((pool) => {
      const last = changed.findLast((step) => step.pool === pool.name);
      return last === undefined
        ? []
        : [
            ...poolWarnings(pool, last),
            ...(pool.osType === 'Windows' && replacesNodes(last) ? windowsWarnings(pool, last) : []),
          ];
    }),
    ...osWarnings(changed.filter(replacesNodes)),
  ];
}

function poolWarnings(
  { name, scaleSetPriority, autoscaling, count }: NodePool,
  { blueGreen }: PlanStep,
): readonly string[] {
  return [
    ...(scaleSetPriority === 'Spot'
      ? [
          `node pool ${name} is a Spot pool: Azure adds no surge nodes and accepts neither maxSurge nor maxUnavailable (neither is sent); it evicts pods at short notice instead of draining nodes, and may take nodes away at any time`,
        ]
      : []),
    ...(blueGreen === undefined ? [] : [`node pool ${name} ${describeBlueGreen(blueGreen, count)}`]),
    ...(autoscaling === null
      ? []
      : [
          `node pool ${name} is autoscaled (${autoscaling.min} to ${autoscaling.max} nodes): its count may change meanwhile`,
        ]),
  ];
}

function osWarnings(steps: readonly PlanStep[]): readonly string[] {
  return steps.flatMap(({ pool, to, osChange }) =>
    osChange === undefined
      ? []
      : [
          `node pool ${pool} changes from ${osChange.from} to ${osChange.to} with ${to}: another kernel and containerd, and pods that depend on the old system may fail; ${keeping(osChange)}`,
        ],
  );
}

/** Azure Linux 2 has no images since March 2026. */
function keeping({ from }: OsChange): string {
  return from === 'Ubuntu 22.04'
    ? 'with osSKU Ubuntu2204 it keeps 22.04'
    : `AKS has no images of ${from} any more`;
}

/** Nodes of Windows are ready long before their pods, and these are slow to move: Azure/AKS#4047, #2114. */
function windowsWarnings(
  { name, count, upgradeSettings }: NodePool,
  { strategy, blueGreen }: PlanStep,
): readonly string[] {
  const rolling = { ...aksUpgradeSettings, ...upgradeSettings, ...strategy?.upgradeSettings };
  const { drainTimeoutInMinutes: drain } = blueGreen ?? rolling;
  return [
    ...(blueGreen === undefined && rolling.nodeSoakDurationInMinutes === 0 && count !== 1
      ? [
          `node pool ${name} is a Windows pool: AKS continues with the next node as soon as one is ready, while its pods may pull images for 20 minutes; set nodeSoakDurationInMinutes to 20 in nodePools.overrides (it is 0)`,
        ]
      : []),
    ...(drain < aksUpgradeSettings.drainTimeoutInMinutes
      ? [
          `node pool ${name} is of Windows, whose pods are slow to move, and AKS gives up a drain after ${drain} minutes; set drainTimeoutInMinutes to 60 in nodePools.overrides`,
        ]
      : []),
  ];
}

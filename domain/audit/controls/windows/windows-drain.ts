import { kindName } from '../../../kind-name.ts';
import { type ArmResource, isForWindows } from '../../azure/arm-view.ts';
import type { AuditedCluster, Workload } from '../../cluster/audited-cluster.ts';
import { azureNotRead } from '../../control/azure-not-read.ts';
import { type Control, type Finding, notApplicable, warn } from '../../control/control.ts';
import type { KubernetesObject } from '../../kubernetes/api-objects.ts';
import { isObject, textOf } from '../../kubernetes/read-shape.ts';

const leastDrainMinutes = 30;

export const windowsDrain: Control = {
  id: 'SB-WIN-03',
  title: 'Windows workloads survive the replacement of their nodes',
  area: 'windows',
  severity: 'medium',
  rule: 'Each Windows pool has a drain timeout of at least 30 minutes and a node soak, and each workload on one wants two pods or more (none, or a HorizontalPodAutoscaler with minReplicas of 2 or more, will do): large images take long to pull.',
  source: 'https://learn.microsoft.com/azure/aks/upgrade-aks-node-pools-rolling',
  remediation:
    'az aks nodepool update -g GROUP --cluster-name CLUSTER -n POOL --drain-timeout 60 --node-soak-duration 10; set replicas of the workload to 2 or more.',
  needs: ['azure-cluster', 'workloads', 'namespaces'],
  isHazard: true,
  judgesTogether: true,
  judge: (cluster) => {
    const pools = (cluster.arm?.pools ?? []).filter(isForWindows);
    const names = pools.map(({ fields }) => textOf(fields('name')));
    const workloads = cluster.workloads.filter(
      (each) => each.isWindows || (names.length > 0 && wantsPool(each, names)),
    );
    if (cluster.arm === null && workloads.length === 0) return notApplicable(azureNotRead(cluster));
    return [...pools.flatMap(judgePool), ...workloads.flatMap((each) => judgeWorkload(each, cluster))];
  },
};

/** Azure's own defaults: 30 minutes to drain, no soak. */
function judgePool({ resource, fields }: ArmResource): readonly Finding[] {
  const drain = Number(fields('upgradeSettings.drainTimeoutInMinutes') ?? leastDrainMinutes);
  const soak = Number(fields('upgradeSettings.nodeSoakDurationInMinutes') ?? 0);
  const found = [
    ...(drain < leastDrainMinutes
      ? [{ fact: 'drainTimeout', reason: `the drain timeout is ${drain} min` }]
      : []),
    ...(soak === 0 ? [{ fact: 'nodeSoak', reason: 'there is no node soak' }] : []),
  ];
  if (found.length === 0) return [];
  const reason = found.map((each) => each.reason).join(', ');
  return [{ ...warn(resource, reason), facts: found.map(({ fact }) => fact) }];
}

function wantsPool({ pod: { spec } }: Workload, pools: readonly string[]): boolean {
  const { nodeSelector = {} } = spec;
  const pool = nodeSelector['kubernetes.azure.com/agentpool'] ?? nodeSelector.agentpool;
  return pool !== undefined && pools.includes(pool);
}

function judgeWorkload({ resource, replicas }: Workload, { objects }: AuditedCluster): readonly Finding[] {
  if (replicas !== 1 || objects.some((each) => scalesBeyondOne(each, resource))) return [];
  return [warn(resource, 'it has 1 replica: while its node is replaced no pod of it runs')];
}

/** Whether it is a HorizontalPodAutoscaler that never leaves the workload ("Deployment/shop/web") with one pod. */
function scalesBeyondOne({ kind, metadata, spec }: KubernetesObject, resource: string): boolean {
  if (kind !== 'HorizontalPodAutoscaler' || !isObject(spec) || !isObject(spec.scaleTargetRef)) return false;
  const namespace = isObject(metadata) ? textOf(metadata.namespace, 'default') : 'default';
  const target = spec.scaleTargetRef;
  return (
    `${kindName(target)}/${namespace}/${textOf(target.name)}` === resource &&
    Number(spec.minReplicas ?? 1) > 1
  );
}

import type { V1Node } from '@kubernetes/client-node';
import type { KubernetesNode } from '#domain/fleet/kubernetes-node.ts';

const labels = {
  pool: 'kubernetes.azure.com/agentpool',
  oldPool: 'agentpool',
  image: 'kubernetes.azure.com/node-image-version',
  upgradeStatus: 'kubernetes.azure.com/upgrade-status',
  zone: 'topology.kubernetes.io/zone',
} as const;

/** Selects the nodes of a pool. */
export function poolSelector(pool: string): string {
  return `${labels.pool}=${pool}`;
}

/** The pool of a node by its labels. */
export function poolOf(own: Readonly<Record<string, string>>): string {
  return own[labels.pool] ?? own[labels.oldPool] ?? '';
}

/** What a node says of itself; labels as AKS sets them. */
export function toNode(found: V1Node): KubernetesNode {
  const own = found.metadata?.labels ?? {};
  const zone = own[labels.zone];
  return {
    name: found.metadata?.name ?? '',
    pool: poolOf(own),
    kubeletVersion: found.status?.nodeInfo?.kubeletVersion ?? '',
    nodeImageVersion: own[labels.image] ?? null,
    ready: found.status?.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') ?? false,
    unschedulable: found.spec?.unschedulable ?? false,
    quarantined: own[labels.upgradeStatus] === 'Quarantined',
    ...(zone === undefined ? {} : { zone }),
  };
}

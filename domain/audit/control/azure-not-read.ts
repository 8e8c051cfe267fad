import type { AuditedCluster } from '../cluster/audited-cluster.ts';

/** Why a control over Azure does not apply where Azure was not asked: of a cluster, with the right that it takes. */
export function azureNotRead({ live }: Pick<AuditedCluster, 'live'>): string {
  return live === null
    ? 'Azure was not asked (--arm)'
    : 'not read: Azure was not asked; --cluster NAME reads it, with Microsoft.ContainerService/managedClusters/read (docs/permissions.md)';
}

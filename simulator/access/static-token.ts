import { createHash } from 'node:crypto';
import type { ManagedCluster } from '../cluster/managed-cluster.ts';

/** The token of a cluster's own kubeconfig: the same in every run, of value to this simulator only. */
export function staticTokenOf(cluster: ManagedCluster): string {
  return createHash('sha256').update(cluster.id.toLowerCase()).digest('hex');
}

import { controlPlaneVersion, minorOf } from '../azure/arm-versions.ts';
import type { AuditedCluster } from './audited-cluster.ts';

/** The minor of Kubernetes 1 that the control plane runs, as its API server or Azure says; null: neither does. */
export function presentMinor({ live, arm }: Pick<AuditedCluster, 'live' | 'arm'>): number | null {
  return live?.serverMinor ?? minorOf(controlPlaneVersion(arm));
}

/** Why no upgrade leads from a cluster to the target that it is audited for; null: one may. */
export function whyNoUpgrade(cluster: Pick<AuditedCluster, 'live' | 'arm' | 'targetMinor'>): string | null {
  const present = presentMinor(cluster);
  const { targetMinor } = cluster;
  return present === null || targetMinor === null || targetMinor >= present
    ? null
    : `the target 1.${targetMinor} is below the cluster's 1.${present}, and Kubernetes cannot be downgraded`;
}

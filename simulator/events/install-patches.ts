import type { ManagedCluster } from '../arm/cluster/managed-cluster.ts';
import { isSame } from '../arm/request/arm-call.ts';
import { objectAt, textAt } from '../values/json-value.ts';

/** A scheduled run of apt or dnf on Linux nodes. NodeImage and SecurityPatch switch it off (AKS, "Autoupgrade node OS images"). */
export function installPatches(
  cluster: ManagedCluster,
  { pool: wanted, nodes: most }: { readonly pool?: string | undefined; readonly nodes?: number | undefined },
): void {
  const channel =
    textAt(objectAt(cluster.properties, 'autoUpgradeProfile'), 'nodeOSUpgradeChannel') ?? 'None';
  if (channel !== 'None' && channel !== 'Unmanaged') return;
  for (const { name, osType } of cluster.pools) {
    if (osType !== 'Linux' || (wanted !== undefined && !isSame(name, wanted))) continue;
    for (const node of cluster.kubernetes.nodes(name).slice(0, most))
      cluster.kubernetes.installPatches(node.name);
  }
}

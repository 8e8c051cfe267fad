import type { Cluster } from '../../fleet/fleet.ts';
import type { PlanStep } from '../../plan/contents/plan.ts';
import { replacesNodes } from '../../plan/contents/replaces-nodes.ts';
import { type Found, firstNames } from '../findings/preflight-finding.ts';
import type { ResourceLock } from '../findings/preflight-readings.ts';

/**
 * Which locks of Azure's would stop these steps. A lock holds for its scope and everything below it
 * (learn.microsoft.com/azure/azure-resource-manager/management/lock-resources). ReadOnly at the cluster or above it refuses the
 * change itself; at the machines' group it refuses new machines. CanNotDelete stops an upgrade where it holds for the whole group
 * of the machines, from which surge nodes have to go again; at the cluster it does not, for an upgrade deletes nothing there.
 */
export function checkLocks(
  cluster: Cluster,
  steps: readonly PlanStep[],
  locks: readonly ResourceLock[],
): readonly Found[] {
  const machines = machinesOf(cluster);
  const drains = steps.some((step) => replacesNodes(step) || step.surge > 0);
  return locks.flatMap((lock): readonly Found[] => {
    const { level } = lock;
    if (level === 'ReadOnly' && covers(lock, cluster.resourceId))
      return [blocker(lock, 'Azure rejects every change to the cluster')];
    if (!drains) return [];
    const pool = poolBelow(cluster, lock);
    if (pool !== null && level === 'ReadOnly')
      return [{ ...blocker(lock, 'Azure rejects every change to it'), pool }];
    if (covers(lock, machines))
      return [
        blocker(
          lock,
          level === 'ReadOnly' ? 'no VM can be added or changed' : 'surge nodes can be added but not removed',
        ),
      ];
    if (isBelow(lock.scope, machines)) return [partOfMachines(lock)];
    return [];
  });
}

function blocker(lock: ResourceLock, why: string): Found {
  return {
    check: 'resourceLocks',
    level: 'blocker',
    pool: null,
    what: tell(lock),
    why,
    todo: `remove it for the upgrade (az lock delete --ids ${lockId(lock)})`,
    evidence: [],
  };
}

/** On a disk, an address or a load balancer: it is not known whether the upgrade has to touch it. */
function partOfMachines(lock: ResourceLock): Found {
  return {
    check: 'resourceLocks',
    level: 'warning',
    pool: null,
    what: tell(lock),
    why: 'AKS manages the resources of this group and may have to change or remove them during the upgrade',
    todo: `remove it for the upgrade (az lock delete --ids ${lockId(lock)})`,
    evidence: firstNames([lock.scope.split('/').slice(-2).join('/')]),
  };
}

function tell({ name, level, scope }: ResourceLock): string {
  return `lock ${name} (${level}) on ${placeOf(scope)}`;
}

/** "subscription 0000…", "resource group rg-aks", "managedClusters/aks-one". */
function placeOf(scope: string): string {
  const [, , subscription = '', , group, , , ...resource] = scope.split('/');
  if (group === undefined) return `subscription ${subscription}`;
  return resource.length === 0 ? `resource group ${group}` : resource.join('/');
}

function lockId({ scope, name }: ResourceLock): string {
  return `${scope}/providers/Microsoft.Authorization/locks/${name}`;
}

function machinesOf({ subscriptionId, nodeResourceGroup }: Cluster): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${nodeResourceGroup}`;
}

function poolBelow({ resourceId, pools }: Cluster, { scope }: ResourceLock): string | null {
  return pools.find(({ name }) => isSame(scope, `${resourceId}/agentPools/${name}`))?.name ?? null;
}

function covers({ scope }: ResourceLock, id: string): boolean {
  return isSame(scope, id) || isBelow(id, scope);
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function isBelow(id: string, scope: string): boolean {
  return id.toLowerCase().startsWith(`${scope.toLowerCase()}/`);
}

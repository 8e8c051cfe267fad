import type { ManagedCluster } from '../../cluster/managed-cluster.ts';
import type { OperationError } from '../../cluster/operation.ts';
import { lockedMessage, lockOver, type ResourceLock } from '../../fleet/resource-locks.ts';
import { textAt } from '../../values/json-value.ts';
import type { World } from '../../world/world.ts';

/** How a lock on the node resource group ends an upgrade that writes or deletes its machines; null: none does. */
export function nodeGroupLock(
  world: World,
  { subscription, properties }: ManagedCluster,
  operation: 'write' | 'delete',
): OperationError | null {
  const levels: readonly ResourceLock['level'][] =
    operation === 'write' ? ['ReadOnly'] : ['ReadOnly', 'CanNotDelete'];
  const group = `/subscriptions/${subscription}/resourceGroups/${textAt(properties, 'nodeResourceGroup')}`;
  const lock = lockOver(world.locks, group, levels);
  return lock === undefined ? null : { code: 'ScopeLocked', message: lockedMessage(group, operation, lock) };
}

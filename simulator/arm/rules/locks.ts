import { lockedMessage, lockOver, type ResourceLock } from '../../fleet/resource-locks.ts';
import { isSameName } from '../../values/same-name.ts';
import type { World } from '../../world/world.ts';
import type { ArmAnswer, ArmCall } from '../request/arm-call.ts';
import { clusterNotFound, gatewayError } from '../request/arm-error.ts';

/** Microsoft.Authorization: the locks of a subscription and of everything in it. */
export function listLocks({ world, params }: ArmCall): ArmAnswer {
  const own = `/subscriptions/${params.subscription}`.toLowerCase();
  const found = world.locks.filter(({ scope }) => `${scope.toLowerCase()}/`.startsWith(`${own}/`));
  return { status: 200, body: { value: found.map(lockDocument) } };
}

/** Lifts a lock of the subscription, a group or a cluster. */
export function deleteLock(call: ArmCall): ArmAnswer {
  const { world, path, params } = call;
  const scope = decodeURIComponent(path).replace(/\/providers\/Microsoft\.Authorization\/locks\/[^/]+$/i, '');
  const found = world.locks.find(
    (each) => isSameName(each.scope, scope) && isSameName(each.name, params.lock),
  );
  if (found === undefined) throw clusterNotFound(`Microsoft.Authorization/locks/${params.lock}`);
  world.locks.splice(world.locks.indexOf(found), 1);
  return { status: 200, effect: `lock ${found.name} lifted` };
}

/**
 * A ReadOnly lock refuses whatever is no reading, every POST among it. Locks themselves may always be lifted.
 * @throws ArmError 409 ScopeLocked
 */
export function checkLocks(world: World, method: string, path: string): void {
  if (['GET', 'HEAD', 'DELETE'].includes(method)) return;
  const lock = lockOver(world.locks, path, ['ReadOnly']);
  if (lock !== undefined) throw gatewayError(409, 'ScopeLocked', lockedMessage(path, 'write', lock));
}

function lockDocument({ name, scope, level }: ResourceLock) {
  return {
    id: `${scope}/providers/Microsoft.Authorization/locks/${name}`,
    name,
    type: 'Microsoft.Authorization/locks',
    properties: { level },
  };
}

import { isObject, type JsonObject } from '../../values/json-value.ts';
import type { World } from '../../world/world.ts';
import type { ManagedCluster } from '../cluster/managed-cluster.ts';
import type { Operation } from '../cluster/operation.ts';

/** Some operations end well and leave a setting behind that was there before, when a fault says so. */
export function loseSetting(world: World, cluster: ManagedCluster, operation: Operation): void {
  const fault = world.faultOf(operation, 'setting-lost');
  if (fault === undefined) return;
  cluster.properties = withoutPath(cluster.properties, fault.setting.split('.'));
}

function withoutPath(owner: JsonObject, [key = '', ...rest]: readonly string[]): JsonObject {
  const { [key]: own, ...others } = owner;
  if (rest.length === 0 || !isObject(own)) return others;
  return { ...owner, [key]: withoutPath(own, rest) };
}

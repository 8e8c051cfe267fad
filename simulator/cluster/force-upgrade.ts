import { objectAt, textAt } from '../values/json-value.ts';
import type { ManagedCluster } from './managed-cluster.ts';

/** Whether upgrades that begin now override budgets and deprecated APIs: asked at their start only. */
export function isForced(cluster: Pick<ManagedCluster, 'properties'>, nowMs: number): boolean {
  const override = objectAt(objectAt(cluster.properties, 'upgradeSettings'), 'overrideSettings');
  return override.forceUpgrade === true && nowMs < Date.parse(textAt(override, 'until') ?? '');
}

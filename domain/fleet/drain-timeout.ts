import { aksUpgradeSettings } from './aks-upgrade-settings.ts';
import type { UpgradeSettings } from './upgrade-settings.ts';

/**
 * Minutes after which AKS gives a node's drain up, the operation with it: the first of these settings that says so, the one
 * that is sent along before the pool's own.
 */
export function drainTimeoutMinutes(...settings: readonly (UpgradeSettings | undefined)[]): number {
  const said = settings.map((each) => each?.drainTimeoutInMinutes);
  return said.find((minutes) => minutes !== undefined) ?? aksUpgradeSettings.drainTimeoutInMinutes;
}

import { aksUpgradeSettings } from './aks-upgrade-settings.ts';
import type { UpgradeSettings } from './upgrade-settings.ts';

/**
 * The pool's own values of exactly those settings that `wanted` would change: what has to be put back after
 * the upgrade. Empty: nothing to put back.
 */
export function ownSettingsBehind(wanted: UpgradeSettings, own: UpgradeSettings): UpgradeSettings {
  const before = { ...aksUpgradeSettings, ...own };
  const changed = (Object.keys(wanted) as (keyof UpgradeSettings)[]).filter(
    (name) => wanted[name] !== undefined && wanted[name] !== before[name],
  );
  return Object.fromEntries(changed.map((name) => [name, before[name]]));
}

import type { UpgradeSettings } from './campaign.ts';

/** What a pool has where it names nothing itself (AKS, upgrade settings of node pools). */
const azureDefaults: Required<UpgradeSettings> = {
  maxSurge: '10%',
  maxUnavailable: '0',
  drainTimeoutInMinutes: 30,
  nodeSoakDurationInMinutes: 0,
  undrainableNodeBehavior: 'Schedule',
};

/**
 * The pool's own values of exactly those settings that `wanted` would change: what has to be put back after
 * the upgrade. Empty: nothing to put back.
 */
export function ownSettingsBehind(wanted: UpgradeSettings, own: UpgradeSettings): UpgradeSettings {
  const before = { ...azureDefaults, ...own };
  const changed = (Object.keys(wanted) as (keyof UpgradeSettings)[]).filter(
    (name) => wanted[name] !== undefined && wanted[name] !== before[name],
  );
  return Object.fromEntries(changed.map((name) => [name, before[name]]));
}

import type { UpgradeSettings } from './upgrade-settings.ts';

/** What a pool has where it names nothing itself (AKS, upgrade settings of node pools). */
export const aksUpgradeSettings: Required<UpgradeSettings> = {
  maxSurge: '10%',
  maxUnavailable: '0',
  drainTimeoutInMinutes: 30,
  nodeSoakDurationInMinutes: 0,
  undrainableNodeBehavior: 'Schedule',
};

/** The upgrade settings of a node pool, by Azure's names; an absent field keeps the pool's own value. */
export interface UpgradeSettings {
  readonly maxSurge?: string;
  readonly maxUnavailable?: string;
  readonly drainTimeoutInMinutes?: number;
  readonly nodeSoakDurationInMinutes?: number;
  readonly undrainableNodeBehavior?: 'Schedule' | 'Cordon';
}

/** AKS's defaults for a node pool. */
export const aksUpgradeSettings: Required<UpgradeSettings> = {
  maxSurge: '10%',
  maxUnavailable: '0',
  drainTimeoutInMinutes: 30,
  nodeSoakDurationInMinutes: 0,
  undrainableNodeBehavior: 'Schedule',
};

/** As much of a node pool as decides its surge. */
interface SurgedPool {
  readonly count: number | null;
  readonly autoscaling: { readonly max: number } | null;
  readonly upgradeStrategy: 'Rolling' | 'BlueGreen';
  readonly scaleSetPriority: 'Regular' | 'Spot';
  readonly upgradeSettings: UpgradeSettings;
}

/**
 * How many nodes Azure adds while it upgrades a pool with these settings laid over its own. Azure's percentages round up, and it
 * never adds more than the pool has (AKS, "Customize node surge upgrade"); to a Spot pool it adds none, and blue-green adds as many
 * as the pool has. Where the count is unknown, it counts as the autoscaler's maximum.
 */
export function surgeNodes(pool: SurgedPool, sent: UpgradeSettings = {}): number {
  const { scaleSetPriority, upgradeStrategy, upgradeSettings } = pool;
  const count = pool.count ?? pool.autoscaling?.max ?? 0;
  if (scaleSetPriority === 'Spot') return 0;
  if (upgradeStrategy === 'BlueGreen') return count;
  const maxSurge = sent.maxSurge ?? upgradeSettings.maxSurge ?? aksUpgradeSettings.maxSurge;
  const amount = Number.parseFloat(maxSurge);
  return Math.min(count, maxSurge.endsWith('%') ? Math.ceil((count * amount) / 100) : amount);
}

/** What of these settings Azure accepts on a pool: it refuses maxSurge and maxUnavailable of a Spot pool (400 InvalidParameter). */
export function acceptedSettings(
  settings: UpgradeSettings,
  { scaleSetPriority }: Pick<SurgedPool, 'scaleSetPriority'>,
): UpgradeSettings {
  if (scaleSetPriority !== 'Spot') return settings;
  const { maxSurge: _surge, maxUnavailable: _unavailable, ...accepted } = settings;
  return accepted;
}

/** Minutes after which AKS fails a drain and the operation with it: from the first of these settings that has it. */
export function drainTimeoutMinutes(...settings: readonly (UpgradeSettings | undefined)[]): number {
  const found = settings.find((each) => each?.drainTimeoutInMinutes !== undefined);
  return found?.drainTimeoutInMinutes ?? aksUpgradeSettings.drainTimeoutInMinutes;
}

/** The pool's own values of exactly the settings that `wanted` changes: to be restored after the upgrade. */
export function ownSettingsBehind(wanted: UpgradeSettings, own: UpgradeSettings): UpgradeSettings {
  const before = { ...aksUpgradeSettings, ...own };
  const changed = (Object.keys(wanted) as (keyof UpgradeSettings)[]).filter(
    (name) => wanted[name] !== undefined && wanted[name] !== before[name],
  );
  return Object.fromEntries(changed.map((name) => [name, before[name]]));
}

import {
  aksBlueGreenSettings,
  type BlueGreenSettings,
  resolvePercentage,
  type UpgradeStrategy,
} from './blue-green.ts';

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

/** Only preview versions of the API know them; an absent field keeps the pool's own value. */
interface StrategySettings {
  readonly upgradeStrategy?: UpgradeStrategy;
  readonly upgradeSettingsBlueGreen?: BlueGreenSettings;
}

/** What is sent along with an upgrade. */
export interface SentSettings extends UpgradeSettings, StrategySettings {}

/** The same as a file or a plan has it. */
export interface WrittenSettings extends StrategySettings {
  readonly upgradeSettings: UpgradeSettings;
}

export function sentSettings({
  upgradeSettings,
  upgradeStrategy,
  upgradeSettingsBlueGreen,
}: WrittenSettings): SentSettings {
  return {
    ...upgradeSettings,
    ...(upgradeStrategy && { upgradeStrategy }),
    ...(upgradeSettingsBlueGreen && { upgradeSettingsBlueGreen }),
  };
}

/** As much of a node pool as decides how it is upgraded. */
interface UpgradedPool {
  readonly count: number | null;
  readonly type: string;
  readonly autoscaling: { readonly max: number } | null;
  readonly scaleSetPriority: 'Regular' | 'Spot';
  readonly upgradeStrategy: UpgradeStrategy;
  readonly upgradeSettings: UpgradeSettings;
  readonly upgradeSettingsBlueGreen: BlueGreenSettings;
}

/**
 * How many nodes Azure adds while it upgrades a pool with these settings laid over its own. Azure's percentages round up, and it
 * never adds more than the pool has (AKS, "Customize node surge upgrade"); to a Spot pool it adds none, and blue-green adds as many
 * as the pool has. Where the count is unknown, it counts as the autoscaler's maximum.
 */
export function surgeNodes(pool: UpgradedPool, sent: SentSettings = {}): number {
  const count = pool.count ?? pool.autoscaling?.max ?? 0;
  if (blueGreenOf(pool, sent) !== null) return count;
  if (pool.scaleSetPriority === 'Spot') return 0;
  const maxSurge = sent.maxSurge ?? pool.upgradeSettings.maxSurge ?? aksUpgradeSettings.maxSurge;
  return Math.min(count, resolvePercentage(maxSurge, count));
}

/** The settings by which a pool is upgraded blue-green, with these laid over its own; null: it is upgraded node by node. */
export function blueGreenOf(pool: UpgradedPool, sent: SentSettings): Required<BlueGreenSettings> | null {
  if ((sent.upgradeStrategy ?? pool.upgradeStrategy) !== 'BlueGreen') return null;
  return { ...aksBlueGreenSettings, ...pool.upgradeSettingsBlueGreen, ...sent.upgradeSettingsBlueGreen };
}

/** Why Azure would not upgrade a pool of this kind blue-green; null: it does. */
export function whyNotBlueGreen({
  type,
  scaleSetPriority,
}: Pick<UpgradedPool, 'type' | 'scaleSetPriority'>): string | null {
  if (type !== 'VirtualMachineScaleSets') return `it is of type ${type}`;
  return scaleSetPriority === 'Spot' ? 'it is a Spot pool' : null;
}

/**
 * What of these settings Azure accepts on a pool: it refuses maxSurge and maxUnavailable of a Spot pool (400 InvalidParameter),
 * and those of rolling upgrades mean nothing to a blue-green one. A strategy that the pool cannot have is not sent.
 */
export function acceptedSettings(written: WrittenSettings, pool: UpgradedPool): WrittenSettings {
  const { upgradeSettings, upgradeStrategy, upgradeSettingsBlueGreen } = written;
  const strategy = upgradeStrategy && whyNotBlueGreen(pool) === null ? { upgradeStrategy } : {};
  if (blueGreenOf(pool, strategy) !== null)
    return {
      upgradeSettings: {},
      ...strategy,
      ...(upgradeSettingsBlueGreen && { upgradeSettingsBlueGreen }),
    };
  if (pool.scaleSetPriority !== 'Spot') return { upgradeSettings, ...strategy };
  const { maxSurge: _surge, maxUnavailable: _unavailable, ...accepted } = upgradeSettings;
  return { upgradeSettings: accepted };
}

/** Minutes after which AKS fails a drain of this pool and the operation with it. */
export function drainTimeoutMinutes(pool: UpgradedPool | undefined, sent: SentSettings = {}): number {
  const blueGreen = pool === undefined ? null : blueGreenOf(pool, sent);
  const rolling = { ...aksUpgradeSettings, ...pool?.upgradeSettings, ...sent };
  return (blueGreen ?? rolling).drainTimeoutInMinutes;
}

/** The pool's own values of exactly the settings that `wanted` changes: to be restored after the upgrade. */
export function ownSettingsBehind(
  { upgradeStrategy, upgradeSettingsBlueGreen = {}, ...rolling }: SentSettings,
  own: UpgradedPool,
): SentSettings {
  const blueGreen = changedBehind(upgradeSettingsBlueGreen, {
    ...aksBlueGreenSettings,
    ...own.upgradeSettingsBlueGreen,
  });
  const isOther = upgradeStrategy !== undefined && upgradeStrategy !== own.upgradeStrategy;
  return {
    ...changedBehind(rolling, { ...aksUpgradeSettings, ...own.upgradeSettings }),
    ...(isOther && { upgradeStrategy: own.upgradeStrategy }),
    ...(Object.keys(blueGreen).length > 0 && { upgradeSettingsBlueGreen: blueGreen }),
  };
}

function changedBehind<Settings extends object>(
  wanted: Partial<Settings>,
  before: Settings,
): Partial<Settings> {
  const changed = Object.entries(before).filter(([name, value]) => {
    const asked = wanted[name as keyof Settings];
    return asked !== undefined && asked !== value;
  });
  return Object.fromEntries(changed) as Partial<Settings>;
}

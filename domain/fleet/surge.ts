import { aksUpgradeSettings } from './aks-upgrade-settings.ts';
import type { UpgradeSettings } from './upgrade-settings.ts';

/**
 * How many nodes Azure adds while it upgrades a pool. Azure's percentages round up, and it never adds more
 * than the pool has (AKS, "Customize node surge upgrade").
 */
export function surgeNodes(settings: UpgradeSettings, count: number): number {
  const wish = settings.maxSurge ?? aksUpgradeSettings.maxSurge;
  const amount = Number.parseFloat(wish);
  return Math.min(count, wish.endsWith('%') ? Math.ceil((count * amount) / 100) : amount);
}

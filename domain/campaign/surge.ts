import type { UpgradeSettings } from './campaign.ts';

/** AKS: what a pool surges by where it names nothing. */
const azureDefault = '10%';

/**
 * How many nodes Azure adds while it upgrades a pool. Azure's percentages round up, and it never adds more
 * than the pool has (AKS, "Customize node surge upgrade").
 */
export function surgeNodes(settings: UpgradeSettings, count: number): number {
  const wish = settings.maxSurge ?? azureDefault;
  const amount = Number.parseFloat(wish);
  return Math.min(count, wish.endsWith('%') ? Math.ceil((count * amount) / 100) : amount);
}

import type { NodePoolOverride, NodePoolPolicy } from '../../campaign/campaign.ts';
import type { NodePool } from '../../fleet/fleet.ts';
import { acceptedSettings } from '../../fleet/upgrade-settings.ts';
import { matchesGlob } from '../../text/glob.ts';
import type { PoolStrategy } from '../contents/plan.ts';

/** How a pool is upgraded: the defaults with every override that matches laid over, the later one on top, as far as Azure accepts it. */
export function poolStrategy(policy: NodePoolPolicy, pool: NodePool): PoolStrategy {
  let strategy: PoolStrategy = policy.defaults;
  for (const { match, settings } of policy.overrides) {
    if (!matches(match, pool)) continue;
    const { stalledDrain, ...plain } = settings;
    strategy = {
      ...strategy,
      ...plain,
      upgradeSettings: { ...strategy.upgradeSettings, ...settings.upgradeSettings },
      stalledDrain: { ...strategy.stalledDrain, ...stalledDrain },
    };
  }
  return { ...strategy, upgradeSettings: acceptedSettings(strategy.upgradeSettings, pool) };
}

/** Why AKS would refuse a pool's settings once the strategy is laid over its own; null: it takes them. */
export function settingsRefusal(pool: NodePool, strategy: PoolStrategy): string | null {
  const { maxSurge, maxUnavailable } = { ...pool.upgradeSettings, ...strategy.upgradeSettings };
  const mayMiss = !isZero(maxUnavailable ?? '0');
  if (mayMiss && pool.mode === 'System') return 'AKS takes no maxUnavailable on a system pool; use maxSurge';
  if (!mayMiss && maxSurge !== undefined && isZero(maxSurge))
    return 'maxSurge and maxUnavailable are both 0: no node could be upgraded';
  return null;
}

function matches(match: NodePoolOverride['match'], pool: NodePool): boolean {
  return (
    (match.name === undefined || matchesGlob(match.name, pool.name)) &&
    (match.osType === undefined || match.osType === pool.osType) &&
    (match.mode === undefined || match.mode === pool.mode) &&
    (match.scaleSetPriority === undefined || match.scaleSetPriority === pool.scaleSetPriority)
  );
}

function isZero(amount: string): boolean {
  return Number.parseFloat(amount) === 0;
}

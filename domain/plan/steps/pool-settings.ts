import type { NodePoolOverride, NodePoolPolicy } from '../../campaign/campaign.ts';
import type { NodePool } from '../../fleet/fleet.ts';
import { acceptedSettings, blueGreenOf, sentSettings, surgeNodes } from '../../fleet/upgrade-settings.ts';
import { matchesGlob } from '../../text/glob.ts';
import type { PlanStep, PoolStrategy } from '../contents/plan.ts';

/** How a pool is upgraded: what the file says of it, as far as Azure accepts it. */
export function poolStrategy(policy: NodePoolPolicy, pool: NodePool): PoolStrategy {
  const { upgradeStrategy: _, upgradeSettingsBlueGreen: __, ...rest } = writtenStrategy(policy, pool);
  return { ...rest, ...acceptedSettings(writtenStrategy(policy, pool), pool) };
}

/** The defaults with every override that matches laid over, the later one on top. */
export function writtenStrategy(policy: NodePoolPolicy, pool: NodePool): PoolStrategy {
  let strategy: PoolStrategy = policy.defaults;
  for (const { match, settings } of policy.overrides) {
    if (!matches(match, pool)) continue;
    const { stalledDrain, ...plain } = settings;
    strategy = {
      ...strategy,
      ...plain,
      upgradeSettings: { ...strategy.upgradeSettings, ...settings.upgradeSettings },
      ...laidOver(strategy, settings),
      stalledDrain: { ...strategy.stalledDrain, ...stalledDrain },
    };
  }
  return strategy;
}

function laidOver(strategy: PoolStrategy, { upgradeSettingsBlueGreen }: NodePoolOverride['settings']) {
  return upgradeSettingsBlueGreen === undefined
    ? {}
    : { upgradeSettingsBlueGreen: { ...strategy.upgradeSettingsBlueGreen, ...upgradeSettingsBlueGreen } };
}

/** How Azure upgrades the pool with this strategy laid over its own. */
export function upgradeShape(pool: NodePool, strategy: PoolStrategy): Pick<PlanStep, 'surge' | 'blueGreen'> {
  const sent = sentSettings(strategy);
  const blueGreen = blueGreenOf(pool, sent);
  return { surge: surgeNodes(pool, sent), ...(blueGreen && { blueGreen }) };
}

/** Why AKS would refuse a pool's settings once the strategy is laid over its own; null: it takes them. */
export function settingsRefusal(pool: NodePool, strategy: PoolStrategy): string | null {
  if (blueGreenOf(pool, sentSettings(strategy)) !== null) return null;
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

import type { Cluster } from '../../fleet/fleet.ts';
import { drainTimeoutMinutes, sentSettings } from '../../fleet/upgrade-settings.ts';
import { formatDuration } from '../../text/duration.ts';
import type { PlanStep } from '../contents/plan.ts';
import { replacesNodes } from '../contents/replaces-nodes.ts';

const minute = 60_000;

/** Pools whose `stalledDrain.after` never comes, because AKS gives their drain up before; once a pool. */
export function stalledDrainWarnings(cluster: Cluster, steps: readonly PlanStep[]): readonly string[] {
  const warnings = steps.filter(replacesNodes).flatMap(({ pool, strategy }) => {
    const stalledDrain = strategy?.stalledDrain;
    if (pool === null || stalledDrain === undefined || stalledDrain.afterwards === 'Wait') return [];
    const own = cluster.pools.find(({ name }) => name === pool);
    const timeout = drainTimeoutMinutes(own, strategy === null ? {} : sentSettings(strategy));
    if (stalledDrain.afterMs < timeout * minute) return [];
    const { afterwards, afterMs } = stalledDrain;
    return [
      `node pool ${pool}: stalledDrain says ${afterwards} after ${formatDuration(afterMs)}, but AKS gives a drain up after ${timeout}m (drainTimeoutInMinutes)`,
    ];
  });
  return [...new Set(warnings)];
}

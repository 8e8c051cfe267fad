import type { NodePoolPolicy } from '../../campaign/campaign.ts';
import { azureSoakMs, type BlueGreenSettings } from '../../fleet/blue-green.ts';
import type { Cluster } from '../../fleet/fleet.ts';
import { whyNotBlueGreen } from '../../fleet/upgrade-settings.ts';
import { formatDuration } from '../../text/duration.ts';
import type { PlanStep } from '../contents/plan.ts';
import { replacesNodes } from '../contents/replaces-nodes.ts';
import { writtenStrategy } from '../steps/pool-settings.ts';

/** "upgrades blue-green: ..." of a pool with so many nodes; null: Azure does not say how many. */
export function describeBlueGreen(settings: Required<BlueGreenSettings>, nodes: number | null): string {
  const { drainBatchSize, batchSoakDurationInMinutes, finalSoakDurationInMinutes } = settings;
  const soaks =
    nodes === null
      ? ''
      : `; its soaks take ${formatDuration(azureSoakMs(settings, nodes))} beyond its timeout`;
  return `upgrades blue-green: Azure puts ${nodes ?? 'as many'} new nodes beside it, drains ${drainBatchSize} of the old ones at a time, waits ${batchSoakDurationInMinutes}m between batches and ${finalSoakDurationInMinutes}m at the end, then removes the old ones${soaks}; only in the wait at the end can it be rolled back`;
}

/** Pools that the file wants upgraded blue-green, and that Azure upgrades node by node. */
export function rollingWarnings(
  { pools }: Cluster,
  steps: readonly PlanStep[],
  policy: NodePoolPolicy,
): readonly string[] {
  return pools.flatMap((pool) => {
    const because = whyNotBlueGreen(pool);
    const isAsked = writtenStrategy(policy, pool).upgradeStrategy === 'BlueGreen';
    const isChanged = steps.some((step) => step.pool === pool.name && replacesNodes(step));
    return because !== null && isAsked && isChanged
      ? [
          `node pool ${pool.name} is not upgraded blue-green, as the file says: ${because}, so its own strategy stays`,
        ]
      : [];
  });
}

import { channelsInTheWay } from '../gate/way-back.ts';
import type { Cluster } from './fleet.ts';
import type { PlanStep } from './plan.ts';
import { replacesNodes } from './replaces-nodes.ts';

/** Steps that end a pool's way back: AKS keeps the last pair alone, so a second hop closes what the first opened. */
export function closingWarnings(steps: readonly PlanStep[]): readonly string[] {
  const upgrades = steps.filter(replacesNodes);
  return upgrades.flatMap((step, index) => {
    const before = upgrades.slice(0, index).findLast(({ pool }) => pool === step.pool);
    return before === undefined
      ? []
      : [`node pool ${step.pool ?? ''}: its step to ${step.to} closes the way back to ${before.from}`];
  });
}

/** What keeps every pool of a cluster from going back, where the campaign counts on it. */
export function noWayBackWarnings(
  cluster: Cluster,
  steps: readonly PlanStep[],
  suspendsChannel: boolean,
): readonly string[] {
  if (!steps.some(replacesNodes)) return [];
  const closed = channelsInTheWay(cluster).filter(
    ({ kind }) => !(suspendsChannel && kind === 'upgrade-channel-on'),
  );
  return closed.length === 0
    ? []
    : [`its node pools could not go back: ${closed.map(({ because }) => because).join('; ')}`];
}

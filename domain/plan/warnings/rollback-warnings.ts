import type { Cluster } from '../../fleet/fleet.ts';
import { channelOff, channelsInTheWay } from '../../rollback/rollback-forecast.ts';
import type { ClusterPlan, PlanStep } from '../contents/plan.ts';
import { replacesNodes } from '../contents/replaces-nodes.ts';

/** Steps that end a pool's rollback: AKS keeps the last pair alone, so a second hop closes what the first opened. */
export function closingWarnings(steps: readonly PlanStep[]): readonly string[] {
  const upgrades = steps.filter(replacesNodes);
  return upgrades.flatMap((step, index) => {
    const before = upgrades.slice(0, index).findLast(({ pool }) => pool === step.pool);
    return before === undefined
      ? []
      : [`node pool ${step.pool ?? ''}: its step to ${step.to} ends the possible rollback to ${before.from}`];
  });
}

/** What keeps every pool of a cluster from going back, and what would let it. */
export function noRollbackWarnings(
  cluster: Cluster,
  steps: readonly PlanStep[],
  suspendsChannel: boolean,
): readonly string[] {
  if (!steps.some(replacesNodes)) return [];
  const closed = channelsInTheWay(cluster).filter(
    ({ kind }) => !(suspendsChannel && kind === 'upgrade-channel-on'),
  );
  if (closed.length === 0) return [];
  const because = closed.map((each) => each.because).join('; ');
  const opened = closed.map(({ kind }) => channelOff[kind]).join(' ');
  return [
    `${couldNotGoBack}: ${because}; az aks update -g GROUP -n CLUSTER ${opened} opens the way, also afterwards`,
  ];
}

const couldNotGoBack = 'its node pools could not go back';

/** Whether that was said of a cluster: what the plan promises does not hold for it. */
export function hasNoRollback({ warnings }: Pick<ClusterPlan, 'warnings'>): boolean {
  return warnings.some((warning) => warning.startsWith(couldNotGoBack));
}

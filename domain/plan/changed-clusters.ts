import { resourceKey } from '../fleet/ids.ts';
import type { CampaignPlan, ClusterPlan } from './contents/plan.ts';

type Stages = Pick<CampaignPlan, 'stages'>;

/** Names of the clusters that one of two plans lacks or plans otherwise, each once. */
export function changedClusters(before: Stages, now: Stages): readonly string[] {
  const [first, second] = [clustersOf(before), clustersOf(now)];
  const keys = [...new Set([...first.keys(), ...second.keys()])];
  return keys
    .filter((key) => first.get(key)?.digest !== second.get(key)?.digest)
    .map((key) => (second.get(key) ?? first.get(key))!.name);
}

function clustersOf({ stages }: Stages): ReadonlyMap<string, ClusterPlan> {
  return new Map(
    stages.flatMap(({ clusters }) => clusters).map((each) => [resourceKey(each.resourceId), each]),
  );
}

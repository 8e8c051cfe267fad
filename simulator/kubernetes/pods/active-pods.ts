import type { Pod } from '../objects/kinds.ts';
import { isTerminating } from '../objects/pod-facts.ts';
import type { ClusterState } from '../store/cluster-state.ts';

/** The pods of a controller that are not about to end. */
export function standingPods(
  state: ClusterState,
  owner: { readonly metadata: { readonly uid: string } },
): readonly Pod[] {
  return state.index.podsOwnedBy(owner.metadata.uid).filter((pod) => !isTerminating(pod));
}

import type { ClusterState } from './cluster-state.ts';
import type { Pod } from './kinds.ts';
import { isTerminating } from './pod-facts.ts';

/** The pods of a controller that are not about to end. */
export function standingPods(
  state: ClusterState,
  owner: { readonly metadata: { readonly uid: string } },
): readonly Pod[] {
  return state.index.podsOwnedBy(owner.metadata.uid).filter((pod) => !isTerminating(pod));
}

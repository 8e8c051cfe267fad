import type { Pod, ReplicaSet } from '../objects/kinds.ts';
import { isFinished, isReady, isTerminating } from '../objects/pod-facts.ts';
import { standingPods } from '../pods/active-pods.ts';
import { createPod, deletePod } from '../pods/pod-lifecycle.ts';
import { keyOfOwner } from '../pods/pod-owner.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { keyOf } from '../store/object-store.ts';
import type { Controller } from '../store/work-queue.ts';
import { orAbsent } from './status-count.ts';

/** Makes the missing pods of a replica set, removes those that are too many, and counts them. */
export const replicaSetController: Controller = {
  affected: (_, change) => {
    if (change.plural === 'replicasets' && change.after !== undefined) return [keyOf(change.after.metadata)];
    return keyOfOwner(change, 'ReplicaSet');
  },
  sync: (state, key) => {
    const set = state.store.at('replicasets', key);
    if (set === undefined) return;
    scale(state, set);
    writeStatus(state, set);
  },
};

function scale(state: ClusterState, set: ReplicaSet): void {
  const active = standingPods(state, set).filter((pod) => !isFinished(pod));
  const missing = (set.spec.replicas ?? 1) - active.length;
  const { name, uid, namespace } = set.metadata;
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name, uid, namespace: namespace! };
  for (let made = 0; made < missing; made += 1) createPod(state, owner, set.spec.template, {});
  if (missing >= 0) return;
  for (const pod of active.toSorted(removalOrder).slice(0, -missing)) deletePod(state, pod);
}

// Pods that serve no one go first, then the youngest.
function removalOrder(a: Pod, b: Pod): number {
  const byReadiness = Number(isReady(a)) - Number(isReady(b));
  return byReadiness || (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1);
}

function writeStatus(state: ClusterState, set: ReplicaSet): void {
  const status = { observedGeneration: set.metadata.generation, ...counts(standingPods(state, set)) };
  state.store.put('replicasets', { ...set, status });
}

/** How many pods there are and how many of them are ready; like the real API it leaves out a zero. */
export function counts(pods: readonly Pod[]) {
  const ready = orAbsent(pods.filter((pod) => isReady(pod) && !isTerminating(pod)).length);
  return { replicas: pods.length, readyReplicas: ready, availableReplicas: ready };
}

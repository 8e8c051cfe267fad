import { LEASE_NAMESPACE } from '../nodes/node-lease.ts';
import type { Plural } from '../objects/kinds.ts';
import { controllerOf, isTerminating } from '../objects/pod-facts.ts';
import { resourceOf } from '../objects/resource-catalogue.ts';
import { deletePod } from '../pods/pod-lifecycle.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import type { Change } from '../store/object-store.ts';
import type { Controller } from '../store/work-queue.ts';

const OWNER = 'owner ';
const NODE = 'node ';
const OWNERS = new Set(['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job']);

/** Removes what lost its owner or its node, as the garbage collectors do. */
export const garbageCollector: Controller = {
  affected: (state, change) => {
    if (change.plural === 'nodes')
      return change.after === undefined ? [NODE + change.before!.metadata.name] : [];
    const doubtful = doubtfulOwner(state, change.after);
    if (change.plural === 'pods') return [...doubtful, ...doubtfulNode(state, change.after?.spec.nodeName)];
    return isOwnerKind(change.plural) ? [...doubtful, ...lostOwner(change)] : doubtful;
  },
  sync: (state, key) => {
    if (key.startsWith(NODE)) forgetNode(state, key.slice(NODE.length));
    else if (!state.index.isOwner(key.slice(OWNER.length))) forgetOwner(state, key.slice(OWNER.length));
  },
};

function isOwnerKind(plural: Plural): boolean {
  return OWNERS.has(resourceOf(plural).kind);
}

function lostOwner({ before, after }: Change): readonly string[] {
  return after === undefined && before !== undefined ? [OWNER + before.metadata.uid] : [];
}

function doubtfulOwner(
  state: ClusterState,
  object: Parameters<typeof controllerOf>[0] | undefined,
): readonly string[] {
  const owner = object === undefined ? undefined : controllerOf(object);
  const isDoubtful = owner !== undefined && OWNERS.has(owner.kind) && !state.index.isOwner(owner.uid);
  return isDoubtful ? [OWNER + owner.uid] : [];
}

function doubtfulNode(state: ClusterState, name: string | undefined): readonly string[] {
  return name !== undefined && state.store.at('nodes', name) === undefined ? [NODE + name] : [];
}

function forgetOwner(state: ClusterState, uid: string): void {
  for (const set of state.index.replicaSetsOwnedBy(uid)) state.store.remove('replicasets', set.metadata);
  for (const pod of state.index.podsOwnedBy(uid)) if (!isTerminating(pod)) deletePod(state, pod);
}

function forgetNode(state: ClusterState, name: string): void {
  if (state.store.at('nodes', name) !== undefined) return;
  for (const pod of state.index.podsOn(name)) state.store.remove('pods', pod.metadata);
  state.store.remove('leases', { namespace: LEASE_NAMESPACE, name });
}

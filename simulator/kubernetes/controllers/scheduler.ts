import type { Node, Pod } from '../objects/kinds.ts';
import { accepts } from '../objects/node-facts.ts';
import { controllerOf, isPending, isTerminating } from '../objects/pod-facts.ts';
import { bindPod } from '../pods/pod-lifecycle.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { recordEvent } from '../store/events.ts';
import { keyOf } from '../store/object-store.ts';
import type { Controller } from '../store/work-queue.ts';

/**
 * Binds every waiting pod to a node that accepts it. There is no capacity: siblings are spread first, then
 * the node with the fewest pods wins, then the name.
 */
export const scheduler: Controller = {
  affected: (state, change) => {
    if (change.plural === 'nodes') return state.index.unboundPods().map(({ metadata }) => keyOf(metadata));
    if (change.plural !== 'pods' || change.after === undefined) return [];
    const isNew = change.before === undefined;
    return isNew || change.after.spec.nodeName === undefined ? [keyOf(change.after.metadata)] : [];
  },
  sync: (state, key) => {
    const pod = state.store.at('pods', key);
    if (pod === undefined || isTerminating(pod) || !isPending(pod) || isBound(pod)) return;
    // A pod that came with its node passes the scheduler by.
    const node = pod.spec.nodeName ?? chooseNode(state, pod)?.metadata.name;
    if (node === undefined) reportUnschedulable(state, pod);
    else bindPod(state, pod.metadata.namespace!, pod.metadata.name, node);
  },
};

function isBound({ status }: Pod): boolean {
  return status?.conditions?.some((each) => each.type === 'PodScheduled' && each.status === 'True') ?? false;
}

/** The node for a pod, undefined where none accepts it. */
function chooseNode(state: ClusterState, pod: Pod): Node | undefined {
  const owner = controllerOf(pod)?.uid;
  const candidates = state.store
    .all('nodes')
    .filter((node) => accepts(node, pod))
    .map((node) => ({ node, ...state.index.loadOf(node.metadata.name, owner) }));
  candidates.sort(
    (a, b) =>
      a.siblings - b.siblings || a.total - b.total || (a.node.metadata.name < b.node.metadata.name ? -1 : 1),
  );
  return candidates[0]?.node;
}

function reportUnschedulable(state: ClusterState, pod: Pod): void {
  const nodeCount = state.store.count('nodes');
  const message = `0/${nodeCount} nodes are available: no node accepts this pod.`;
  const isReported = pod.status?.conditions?.some(
    (condition) => condition.type === 'PodScheduled' && condition.message === message,
  );
  if (isReported === true) return;
  const conditions = state.withCondition(pod.status?.conditions, {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message,
  });
  state.store.put('pods', { ...pod, status: { ...pod.status, phase: 'Pending', conditions } });
  const { name, namespace, uid } = pod.metadata;
  recordEvent(state, {
    object: { apiVersion: 'v1', kind: 'Pod', name, namespace, uid },
    type: 'Warning',
    reason: 'FailedScheduling',
    message,
    component: 'default-scheduler',
  });
}

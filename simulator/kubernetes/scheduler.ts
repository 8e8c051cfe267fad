import type { ClusterState } from './cluster-state.ts';
import { recordEvent } from './events.ts';
import type { Node, Pod } from './kinds.ts';
import { accepts } from './node-facts.ts';
import { controllerOf, isFinished, isPending, isTerminating } from './pod-facts.ts';
import { bindPod } from './pod-lifecycle.ts';

/**
 * Binds every waiting pod to a node that accepts it. There is no capacity: siblings are spread first, then
 * the node with the fewest pods wins, then the name.
 */
export function schedulePods(state: ClusterState): void {
  for (const pod of state.store.all('pods')) {
    if (pod.spec.nodeName !== undefined || isTerminating(pod) || !isPending(pod)) continue;
    const node = chooseNode(pod, state.store.all('nodes'), state.store.all('pods'));
    if (node === undefined) reportUnschedulable(state, pod);
    else bindPod(state, pod.metadata.namespace!, pod.metadata.name, node.metadata.name);
  }
}

/** The node for a pod, undefined where none accepts it. */
function chooseNode(pod: Pod, nodes: readonly Node[], pods: readonly Pod[]): Node | undefined {
  const owner = controllerOf(pod)?.uid;
  const ranked = nodes
    .filter((node) => accepts(node, pod))
    .map((node) => {
      const here = pods.filter(
        (other) => other.spec.nodeName === node.metadata.name && !isTerminating(other) && !isFinished(other),
      );
      const siblings = here.filter((other) => owner !== undefined && controllerOf(other)?.uid === owner);
      return { node, siblings: siblings.length, total: here.length };
    });
  ranked.sort(
    (a, b) =>
      a.siblings - b.siblings || a.total - b.total || (a.node.metadata.name < b.node.metadata.name ? -1 : 1),
  );
  return ranked[0]?.node;
}

function reportUnschedulable(state: ClusterState, pod: Pod): void {
  const nodeCount = state.store.all('nodes').length;
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

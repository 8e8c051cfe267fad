import { isDeepStrictEqual } from 'node:util';
import { readyCondition } from './aks-node.ts';
import type { ClusterState } from './cluster-state.ts';
import { recordEvent } from './events.ts';
import type { Node, Taint } from './kinds.ts';
import { isCordoned, isNodeReady } from './node-facts.ts';
import { isPending, isTerminating } from './pod-facts.ts';
import { finishTermination, startPod, withReadiness } from './pod-lifecycle.ts';
import { isNeverReady } from './simulation-notes.ts';

const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';
const NOT_READY = 'node.kubernetes.io/not-ready';

/** Keeps the taints that follow from cordon and readiness, as the node lifecycle controller does. */
export function controlTaints(state: ClusterState): void {
  for (const node of state.store.all('nodes')) {
    const before = node.spec.taints ?? [];
    const others = before.filter(({ key }) => key !== UNSCHEDULABLE && key !== NOT_READY);
    const taints = [...others, ...lifecycleTaints(node)];
    if (isDeepStrictEqual(before, taints)) continue;
    const { taints: _, ...spec } = node.spec;
    state.store.put('nodes', { ...node, spec: taints.length === 0 ? spec : { ...spec, taints } });
  }
}

function lifecycleTaints(node: Node): readonly Taint[] {
  const cordoned = isCordoned(node) ? [{ key: UNSCHEDULABLE, effect: 'NoSchedule' }] : [];
  const notReady = ['NoSchedule', 'NoExecute'].map((effect) => ({ key: NOT_READY, effect }));
  return isNodeReady(node) ? cordoned : [...cordoned, ...notReady];
}

/** A node turns Ready or not: its pods follow, what waited on it goes on. Unknown nodes are left alone. */
export function setReadiness(state: ClusterState, name: string, isNowReady: boolean): void {
  const node = state.store.get('nodes', undefined, name);
  if (node === undefined || isNodeReady(node) === isNowReady) return;
  const conditions = state.withCondition(node.status?.conditions, readyCondition(isNowReady));
  state.store.put('nodes', { ...node, status: { ...node.status, conditions } });
  const reason = isNowReady ? 'NodeReady' : 'NodeNotReady';
  recordNodeEvent(state, name, {
    type: 'Normal',
    reason,
    message: `Node ${name} status is now: ${reason}`,
    component: 'kubelet',
  });
  for (const pod of state.store.all('pods').filter(({ spec }) => spec.nodeName === name)) {
    if (isTerminating(pod)) finishTermination(state, pod);
    else if (isPending(pod) && isNowReady) startPod(state, pod);
    else if (pod.status?.phase === 'Running') {
      state.store.put('pods', withReadiness(state, pod, isNowReady && !isNeverReady(pod)));
    }
  }
}

/** Makes a node unschedulable or schedulable again; an unknown node is no error. */
export function setCordon(state: ClusterState, name: string, isNowCordoned: boolean): void {
  const node = state.store.get('nodes', undefined, name);
  if (node === undefined || isCordoned(node) === isNowCordoned) return;
  const { unschedulable: _, ...spec } = node.spec;
  state.store.put('nodes', { ...node, spec: isNowCordoned ? { ...spec, unschedulable: true } : spec });
}

/** Records an event about a node, in namespace default as Kubernetes does. */
export function recordNodeEvent(
  state: ClusterState,
  name: string,
  note: {
    readonly type: 'Normal' | 'Warning';
    readonly reason: string;
    readonly message: string;
    readonly component: string;
  },
): void {
  // Node events carry the node's name as uid: that is what kubelet writes.
  recordEvent(state, { ...note, object: { apiVersion: 'v1', kind: 'Node', name, uid: name } });
}

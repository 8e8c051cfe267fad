import type { Node, Pod, Taint } from '../objects/kinds.ts';
import { covers, isCordoned, isNodeReady, readyConditionOf } from '../objects/node-facts.ts';
import { isFinished, isPending, isTerminating } from '../objects/pod-facts.ts';
import { isSameValue } from '../objects/same-value.ts';
import { deletePod, finishTermination, startPod, withReadiness } from '../pods/pod-lifecycle.ts';
import { isSick } from '../pods/unready-pod.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { recordEvent } from '../store/events.ts';
import type { Controller } from '../store/work-queue.ts';
import { readyCondition } from './aks-node.ts';

const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';
const NOT_READY = 'node.kubernetes.io/not-ready';

/** Keeps the taints that follow from cordon and readiness, as the node lifecycle controller does. */
export const taintController: Controller = {
  affected: (_, { plural, after }) =>
    plural === 'nodes' && after !== undefined ? [after.metadata.name] : [],
  sync: (state, name) => {
    const node = state.store.at('nodes', name);
    if (node === undefined) return;
    const before = node.spec.taints ?? [];
    const others = before.filter(({ key }) => key !== UNSCHEDULABLE && key !== NOT_READY);
    const taints = [...others, ...lifecycleTaints(node).map((taint) => since(state, taint, before))];
    if (isSameValue(before, taints)) return;
    const { taints: _, ...spec } = node.spec;
    state.store.put('nodes', { ...node, spec: taints.length === 0 ? spec : { ...spec, taints } });
  },
};

/** As SwapNodeControllerTaint: a taint bears the moment at which it was added. */
function since(state: ClusterState, taint: Taint, before: readonly Taint[]): Taint {
  const standing = before.find(({ key, effect }) => key === taint.key && effect === taint.effect);
  return standing ?? { ...taint, timeAdded: state.timestamp() };
}

function lifecycleTaints(node: Node): readonly Taint[] {
  const cordoned = isCordoned(node) ? [{ key: UNSCHEDULABLE, effect: 'NoSchedule' }] : [];
  const notReady = ['NoSchedule', 'NoExecute'].map((effect) => ({ key: NOT_READY, effect }));
  return isNodeReady(node) ? cordoned : [...cordoned, ...notReady];
}

/** A node turns Ready or not: its pods follow, what waited on it continues. Unknown nodes are left alone. */
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
  if (!isNowReady) expectTaintEviction(state, name);
  for (const pod of state.index.podsOn(name)) {
    if (isTerminating(pod)) finishTermination(state, pod);
    else if (isPending(pod) && isNowReady) startPod(state, pod);
    else if (pod.status?.phase === 'Running') {
      state.store.put('pods', withReadiness(state, pod, isNowReady && !isSick(state, pod)));
    }
  }
}

// Kubernetes gives every pod five minutes' patience with a node that is down, unless it says otherwise itself.
const DEFAULT_PATIENCE_SECONDS = 300;

/** Seconds that a pod tolerates its node not being ready; undefined for good (daemon pods). */
function patienceOf({ spec }: Pod): number | undefined {
  const taint = { key: NOT_READY, effect: 'NoExecute' };
  const toleration = spec.tolerations?.find((candidate) => covers(candidate, taint));
  return toleration === undefined ? DEFAULT_PATIENCE_SECONDS : toleration.tolerationSeconds;
}

function expectTaintEviction(state: ClusterState, node: string): void {
  const patiences = new Set(state.index.podsOn(node).map(patienceOf));
  const since = state.timestamp();
  for (const seconds of patiences) {
    if (seconds !== undefined) state.later(seconds, { kind: 'evict-by-taint', node, since, seconds });
  }
}

/** Ends the pods whose patience with a node is over, if it is still down; there they stay terminating. */
export function evictByTaint(
  state: ClusterState,
  { node: name, since, seconds }: { readonly node: string; readonly since: string; readonly seconds: number },
): void {
  const node = state.store.at('nodes', name);
  if (node === undefined || isNodeReady(node)) return;
  if (readyConditionOf(node)?.lastTransitionTime !== since) return;
  for (const pod of state.index.podsOn(name)) {
    if (!isTerminating(pod) && !isFinished(pod) && patienceOf(pod) === seconds) deletePod(state, pod);
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

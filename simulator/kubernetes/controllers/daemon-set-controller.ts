import type { DaemonSet, Node, PodTemplate } from '../objects/kinds.ts';
import { hasLabels } from '../objects/label-selector.ts';
import { tolerates } from '../objects/node-facts.ts';
import { isFinished, isReady } from '../objects/pod-facts.ts';
import { standingPods } from '../pods/active-pods.ts';
import { createPod, deletePod } from '../pods/pod-lifecycle.ts';
import { keyOfOwner } from '../pods/pod-owner.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { keyOf } from '../store/object-store.ts';
import type { Controller } from '../store/work-queue.ts';
import { orAbsent } from './status-count.ts';

/** One pod of every daemon set on each node it fits; cordon and readiness do not matter to it. */
export const daemonSetController: Controller = {
  affected: (state, change) => {
    if (change.plural === 'daemonsets' && change.after !== undefined) return [keyOf(change.after.metadata)];
    if (change.plural !== 'nodes') return keyOfOwner(change, 'DaemonSet');
    return state.store.all('daemonsets').map(({ metadata }) => keyOf(metadata));
  },
  sync: (state, key) => {
    const set = state.store.at('daemonsets', key);
    if (set === undefined) return;
    const template = daemonTemplate(set);
    const nodes = state.store.all('nodes');
    const wanted = nodes.filter((node) => fits(template, node));
    // A taint that only keeps new pods away leaves alone those that run.
    const tolerated = nodes.filter((node) => fits(template, node, ['NoExecute']));
    place(state, set, template, { wanted, tolerated });
    writeStatus(state, set, wanted.length);
  },
};

function place(
  state: ClusterState,
  set: DaemonSet,
  template: PodTemplate,
  nodes: { readonly wanted: readonly Node[]; readonly tolerated: readonly Node[] },
): void {
  const pods = standingPods(state, set);
  const served = new Set(pods.filter((pod) => !isFinished(pod)).map(({ spec }) => spec.nodeName));
  const tolerated = new Set<string | undefined>(nodes.tolerated.map(({ metadata }) => metadata.name));
  const { name, uid, namespace } = set.metadata;
  const owner = { apiVersion: 'apps/v1', kind: 'DaemonSet', name, uid, namespace: namespace! };
  for (const { metadata } of nodes.wanted) {
    if (!served.has(metadata.name)) createPod(state, owner, template, { nodeName: metadata.name });
  }
  for (const pod of pods) {
    if (!tolerated.has(pod.spec.nodeName) || isFinished(pod)) deletePod(state, pod);
  }
}

function writeStatus(state: ClusterState, set: DaemonSet, desired: number): void {
  const pods = standingPods(state, set);
  const ready = pods.filter(isReady).length;
  const status = {
    observedGeneration: set.metadata.generation,
    currentNumberScheduled: pods.length,
    desiredNumberScheduled: desired,
    updatedNumberScheduled: pods.length,
    numberMisscheduled: 0,
    numberReady: ready,
    numberAvailable: orAbsent(ready),
    numberUnavailable: orAbsent(desired - ready),
  };
  state.store.put('daemonsets', { ...set, status });
}

function fits({ spec }: PodTemplate, node: Node, effects?: readonly string[]): boolean {
  const { nodeSelector = {}, tolerations } = spec;
  return hasLabels(node.metadata.labels, nodeSelector) && tolerates(node, tolerations, effects);
}

// What the daemon set controller adds to every pod, so that node trouble does not move it.
const NODE_TROUBLE = ['not-ready', 'unreachable', 'unschedulable', 'disk-pressure', 'memory-pressure'];

function daemonTemplate(set: DaemonSet): PodTemplate {
  const { template } = set.spec;
  const added = NODE_TROUBLE.map((trouble) => ({
    key: `node.kubernetes.io/${trouble}`,
    operator: 'Exists' as const,
  }));
  const tolerations = [...(template.spec.tolerations ?? []), ...added];
  return { ...template, spec: { ...template.spec, tolerations } };
}

import type { ClusterState } from './cluster-state.ts';
import type { Plural } from './kinds.ts';
import { isTerminating } from './pod-facts.ts';
import { deletePod } from './pod-lifecycle.ts';

const CONTENT: readonly Plural[] = [
  'deployments',
  'daemonsets',
  'replicasets',
  'poddisruptionbudgets',
  'events',
];

export function isTerminatingNamespace(state: ClusterState, name: string): boolean {
  return state.store.get('namespaces', undefined, name)?.status?.phase === 'Terminating';
}

/** Empties namespaces that are being deleted and removes them once their last pod is gone. */
export function finishNamespaces(state: ClusterState): void {
  for (const { metadata } of state.store.all('namespaces')) {
    if (!isTerminatingNamespace(state, metadata.name)) continue;
    for (const plural of CONTENT) {
      for (const object of state.store.all(plural)) {
        if (object.metadata.namespace === metadata.name) state.store.remove(plural, object.metadata);
      }
    }
    const pods = state.store.all('pods').filter((pod) => pod.metadata.namespace === metadata.name);
    for (const pod of pods) if (!isTerminating(pod)) deletePod(state, pod);
    const isEmpty = state.store.all('pods').every((pod) => pod.metadata.namespace !== metadata.name);
    if (isEmpty) state.store.remove('namespaces', metadata);
  }
}

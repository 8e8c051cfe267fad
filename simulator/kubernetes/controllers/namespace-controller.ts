import type { Plural } from '../objects/kinds.ts';
import { isTerminating } from '../objects/pod-facts.ts';
import { resources } from '../objects/resource-catalogue.ts';
import { deletePod } from '../pods/pod-lifecycle.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import type { Controller } from '../store/work-queue.ts';

const CONTENT: readonly Plural[] = resources
  .filter(({ namespaced, plural }) => namespaced && plural !== 'pods')
  .map(({ plural }) => plural);

export function isTerminatingNamespace(state: ClusterState, name: string): boolean {
  return state.store.get('namespaces', undefined, name)?.status?.phase === 'Terminating';
}

/** Empties a namespace that is being deleted and removes it after its last pod. */
export const namespaceController: Controller = {
  affected: (state, change) => {
    if (change.plural === 'namespaces') return change.after === undefined ? [] : [change.after.metadata.name];
    const { namespace } = (change.after ?? change.before!).metadata;
    return namespace !== undefined && isTerminatingNamespace(state, namespace) ? [namespace] : [];
  },
  sync: (state, name) => {
    if (!isTerminatingNamespace(state, name)) return;
    for (const plural of CONTENT) {
      for (const object of state.store.all(plural)) {
        if (object.metadata.namespace === name) state.store.remove(plural, object.metadata);
      }
    }
    for (const pod of state.index.podsIn(name)) if (!isTerminating(pod)) deletePod(state, pod);
    if (state.index.podsIn(name).length === 0) state.store.remove('namespaces', { name });
  },
};

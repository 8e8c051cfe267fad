import type { AnyKind } from '../objects/kinds.ts';
import { preconditionConflict } from '../pods/eviction.ts';
import { deletePod } from '../pods/pod-lifecycle.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import type { NamedTarget } from '../wire/resource-target.ts';
import { problem } from '../wire/status-answer.ts';
import { find } from './writes.ts';

interface DeleteOptions {
  readonly gracePeriodSeconds?: number | undefined;
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
  readonly isDryRun: boolean;
}

/**
 * DELETE: pods terminate with their grace period, a namespace empties itself first, everything else is removed
 * at once and takes what it owns along. Answers the object as it was or, still terminating, as it is.
 */
export function remove(state: ClusterState, target: NamedTarget, options: DeleteOptions): AnyKind {
  const { resource, namespace, name } = target;
  const object = find(state, target);
  const { kind, group } = resource;
  const conflict = preconditionConflict(group === '' ? kind : `${kind}.${group}`, object, options);
  if (conflict !== undefined)
    throw problem('Conflict', conflict, group === '' ? { name, kind } : { name, group, kind });
  if (options.isDryRun) return object;
  if (resource.plural === 'pods') {
    deletePod(state, state.store.get('pods', namespace, name)!, options.gracePeriodSeconds);
  } else if (resource.plural === 'namespaces') {
    const before = state.store.get('namespaces', undefined, name)!;
    const metadata = { ...before.metadata, deletionTimestamp: state.timestamp() };
    state.store.put('namespaces', {
      ...before,
      metadata,
      status: { ...before.status, phase: 'Terminating' },
    });
  } else state.store.remove(resource.plural, object.metadata);
  return state.store.get(resource.plural, namespace, name) ?? object;
}

import type { ClusterState } from './cluster-state.ts';
import { finishStart, finishTermination } from './pod-lifecycle.ts';

/** Something that is to happen in a cluster at a later virtual moment: plain data, so that it outlives a restart. */
export interface PendingAction {
  readonly kind: 'start-pod' | 'end-pod';
  readonly namespace: string;
  readonly name: string;
  /** The pod meant; another one of its name is left alone. */
  readonly uid: string;
}

export interface DueAction {
  readonly atMs: number;
  readonly action: PendingAction;
}

/** Does what was to happen; what it was about may be gone by now. */
export function performAction(state: ClusterState, { kind, ...target }: PendingAction): void {
  const pod = state.store.get('pods', target.namespace, target.name);
  if (pod?.metadata.uid !== target.uid) return;
  if (kind === 'start-pod') finishStart(state, pod);
  else finishTermination(state, pod);
}

import { observeBudget } from './budget-controller.ts';
import type { ClusterState } from './cluster-state.ts';
import { evictByTaint } from './node-controller.ts';
import type { PendingAction } from './pending-action.ts';
import { flap } from './pod-ailment.ts';
import { finishRun, finishStart, finishTermination, withReadiness } from './pod-lifecycle.ts';

/** Does what was to happen; what it was about may be gone by now. */
export function performAction(state: ClusterState, action: PendingAction): void {
  switch (action.kind) {
    case 'evict-by-taint':
      evictByTaint(state, action);
      break;
    case 'observe-budget':
      observeBudget(state, action);
      break;
    case 'start-pod':
    case 'finish-pod':
    case 'flap-pod':
    case 'end-pod':
      performOnPod(state, action);
  }
}

function performOnPod(state: ClusterState, action: Extract<PendingAction, { readonly uid: string }>): void {
  const pod = state.store.get('pods', action.namespace, action.name);
  if (pod?.metadata.uid !== action.uid) return;
  if (action.kind === 'flap-pod')
    flap(state, pod, action.turns, (each, isNowReady) => withReadiness(state, each, isNowReady));
  else if (action.kind === 'start-pod') finishStart(state, pod);
  else if (action.kind === 'finish-pod') finishRun(state, pod);
  else finishTermination(state, pod);
}

import { observeBudget } from '../controllers/budget-controller.ts';
import { bootNode } from '../nodes/boot-node.ts';
import { evictByTaint, setReadiness } from '../nodes/node-controller.ts';
import { endLost, finishRun, finishStart, finishTermination, withReadiness } from '../pods/pod-lifecycle.ts';
import { flap } from '../pods/unready-pod.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import type { PendingAction } from '../store/pending-action.ts';

/** Does what was to happen; what it was about may be gone by now. */
export function performAction(state: ClusterState, action: PendingAction): void {
  switch (action.kind) {
    case 'evict-by-taint':
      evictByTaint(state, action);
      break;
    case 'observe-budget':
      observeBudget(state, action);
      break;
    case 'shut-down':
      setReadiness(state, action.node, false);
      state.later(state.secondsBetween(40, 120), { ...action, kind: 'boot' });
      break;
    case 'boot':
      comeUp(state, action);
      break;
    case 'start-pod':
    case 'finish-pod':
    case 'flap-pod':
    case 'end-pod':
      performOnPod(state, action);
  }
}

/** What ran on the node is found dead by its next boot. */
function comeUp(state: ClusterState, { node, by }: Extract<PendingAction, { readonly by: object }>): void {
  bootNode(state, node);
  setReadiness(state, node, true);
  const pod = state.store.get('pods', by.namespace, by.name);
  if (pod?.metadata.uid === by.uid) endLost(state, pod);
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

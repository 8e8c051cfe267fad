import type { Budget, Pod } from '../objects/kinds.ts';
import { isFinished, isPending, isReady, isTerminating } from '../objects/pod-facts.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { deletePod } from './pod-lifecycle.ts';

export interface EvictionRequest {
  readonly namespace: string;
  readonly name: string;
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
  readonly gracePeriodSeconds?: number | undefined;
  readonly isDryRun?: boolean;
}

/** What the eviction endpoint decides; `cause` is the text of a budget's refusal. */
export interface EvictionAnswer {
  readonly status: 201 | 404 | 409 | 429 | 500;
  readonly message: string;
  readonly budget?: { readonly namespace: string; readonly name: string };
  readonly cause?: string;
  readonly retryAfterSeconds?: number;
}

const REFUSED = {
  status: 429,
  message: "Cannot evict pod as it would violate the pod's disruption budget.",
} as const;

const EVICTED: EvictionAnswer = { status: 201, message: 'evicted' };

/**
 * Evicts one pod in the decision order of Kubernetes' eviction handler: finished, pending and terminating
 * pods go without a budget, two budgets are an error, an unready pod may pass a healthy budget, everything
 * else costs one allowed disruption.
 */
export function evictPod(state: ClusterState, request: EvictionRequest): EvictionAnswer {
  const { namespace, name } = request;
  const pod = state.store.get('pods', namespace, name);
  if (pod === undefined) return { status: 404, message: `pods "${name}" not found` };
  if (isFinished(pod) || isPending(pod) || isTerminating(pod)) return remove(state, pod, request);

  const budgets = state.index.budgetsOf(pod);
  if (budgets.length > 1) {
    const message =
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
    return { status: 500, message };
  }
  const budget = budgets[0];
  if (budget === undefined || mayPassUnready(pod, budget)) return remove(state, pod, request);
  return spendBudget(state, pod, budget, request);
}

function mayPassUnready(pod: Pod, { spec, status }: Budget): boolean {
  if (isReady(pod)) return false;
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  return status !== undefined && status.desiredHealthy > 0 && status.currentHealthy >= status.desiredHealthy;
}

function spendBudget(
  state: ClusterState,
  pod: Pod,
  budget: Budget,
  request: EvictionRequest,
): EvictionAnswer {
  const { status } = budget;
  const named = { namespace: request.namespace, name: budget.metadata.name };
  if ((status?.observedGeneration ?? 0) < (budget.metadata.generation ?? 0)) {
    return {
      ...REFUSED,
      budget: named,
      cause: `The disruption budget ${named.name} is still being processed by the server.`,
      retryAfterSeconds: 10,
    };
  }
  if (status === undefined || status.disruptionsAllowed <= 0)
    return { ...REFUSED, budget: named, cause: exhausted(named.name, status) };
  if (request.isDryRun !== true) {
    const disruptedPods = { ...status.disruptedPods, [pod.metadata.name]: state.timestamp() };
    const disruptionsAllowed = status.disruptionsAllowed - 1;
    state.store.put('poddisruptionbudgets', {
      ...budget,
      status: { ...status, disruptionsAllowed, disruptedPods },
    });
  }
  return { ...remove(state, pod, request), budget: named };
}

/** The handler's message: figures if they are current, the controller's message otherwise. */
function exhausted(name: string, status: Budget['status']): string {
  const { desiredHealthy = 0, currentHealthy = 0, conditions = [] } = status ?? {};
  const condition = conditions.find(({ type }) => type === 'DisruptionAllowed');
  const closed = `The disruption budget ${name} does not allow evicting pods currently`;
  if (condition?.reason === 'SyncFailed') return `${closed} because it failed sync: ${condition.message}`;
  if (currentHealthy > desiredHealthy) return closed;
  return `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
}

// The budget has been paid by now: a wrong uid costs what it allows, as in the real handler.
function remove(state: ClusterState, pod: Pod, request: EvictionRequest): EvictionAnswer {
  const conflict = preconditionConflict('Pod', pod, request);
  if (conflict !== undefined) return { status: 409, message: conflict };
  if (request.isDryRun === true) return EVICTED;
  const conditions = state.withCondition(pod.status?.conditions, {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  });
  const marked = state.store.put('pods', { ...pod, status: { ...pod.status, conditions } });
  deletePod(state, marked, request.gracePeriodSeconds);
  return EVICTED;
}

/** Why the preconditions of a delete or an eviction do not hold, undefined where they do; `what` is `Deployment.apps`. */
export function preconditionConflict(
  what: string,
  object: {
    readonly metadata: { readonly name: string; readonly uid: string; readonly resourceVersion: string };
  },
  wanted: { readonly uid?: string | undefined; readonly resourceVersion?: string | undefined },
): string | undefined {
  const { name, uid, resourceVersion } = object.metadata;
  const operation = `Operation cannot be fulfilled on ${what} "${name}"`;
  if (wanted.uid !== undefined && wanted.uid !== uid) {
    return `${operation}: the UID in the precondition (${wanted.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`;
  }
  if (wanted.resourceVersion !== undefined && wanted.resourceVersion !== resourceVersion) {
    return `${operation}: the ResourceVersion in the precondition (${wanted.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`;
  }
  return undefined;
}

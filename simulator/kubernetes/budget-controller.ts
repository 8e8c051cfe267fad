import type { ClusterState } from './cluster-state.ts';
import { computeBudget } from './disruption-budget.ts';
import type { Budget, Condition, Pod } from './kinds.ts';
import { selects } from './label-selector.ts';
import { controllerOf, isFinished, isReady, isTerminating } from './pod-facts.ts';
import { podsInNamespace } from './pod-index.ts';

const DISRUPTION_TIMEOUT_MS = 2 * 60_000;

/** Brings the status of every budget up to date; the simulator never leaves one stale. */
export function controlBudgets(state: ClusterState): void {
  for (const budget of state.store.all('poddisruptionbudgets')) {
    state.store.put('poddisruptionbudgets', { ...budget, status: budgetStatus(state, budget) });
  }
}

function budgetStatus(state: ClusterState, budget: Budget): NonNullable<Budget['status']> {
  const pods = podsOf(state, budget);
  const disruptedPods = pendingDisruptions(state, budget, pods);
  const isHealthy = (pod: Pod) =>
    isReady(pod) && !isTerminating(pod) && disruptedPods[pod.metadata.name] === undefined;
  const scale = scaleOf(state, pods);
  const figures = computeBudget({
    minAvailable: budget.spec.minAvailable,
    maxUnavailable: budget.spec.maxUnavailable,
    matchedPods: pods.length,
    scale: scale ?? 0,
    currentHealthy: pods.filter(isHealthy).length,
  });
  // A plain minAvailable counts pods and asks no controller for its scale.
  const isKnown = scale !== undefined || typeof budget.spec.minAvailable === 'number';
  const allowed = isKnown ? figures.disruptionsAllowed : 0;
  const condition = allowanceCondition(allowed, isKnown);
  return {
    ...figures,
    disruptionsAllowed: allowed,
    ...(Object.keys(disruptedPods).length === 0 ? {} : { disruptedPods }),
    observedGeneration: budget.metadata.generation,
    conditions: state.withCondition(budget.status?.conditions, condition),
  };
}

function allowanceCondition(allowed: number, isKnown: boolean): Condition {
  const type = 'DisruptionAllowed';
  if (!isKnown) {
    const message = 'found no controller ref for a pod, or a controller without scale';
    return { type, status: 'False', reason: 'SyncFailed', message };
  }
  return allowed > 0
    ? { type, status: 'True', reason: 'SufficientPods' }
    : { type, status: 'False', reason: 'InsufficientPods' };
}

function podsOf(state: ClusterState, { metadata, spec }: Budget): readonly Pod[] {
  const neighbours = podsInNamespace(state.store.all('pods'), metadata.namespace!);
  return neighbours.filter((pod) => !isFinished(pod) && selects(spec.selector, pod.metadata.labels));
}

// Evicted pods stay noted until they terminate, at most two minutes; then the eviction is held to have failed.
function pendingDisruptions(
  state: ClusterState,
  budget: Budget,
  pods: readonly Pod[],
): Record<string, string> {
  const youngest = state.now() - DISRUPTION_TIMEOUT_MS;
  const standing = new Set(pods.filter((pod) => !isTerminating(pod)).map((pod) => pod.metadata.name));
  return Object.fromEntries(
    Object.entries(budget.status?.disruptedPods ?? {}).filter(
      ([name, since]) => standing.has(name) && Date.parse(since) > youngest,
    ),
  );
}

/** Replicas of the distinct controllers; undefined where one is of a kind without scale (daemon sets). */
function scaleOf(state: ClusterState, pods: readonly Pod[]): number | undefined {
  const owners = new Map<string, number>();
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (owner === undefined) continue;
    if (owner.kind !== 'ReplicaSet') return undefined;
    const set = state.store.get('replicasets', pod.metadata.namespace, owner.name);
    const deployment = set === undefined ? undefined : controllerOf(set);
    const parent =
      deployment === undefined
        ? undefined
        : state.store.get('deployments', pod.metadata.namespace, deployment.name);
    const top = parent ?? set;
    if (top !== undefined) owners.set(top.metadata.uid, top.spec.replicas ?? 1);
  }
  return [...owners.values()].reduce((sum, replicas) => sum + replicas, 0);
}

import type { ClusterState } from './cluster-state.ts';
import { computeBudget } from './disruption-budget.ts';
import type { AnyKind, Budget, Condition, Pod } from './kinds.ts';
import { type Change, keyOf } from './object-store.ts';
import { controllerOf, isFinished, isReady, isTerminating } from './pod-facts.ts';
import { annotations, notedSeconds } from './simulation-notes.ts';
import type { Controller } from './work-queue.ts';

const DISRUPTION_TIMEOUT_MS = 2 * 60_000;

/** Brings the status of a budget up to date, at once unless the budget itself asks for a delay. */
export const budgetController: Controller = {
  affected: (state, change) => {
    if (change.plural === 'poddisruptionbudgets')
      return change.after === undefined ? [] : [keyOf(change.after.metadata)];
    if (change.plural === 'pods')
      return [change.before, change.after].flatMap((pod) =>
        pod === undefined ? [] : state.index.budgetsOf(pod).map(({ metadata }) => keyOf(metadata)),
      );
    return isRescaled(change) ? budgetsBeside(state, change) : [];
  },
  sync: (state, key) => {
    const budget = state.store.at('poddisruptionbudgets', key);
    if (budget !== undefined && !isLate(state, budget)) settle(state, budget);
  },
};

function isRescaled(change: Change): boolean {
  return replicasOf(change.before) !== replicasOf(change.after);
}

function replicasOf(object: AnyKind | undefined): unknown {
  return (object?.spec as Readonly<Record<string, unknown>> | undefined)?.replicas;
}

function budgetsBeside(state: ClusterState, { before, after }: Change): readonly string[] {
  const { namespace = '' } = (after ?? before!).metadata;
  return state.index.budgetsIn(namespace).map(({ metadata }) => keyOf(metadata));
}

// Until its moment comes, a budget that is observed late keeps the status of its former spec.
function isLate(state: ClusterState, budget: Budget): boolean {
  const seconds = notedSeconds(budget, annotations.observeSeconds) ?? 0;
  const { namespace = '', name, generation = 0 } = budget.metadata;
  if (seconds === 0 || (budget.status?.observedGeneration ?? 0) >= generation) return false;
  const action = { kind: 'observe-budget', namespace, name, generation } as const;
  if (!state.isPending(action)) state.later(seconds, action);
  return true;
}

/** The moment at which a change of a budget is observed. */
export function observeBudget(
  state: ClusterState,
  target: { readonly namespace: string; readonly name: string; readonly generation: number },
): void {
  const budget = state.store.get('poddisruptionbudgets', target.namespace, target.name);
  if (budget?.metadata.generation === target.generation) settle(state, budget);
}

function settle(state: ClusterState, budget: Budget): void {
  state.store.put('poddisruptionbudgets', { ...budget, status: budgetStatus(state, budget) });
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
  return state.index.podsSelected(metadata.namespace!, spec.selector).filter((pod) => !isFinished(pod));
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

/** Replicas of the distinct controllers; undefined where one is of a kind without scale (daemon sets, jobs). */
function scaleOf(state: ClusterState, pods: readonly Pod[]): number | undefined {
  const owners = new Map<string, number>();
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (owner === undefined) continue;
    if (!isScaled(owner.kind)) return undefined;
    const scaled = scaledOwner(state, owner.kind, pod.metadata.namespace, owner.name);
    if (scaled !== undefined) owners.set(scaled.metadata.uid, scaled.spec.replicas ?? 1);
  }
  return [...owners.values()].reduce((sum, replicas) => sum + replicas, 0);
}

type ScaledKind = 'ReplicaSet' | 'StatefulSet';

function isScaled(kind: string): kind is ScaledKind {
  return kind === 'ReplicaSet' || kind === 'StatefulSet';
}

function scaledOwner(state: ClusterState, kind: ScaledKind, namespace: string | undefined, name: string) {
  if (kind === 'StatefulSet') return state.store.get('statefulsets', namespace, name);
  const set = state.store.get('replicasets', namespace, name);
  const deployment = set === undefined ? undefined : controllerOf(set);
  const parent =
    deployment === undefined ? undefined : state.store.get('deployments', namespace, deployment.name);
  return parent ?? set;
}

import type { AnyKind, Budget, Condition, OwnerReference, Pod } from '../objects/kinds.ts';
import { controllerOf, isFinished, isReady, isTerminating } from '../objects/pod-facts.ts';
import { groupVersion, resources } from '../objects/resource-catalogue.ts';
import { annotations, notedSeconds } from '../objects/simulator-annotations.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { type Change, keyOf } from '../store/object-store.ts';
import type { Controller } from '../store/work-queue.ts';
import { computeBudget } from './disruption-budget.ts';

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
  if (seconds === 0 || hasSyncFailed(budget)) return false;
  if ((budget.status?.observedGeneration ?? 0) >= generation) return false;
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
  const { minAvailable, maxUnavailable } = budget.spec;
  const pods = podsOf(state, budget);
  // A plain minAvailable counts pods and asks no controller for its scale.
  const scale = typeof minAvailable === 'number' ? { replicas: 0 } : scaleOf(state, pods);
  if ('unknown' in scale) return failedStatus(state, budget, scale.unknown);
  const disruptedPods = pendingDisruptions(state, budget, pods);
  const isHealthy = (pod: Pod) =>
    isReady(pod) && !isTerminating(pod) && disruptedPods[pod.metadata.name] === undefined;
  const figures = computeBudget({
    minAvailable,
    maxUnavailable,
    matchedPods: pods.length,
    scale: scale.replicas,
    currentHealthy: pods.filter(isHealthy).length,
  });
  return {
    ...figures,
    ...(Object.keys(disruptedPods).length === 0 ? {} : { disruptedPods }),
    observedGeneration: budget.metadata.generation,
    conditions: state.withCondition(
      budget.status?.conditions,
      figures.disruptionsAllowed > 0
        ? { type: ALLOWANCE, status: 'True', reason: 'SufficientPods', message: '' }
        : { type: ALLOWANCE, status: 'False', reason: 'InsufficientPods', message: '' },
    ),
  };
}

const ALLOWANCE = 'DisruptionAllowed';

// As the controller's fail-safe: nothing is allowed and everything else stays, what was last observed included.
function failedStatus(state: ClusterState, budget: Budget, message: string) {
  const failed: Condition = { type: ALLOWANCE, status: 'False', reason: 'SyncFailed', message };
  const before = budget.status ?? { currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
  const conditions = state.withCondition(budget.status?.conditions, failed);
  return { ...before, disruptionsAllowed: 0, conditions };
}

function hasSyncFailed({ status }: Budget): boolean {
  return status?.conditions?.some(({ reason }) => reason === 'SyncFailed') ?? false;
}

function podsOf(state: ClusterState, { metadata, spec }: Budget): readonly Pod[] {
  return state.index.podsSelected(metadata.namespace!, spec.selector).filter((pod) => !isFinished(pod));
}

// Evicted pods stay noted until they terminate, at most two minutes; then the eviction counts as failed.
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

type Scale = { readonly replicas: number } | { readonly unknown: string };

/** Replicas of the distinct controllers; or the controller's message why they are unknown. */
function scaleOf(state: ClusterState, pods: readonly Pod[]): Scale {
  const owners = new Map<string, number>();
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (owner === undefined) continue;
    const { kind } = owner;
    if (!isScaled(kind)) return { unknown: withoutScale(owner) };
    const scaled = scaledOwner(state, { ...owner, kind }, pod.metadata.namespace);
    if (scaled === undefined) return { unknown: `found no controllers for pod "${pod.metadata.name}"` };
    owners.set(scaled.metadata.uid, scaled.spec.replicas ?? 1);
  }
  return { replicas: [...owners.values()].reduce((sum, replicas) => sum + replicas, 0) };
}

function withoutScale({ kind, apiVersion }: OwnerReference): string {
  const resource = resources.find((each) => each.kind === kind && groupVersion(each) === apiVersion);
  if (resource === undefined) return `no matches for kind "${kind}" in version "${apiVersion}"`;
  const { plural, group } = resource;
  return `${group === '' ? plural : `${plural}.${group}`} does not implement the scale subresource`;
}

type ScaledKind = 'ReplicaSet' | 'StatefulSet';

function isScaled(kind: string): kind is ScaledKind {
  return kind === 'ReplicaSet' || kind === 'StatefulSet';
}

function scaledOwner(
  state: ClusterState,
  { kind, name, uid }: OwnerReference & { readonly kind: ScaledKind },
  namespace: string | undefined,
) {
  if (kind === 'StatefulSet') return sameUid(state.store.get('statefulsets', namespace, name), uid);
  const set = sameUid(state.store.get('replicasets', namespace, name), uid);
  const deployment = set === undefined ? undefined : controllerOf(set);
  const parent =
    deployment === undefined ? undefined : state.store.get('deployments', namespace, deployment.name);
  return parent ?? set;
}

function sameUid<Kind extends AnyKind>(object: Kind | undefined, uid: string): Kind | undefined {
  return object?.metadata.uid === uid ? object : undefined;
}

import type { Deployment, ReplicaSet } from '../objects/kinds.ts';
import { controllerOf, isReady } from '../objects/pod-facts.ts';
import { templateHash } from '../objects/template-hash.ts';
import { standingPods } from '../pods/active-pods.ts';
import { keyOfOwner } from '../pods/pod-owner.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { type Change, keyOf } from '../store/object-store.ts';
import type { Controller } from '../store/work-queue.ts';
import { counts } from './replica-set-controller.ts';
import { orAbsent } from './status-count.ts';

const DEFAULT_REPLICAS = 1;

/** One replica set per pod template; older ones shrink as the newest one's pods become available. */
export const deploymentController: Controller = {
  affected: (state, change) => {
    if (change.plural === 'deployments' && change.after !== undefined) return [keyOf(change.after.metadata)];
    if (change.plural === 'replicasets') return ownerOf(change.after ?? change.before);
    return keyOfOwner(change, 'ReplicaSet').flatMap((key) => ownerOf(state.store.at('replicasets', key)));
  },
  sync: (state, key) => {
    const deployment = state.store.at('deployments', key);
    if (deployment === undefined) return;
    const current = rollOut(state, deployment);
    writeStatus(state, deployment, current);
  },
};

function ownerOf(set: Change['after']): readonly string[] {
  const owner = set === undefined ? undefined : controllerOf(set);
  if (set === undefined || owner?.kind !== 'Deployment') return [];
  return [keyOf({ namespace: set.metadata.namespace, name: owner.name })];
}

function rollOut(state: ClusterState, deployment: Deployment): ReplicaSet {
  const wanted = deployment.spec.replicas ?? DEFAULT_REPLICAS;
  const current = scaleTo(state, currentReplicaSet(state, deployment), wanted);
  const available = standingPods(state, current).filter(isReady).length;
  for (const old of state.index.replicaSetsOwnedBy(deployment.metadata.uid)) {
    if (old.metadata.name === current.metadata.name) continue;
    scaleTo(state, old, Math.min(old.spec.replicas ?? 0, Math.max(0, wanted - available)));
  }
  return current;
}

function currentReplicaSet(state: ClusterState, deployment: Deployment): ReplicaSet {
  const { namespace, uid } = deployment.metadata;
  const { template, selector } = deployment.spec;
  const hash = templateHash(template);
  const name = `${deployment.metadata.name}-${hash}`;
  const present = state.store.get('replicasets', namespace, name);
  if (present !== undefined) return present;
  const hashLabel = { 'pod-template-hash': hash };
  const labels = { ...template.metadata?.labels, ...hashLabel };
  const owner = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name: deployment.metadata.name,
    uid,
    controller: true,
  };
  return state.store.put('replicasets', {
    metadata: { ...state.newMetadata({ name, namespace, labels, ownerReferences: [owner] }), generation: 1 },
    spec: {
      replicas: 0,
      selector: { ...selector, matchLabels: { ...selector.matchLabels, ...hashLabel } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  });
}

function scaleTo(state: ClusterState, set: ReplicaSet, replicas: number): ReplicaSet {
  return set.spec.replicas === replicas
    ? set
    : state.store.put('replicasets', { ...set, spec: { ...set.spec, replicas } });
}

function writeStatus(state: ClusterState, deployment: Deployment, current: ReplicaSet): void {
  const wanted = deployment.spec.replicas ?? DEFAULT_REPLICAS;
  const sets = state.index.replicaSetsOwnedBy(deployment.metadata.uid);
  const pods = sets.flatMap((set) => standingPods(state, set));
  const updated = standingPods(state, current);
  const available = pods.filter(isReady).length;
  const isAvailable = available >= wanted - Math.floor(wanted / 4);
  const isDone = updated.filter(isReady).length >= wanted;
  const conditions = state.withCondition(
    state.withCondition(deployment.status?.conditions, {
      type: 'Available',
      status: isAvailable ? 'True' : 'False',
      reason: isAvailable ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    }),
    {
      type: 'Progressing',
      status: 'True',
      reason: isDone ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated',
    },
  );
  const status = {
    observedGeneration: deployment.metadata.generation,
    ...counts(pods),
    replicas: orAbsent(pods.length),
    updatedReplicas: orAbsent(updated.length),
    unavailableReplicas: orAbsent(Math.max(0, wanted - available)),
    conditions,
  };
  state.store.put('deployments', { ...deployment, status });
}

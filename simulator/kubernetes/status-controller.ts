import type { ClusterState } from './cluster-state.ts';
import type { Pod } from './kinds.ts';
import { isReady, isTerminating } from './pod-facts.ts';
import { daemonNodes, ownedPods, ownedReplicaSets } from './workload-controllers.ts';

/** Writes the counts of deployments, replica sets and daemon sets; like the real API, most leave out a zero. */
export function writeWorkloadStatus(state: ClusterState): void {
  for (const set of state.store.all('replicasets')) {
    state.store.put('replicasets', {
      ...set,
      status: { observedGeneration: set.metadata.generation, ...counts(activePods(state, set.metadata.uid)) },
    });
  }
  for (const deployment of state.store.all('deployments')) writeDeploymentStatus(state, deployment.metadata);
  for (const set of state.store.all('daemonsets')) {
    const pods = activePods(state, set.metadata.uid);
    const desired = daemonNodes(set, state.store.all('nodes')).length;
    const ready = pods.filter(isReady).length;
    const status = {
      observedGeneration: set.metadata.generation,
      currentNumberScheduled: pods.length,
      desiredNumberScheduled: desired,
      updatedNumberScheduled: pods.length,
      numberMisscheduled: 0,
      numberReady: ready,
      numberAvailable: orAbsent(ready),
      numberUnavailable: orAbsent(desired - ready),
    };
    state.store.put('daemonsets', { ...set, status });
  }
}

function writeDeploymentStatus(
  state: ClusterState,
  { namespace, name }: { readonly namespace?: string | undefined; readonly name: string },
): void {
  const deployment = state.store.get('deployments', namespace, name)!;
  const wanted = deployment.spec.replicas ?? 1;
  const sets = ownedReplicaSets(state, deployment);
  const pods = sets.flatMap((set) => activePods(state, set.metadata.uid));
  const newest = sets.at(-1);
  const updated = newest === undefined ? [] : activePods(state, newest.metadata.uid);
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
  state.store.put('deployments', {
    ...deployment,
    status: {
      observedGeneration: deployment.metadata.generation,
      ...counts(pods),
      replicas: orAbsent(pods.length),
      updatedReplicas: orAbsent(updated.length),
      unavailableReplicas: orAbsent(Math.max(0, wanted - available)),
      conditions,
    },
  });
}

function counts(pods: readonly Pod[]) {
  const ready = orAbsent(pods.filter(isReady).length);
  return { replicas: pods.length, readyReplicas: ready, availableReplicas: ready };
}

function activePods(state: ClusterState, uid: string): readonly Pod[] {
  return ownedPods(state, uid).filter((pod) => !isTerminating(pod));
}

function orAbsent(count: number): number | undefined {
  return count > 0 ? count : undefined;
}

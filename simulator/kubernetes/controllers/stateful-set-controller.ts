import type { Pod, StatefulSet } from '../objects/kinds.ts';
import { isFinished, isReady, isTerminating } from '../objects/pod-facts.ts';
import { templateHash } from '../objects/template-hash.ts';
import { createPod, deletePod } from '../pods/pod-lifecycle.ts';
import { keyOfOwner } from '../pods/pod-owner.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { keyOf } from '../store/object-store.ts';
import type { Controller } from '../store/work-queue.ts';
import { counts } from './replica-set-controller.ts';
import { orAbsent } from './status-count.ts';

const REVISION = 'controller-revision-hash';

/**
 * Pods web-0, web-1 ... of a stateful set: made in order, each once those before it are ready (or all at once
 * under Parallel), ended from the last one on, and replaced one at a time where their template is an old one.
 * A pod that is ending keeps its name taken.
 */
export const statefulSetController: Controller = {
  affected: (_, change) => {
    if (change.plural === 'statefulsets' && change.after !== undefined) return [keyOf(change.after.metadata)];
    return keyOfOwner(change, 'StatefulSet');
  },
  sync: (state, key) => {
    const set = state.store.at('statefulsets', key);
    if (set === undefined) return;
    const revision = `${set.metadata.name}-${templateHash(set.spec.template)}`;
    arrange(state, set, revision);
    writeStatus(state, set, revision);
  },
};

function arrange(state: ClusterState, set: StatefulSet, revision: string): void {
  const pods = ownPods(state, set);
  const wanted = set.spec.replicas ?? 1;
  const isParallel = set.spec.podManagementPolicy === 'Parallel';
  const isWhole = fill(state, set, { pods, wanted, isParallel, revision });
  if (!isWhole && !isParallel) return;
  const tooMany = pods.filter((pod) => ordinalOf(pod) >= wanted).toSorted(lastFirst);
  if (tooMany.length > 0) {
    for (const pod of isParallel ? tooMany : tooMany.slice(0, 1)) deletePod(state, pod);
  } else if (isWhole) replaceOutdated(state, set, pods, revision);
}

/** Makes what is missing; answers whether all wanted pods are there and ready. */
function fill(
  state: ClusterState,
  set: StatefulSet,
  given: {
    readonly pods: readonly Pod[];
    readonly wanted: number;
    readonly isParallel: boolean;
    readonly revision: string;
  },
): boolean {
  let isWhole = true;
  for (let ordinal = 0; ordinal < given.wanted; ordinal += 1) {
    const pod = given.pods.find((candidate) => ordinalOf(candidate) === ordinal);
    if (pod === undefined) makePod(state, set, ordinal, given.revision);
    else if (isFinished(pod)) deletePod(state, pod, 0);
    if (pod !== undefined && isReady(pod) && !isTerminating(pod)) continue;
    isWhole = false;
    if (!given.isParallel) return false;
  }
  return isWhole;
}

function makePod(state: ClusterState, set: StatefulSet, ordinal: number, revision: string): void {
  const { name, uid, namespace } = set.metadata;
  const owner = { apiVersion: 'apps/v1', kind: 'StatefulSet', name, uid, namespace: namespace! };
  const podName = `${name}-${ordinal}`;
  const labels = {
    [REVISION]: revision,
    'statefulset.kubernetes.io/pod-name': podName,
    'apps.kubernetes.io/pod-index': String(ordinal),
  };
  createPod(state, owner, set.spec.template, { labels, name: podName });
}

function replaceOutdated(
  state: ClusterState,
  { spec: { updateStrategy } }: StatefulSet,
  pods: readonly Pod[],
  revision: string,
): void {
  if (updateStrategy?.type === 'OnDelete') return;
  const partition = updateStrategy?.rollingUpdate?.partition ?? 0;
  const [next] = pods
    .filter((pod) => pod.metadata.labels?.[REVISION] !== revision && ordinalOf(pod) >= partition)
    .toSorted(lastFirst);
  if (next !== undefined) deletePod(state, next);
}

function writeStatus(state: ClusterState, set: StatefulSet, revision: string): void {
  const pods = ownPods(state, set);
  const updated = pods.filter(({ metadata }) => metadata.labels?.[REVISION] === revision).length;
  const isRolledOut = updated === pods.length;
  const before = set.status?.currentRevision;
  const status = {
    observedGeneration: set.metadata.generation,
    ...counts(pods),
    currentReplicas: orAbsent(isRolledOut ? pods.length : pods.length - updated),
    updatedReplicas: orAbsent(updated),
    currentRevision: isRolledOut ? revision : (before ?? revision),
    updateRevision: revision,
    collisionCount: 0,
  };
  state.store.put('statefulsets', { ...set, status });
}

function ownPods(state: ClusterState, set: StatefulSet): readonly Pod[] {
  return state.index.podsOwnedBy(set.metadata.uid);
}

function ordinalOf(pod: Pod): number {
  return Number(pod.metadata.name.slice(pod.metadata.name.lastIndexOf('-') + 1));
}

function lastFirst(a: Pod, b: Pod): number {
  return ordinalOf(b) - ordinalOf(a);
}

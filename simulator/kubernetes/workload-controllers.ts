import { createHash } from 'node:crypto';
import type { ClusterState } from './cluster-state.ts';
import type { DaemonSet, Kinds, Node, Pod, PodTemplate, ReplicaSet } from './kinds.ts';
import { hasLabels } from './label-selector.ts';
import { tolerates } from './node-facts.ts';
import { controllerOf, isFinished, isReady, isTerminating } from './pod-facts.ts';
import { podsOwnedBy } from './pod-index.ts';
import { createPod, deletePod } from './pod-lifecycle.ts';

type Deployment = Kinds['deployments'];

const DEFAULT_REPLICAS = 1;

/** One replica set per pod template; older ones shrink as the newest one's pods become available. */
export function controlDeployments(state: ClusterState): void {
  for (const deployment of state.store.all('deployments')) {
    const wanted = deployment.spec.replicas ?? DEFAULT_REPLICAS;
    const current = scaleTo(state, currentReplicaSet(state, deployment), wanted);
    const available = ownedPods(state, current.metadata.uid).filter(isReady).length;
    for (const old of ownedReplicaSets(state, deployment)) {
      if (old.metadata.name === current.metadata.name) continue;
      scaleTo(state, old, Math.min(old.spec.replicas ?? 0, Math.max(0, wanted - available)));
    }
  }
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

const HASH_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

function templateHash(template: PodTemplate): string {
  const digest = createHash('sha256').update(JSON.stringify(template)).digest();
  return [...digest.subarray(0, 10)].map((byte) => HASH_ALPHABET[byte % HASH_ALPHABET.length]).join('');
}

/** Makes the missing pods of every replica set and removes those that are too many. */
export function controlReplicaSets(state: ClusterState): void {
  for (const set of state.store.all('replicasets')) {
    const active = ownedPods(state, set.metadata.uid).filter(
      (pod) => !isTerminating(pod) && !isFinished(pod),
    );
    const missing = (set.spec.replicas ?? DEFAULT_REPLICAS) - active.length;
    const { name, uid, namespace } = set.metadata;
    const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name, uid, namespace: namespace! };
    for (let made = 0; made < missing; made += 1) createPod(state, owner, set.spec.template, {});
    for (const pod of [...active].sort(removalOrder).slice(0, Math.max(0, -missing))) deletePod(state, pod);
  }
}

// Pods that serve nobody go first, then the youngest.
function removalOrder(a: Pod, b: Pod): number {
  const byReadiness = Number(isReady(a)) - Number(isReady(b));
  return byReadiness || (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1);
}

/** One pod of every daemon set on each node it fits; cordon and readiness do not matter to it. */
export function controlDaemonSets(state: ClusterState): void {
  for (const set of state.store.all('daemonsets')) {
    const pods = ownedPods(state, set.metadata.uid).filter((pod) => !isTerminating(pod));
    const nodes = daemonNodes(set, state.store.all('nodes'));
    const { name, uid, namespace } = set.metadata;
    const owner = { apiVersion: 'apps/v1', kind: 'DaemonSet', name, uid, namespace: namespace! };
    for (const { metadata } of nodes) {
      if (pods.some((pod) => pod.spec.nodeName === metadata.name)) continue;
      createPod(state, owner, daemonTemplate(set), { nodeName: metadata.name });
    }
    const wanted = new Set(nodes.map((node) => node.metadata.name));
    for (const pod of pods.filter(({ spec }) => !wanted.has(spec.nodeName ?? ''))) deletePod(state, pod);
  }
}

/** The nodes a daemon set serves. */
export function daemonNodes(set: DaemonSet, nodes: readonly Node[]): readonly Node[] {
  const { spec } = daemonTemplate(set);
  return nodes.filter(
    (node) => hasLabels(node.metadata.labels, spec.nodeSelector ?? {}) && tolerates(node, spec.tolerations),
  );
}

// What the daemon set controller adds to every pod, so that node trouble does not move it.
const NODE_TROUBLE = ['not-ready', 'unreachable', 'unschedulable', 'disk-pressure', 'memory-pressure'];

function daemonTemplate(set: DaemonSet): PodTemplate {
  const { template } = set.spec;
  const added = NODE_TROUBLE.map((trouble) => ({
    key: `node.kubernetes.io/${trouble}`,
    operator: 'Exists' as const,
  }));
  const tolerations = [...(template.spec.tolerations ?? []), ...added];
  return { ...template, spec: { ...template.spec, tolerations } };
}

/** Removes what lost its owner or its node, as the garbage collectors do. */
export function collectGarbage(state: ClusterState): void {
  const owners = new Set(
    (['deployments', 'replicasets', 'daemonsets'] as const).flatMap((plural) =>
      state.store.all(plural).map((object) => object.metadata.uid),
    ),
  );
  const isKnownKind = (kind: string) => ['Deployment', 'ReplicaSet', 'DaemonSet'].includes(kind);
  const isOrphan = (object: Pod | ReplicaSet) => {
    const owner = controllerOf(object);
    return owner !== undefined && isKnownKind(owner.kind) && !owners.has(owner.uid);
  };
  for (const set of state.store.all('replicasets').filter(isOrphan)) {
    state.store.remove('replicasets', set.metadata);
  }
  for (const pod of state.store.all('pods')) {
    if (isOrphan(pod) && !isTerminating(pod)) deletePod(state, pod);
    const { nodeName } = pod.spec;
    if (nodeName !== undefined && state.store.get('nodes', undefined, nodeName) === undefined) {
      state.store.remove('pods', pod.metadata);
    }
  }
}

export function ownedPods(state: ClusterState, uid: string): readonly Pod[] {
  return podsOwnedBy(state.store.all('pods'), uid);
}

export function ownedReplicaSets(state: ClusterState, deployment: Deployment): readonly ReplicaSet[] {
  return state.store.all('replicasets').filter((set) => controllerOf(set)?.uid === deployment.metadata.uid);
}

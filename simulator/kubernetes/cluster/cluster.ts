import { controllers } from '../controllers/controllers.ts';
import { aksNode, type NodeInput, type NodePlace } from '../nodes/aks-node.ts';
import { bootNode } from '../nodes/boot-node.ts';
import { recordNodeEvent, setCordon, setReadiness } from '../nodes/node-controller.ts';
import { nodeLease } from '../nodes/node-lease.ts';
import { type HelmRelease, releaseObjects, releaseSecret } from '../objects/helm-release.ts';
import { isCordoned, isNodeReady } from '../objects/node-facts.ts';
import { isDaemonSetPod, isMirrorPod } from '../objects/pod-facts.ts';
import { type EvictionAnswer, evictPod } from '../pods/eviction.ts';
import { type ClusterHooks, ClusterState } from '../store/cluster-state.ts';
import { type InvolvedObject, recordEvent } from '../store/events.ts';
import { applyManifest } from '../store/manifests.ts';
import { WorkQueue } from '../store/work-queue.ts';
import {
  afterRestart,
  type Callers,
  countedCalls,
  type DeprecatedCall,
  type RecentWrite,
  writesAfter,
} from './deprecated-callers.ts';
import { metricsText } from './metrics.ts';
import { performAction } from './perform-pending-action.ts';

export type { NodeInput } from '../nodes/aks-node.ts';
export type { EvictionAnswer } from '../pods/eviction.ts';
export type { ClusterHooks } from '../store/cluster-state.ts';

export interface ClusterInput extends Partial<NodePlace> {
  readonly name: string;
  /** Control plane version, without a leading v. */
  readonly version: string;
  /** What is asked of it that is deprecated; none where absent. */
  readonly deprecatedCalls?: readonly DeprecatedCall[];
}

export interface NodeSummary {
  readonly name: string;
  readonly pool: string;
  /** As the node says it: v1.33.5. */
  readonly kubeletVersion: string;
  readonly ready: boolean;
  readonly unschedulable: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

export interface PodSummary {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly daemonSet: boolean;
  readonly mirror: boolean;
}

const FIRST_NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** One simulated Kubernetes cluster: its objects, its controllers, and the hands AKS lays on its nodes. */
export class KubernetesCluster {
  readonly name: string;
  /** For the Kubernetes API of this room; other rooms use the methods. */
  readonly state: ClusterState;
  private callers: Callers;
  private readonly place: NodePlace;
  private readonly work: WorkQueue;
  private currentVersion: string;

  /** A new cluster without nodes. */
  constructor(input: ClusterInput, hooks: ClusterHooks) {
    this.name = input.name;
    this.currentVersion = input.version;
    this.callers = { calls: input.deprecatedCalls ?? [], startedMs: hooks.now(), stoppedMs: null };
    this.place = {
      subscriptionId: input.subscriptionId ?? '00000000-0000-0000-0000-000000000000',
      nodeResourceGroup: input.nodeResourceGroup ?? `MC_${input.name}`,
      location: input.location ?? 'westeurope',
    };
    this.state = new ClusterState(hooks, (action) => {
      performAction(this.state, action);
      this.reconcile();
    });
    this.work = new WorkQueue(this.state, controllers);
    this.state.store.listen((change) => this.work.note(change));
    for (const name of FIRST_NAMESPACES) applyManifest(this.state, { kind: 'Namespace', metadata: { name } });
  }

  /** What /version answers, without a leading v. */
  get version(): string {
    return this.currentVersion;
  }

  /** A restart of the API server resets its counters. */
  setControlPlaneVersion(version: string): void {
    this.currentVersion = version;
    this.callers = afterRestart(this.callers, Number(version.split('.')[1]), this.state.now());
  }

  /** What /metrics answers. */
  metrics(): string {
    return metricsText(countedCalls(this.callers, this.state.now()), this.callers.startedMs);
  }

  /** Writes after a moment (epoch ms) through API versions that are gone at a minor. */
  deprecatedWrites(minor: number, fromMs: number): readonly RecentWrite[] {
    return writesAfter(this.callers, minor, fromMs, this.state.now());
  }

  /** Anyone who calls deprecated API versions is fixed; what was counted stays. */
  stopDeprecatedCalls(): void {
    this.callers = { ...this.callers, stoppedMs: this.callers.stoppedMs ?? this.state.now() };
  }

  /** Installs a release as Helm does, or upgrades the one of that name: its revision is the next one then. */
  installRelease(release: HelmRelease): void {
    const { namespace, name } = release;
    const isDeployed = ({ labels }: { readonly labels?: Readonly<Record<string, string>> | undefined }) =>
      labels?.owner === 'helm' && labels.name === name && labels.status === 'deployed';
    const before = this.state.store
      .all('secrets')
      .find(({ metadata }) => metadata.namespace === namespace && isDeployed(metadata));
    const revision = before === undefined ? release.revision : Number(before.metadata.labels?.version) + 1;
    if (before !== undefined) {
      const labels = { ...before.metadata.labels, status: 'superseded' };
      this.state.store.put('secrets', { ...before, metadata: { ...before.metadata, labels } });
    }
    const next = { ...release, revision };
    this.apply([releaseSecret(next), ...releaseObjects(next, this.state.timestamp())]);
  }

  /** Registers a node; one of the same name is replaced and loses its pods. */
  addNode(input: NodeInput): void {
    this.removeNode(input.name);
    const node = this.state.store.put('nodes', aksNode(this.state, input, this.place));
    this.state.store.put('leases', nodeLease(this.state, node));
    recordNodeEvent(this.state, input.name, {
      type: 'Normal',
      reason: 'RegisteredNode',
      message: `Node ${input.name} event: Registered Node ${input.name} in Controller`,
      component: 'node-controller',
    });
    this.reconcile();
  }

  /** Takes a node out, and its pods with it; an unknown node is no error. */
  removeNode(name: string): void {
    this.state.store.remove('nodes', { name });
    this.state.awaitingReboot.delete(name);
    this.reconcile();
  }

  setNodeReady(name: string, ready: boolean): void {
    setReadiness(this.state, name, ready);
    this.reconcile();
  }

  /** Packages were installed that count only after a reboot: the sentinel lies there. */
  installPatches(name: string): void {
    if (this.state.store.get('nodes', undefined, name) !== undefined) this.state.awaitingReboot.add(name);
  }

  /** The machine comes up again: another boot, perhaps with the kernel that waited for it, and without the sentinel. */
  bootNode(name: string): void {
    bootNode(this.state, name);
    this.setNodeReady(name, true);
  }

  cordon(name: string): void {
    setCordon(this.state, name, true);
    this.reconcile();
  }

  uncordon(name: string): void {
    setCordon(this.state, name, false);
    this.reconcile();
  }

  /** Sets labels of a node; an unknown node is no error. */
  labelNode(name: string, labels: Readonly<Record<string, string>>): void {
    const node = this.state.store.get('nodes', undefined, name);
    if (node === undefined) return;
    const metadata = { ...node.metadata, labels: { ...node.metadata.labels, ...labels } };
    this.state.store.put('nodes', { ...node, metadata });
    this.reconcile();
  }

  /** The nodes of one pool, or all of them, by name. */
  nodes(pool?: string): readonly NodeSummary[] {
    return this.state.store
      .all('nodes')
      .map((node) => ({
        name: node.metadata.name,
        pool: node.metadata.labels?.['kubernetes.azure.com/agentpool'] ?? '',
        kubeletVersion: node.status?.nodeInfo?.kubeletVersion ?? '',
        ready: isNodeReady(node),
        unschedulable: isCordoned(node),
        labels: node.metadata.labels ?? {},
      }))
      .filter((node) => pool === undefined || node.pool === pool)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The pods a node carries, terminating ones included. */
  podsOn(node: string): readonly PodSummary[] {
    return this.state.index.podsOn(node).map((pod) => ({
      namespace: pod.metadata.namespace!,
      name: pod.metadata.name,
      uid: pod.metadata.uid,
      daemonSet: isDaemonSetPod(pod),
      mirror: isMirrorPod(pod),
    }));
  }

  /** Evicts as the eviction endpoint does; the pod then terminates for a few virtual seconds. */
  evict(namespace: string, name: string, uid?: string): EvictionAnswer {
    const answer = evictPod(this.state, { namespace, name, uid });
    this.reconcile();
    return answer;
  }

  recordEvent(note: {
    readonly node?: string;
    readonly object?: InvolvedObject;
    readonly reason: string;
    readonly message: string;
    readonly type: 'Normal' | 'Warning';
    readonly component?: string;
  }): void {
    const { node, object, component = 'upgrader', ...text } = note;
    if (node !== undefined) recordNodeEvent(this.state, node, { ...text, component });
    if (object !== undefined) recordEvent(this.state, { ...text, component, object });
  }

  /** Creates or replaces objects by kind and name. Throws with the field at fault where one is malformed. */
  apply(manifests: readonly object[]): void {
    for (const manifest of manifests) applyManifest(this.state, manifest);
    this.reconcile();
  }

  /** Runs the controllers now; every other method does so automatically. */
  reconcile(): void {
    this.work.drain();
  }
}

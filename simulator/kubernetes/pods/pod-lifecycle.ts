import type { OwnerReference, Pod, PodTemplate } from '../objects/kinds.ts';
import { isNodeReady } from '../objects/node-facts.ts';
import { controllerOf, isPending, isTerminating } from '../objects/pod-facts.ts';
import { annotations, isBoundToFail, notedSeconds } from '../objects/simulator-annotations.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { recordEvent } from '../store/events.ts';
import { endOf } from './host-script.ts';
import { beginFlapping, isSick } from './unready-pod.ts';

const START_SECONDS = { low: 2, high: 6 };
const EXIT_SECONDS = { low: 1, high: 5 };
const RUN_SECONDS = { low: 20, high: 60 };
const DEFAULT_GRACE_SECONDS = 30;

/** Creates a pod of a controller from its template. A daemon pod names its node at once. */
export function createPod(
  state: ClusterState,
  owner: OwnerReference & { readonly namespace: string },
  template: PodTemplate,
  given: { readonly labels?: Record<string, string>; readonly nodeName?: string; readonly name?: string },
): void {
  const { namespace, ...reference } = owner;
  const metadata = {
    ...state.newMetadata({
      name: given.name ?? `${owner.name}-${state.suffix()}`,
      namespace,
      labels: { ...template.metadata?.labels, ...given.labels },
      ownerReferences: [{ ...reference, controller: true, blockOwnerDeletion: true }],
      ...(template.metadata?.annotations === undefined ? {} : { annotations: template.metadata.annotations }),
    }),
    generateName: `${owner.name}-`,
  };
  state.store.put('pods', { metadata, spec: { ...template.spec }, status: { phase: 'Pending' } });
  if (given.nodeName !== undefined) bindPod(state, namespace, metadata.name, given.nodeName);
}

/** Assigns a pod to a node; it starts there some virtual seconds later. */
export function bindPod(state: ClusterState, namespace: string, name: string, nodeName: string): void {
  const pod = state.store.get('pods', namespace, name);
  if (pod === undefined) return;
  const conditions = state.withCondition(pod.status?.conditions, { type: 'PodScheduled', status: 'True' });
  const status = { ...pod.status, phase: 'Pending' as const, conditions };
  startPod(state, state.store.put('pods', { ...pod, spec: { ...pod.spec, nodeName }, status }));
}

/** Begins the start of a bound, pending pod. */
export function startPod(state: ClusterState, pod: Pod): void {
  const seconds =
    notedSeconds(pod, annotations.startSeconds) ??
    state.secondsBetween(START_SECONDS.low, START_SECONDS.high);
  state.later(seconds, { kind: 'start-pod', ...incarnation(pod) });
}

/** Brings a bound pod up. A node that is down starts nothing; its return starts the pod again. */
export function finishStart(state: ClusterState, pod: Pod): void {
  if (isTerminating(pod) || !isPending(pod) || !isOnReadyNode(state, pod)) return;
  const isReady = !isSick(state, pod);
  const running = { startedAt: state.timestamp() };
  const containerStatuses = pod.spec.containers.map(({ name, image }) => ({
    name,
    image,
    ready: isReady,
    started: true,
    restartCount: 0,
    state: isReady
      ? { running }
      : { waiting: { reason: 'CrashLoopBackOff', message: 'back-off restarting failed container' } },
  }));
  const status = {
    ...pod.status,
    phase: 'Running' as const,
    startTime: state.timestamp(),
    containerStatuses,
  };
  state.store.put('pods', withReadiness(state, { ...pod, status }, isReady));
  if (isReady) beginFlapping(state, pod);
  if ((pod.spec.restartPolicy ?? 'Always') === 'Always' || !isReady) return;
  const runs =
    notedSeconds(pod, annotations.runSeconds) ?? state.secondsBetween(RUN_SECONDS.low, RUN_SECONDS.high);
  state.later(runs, { kind: 'finish-pod', ...incarnation(pod) });
}

/** A pod that is not to be restarted is done; a job counts it. One that is deleted first is not. */
export function finishRun(state: ClusterState, pod: Pod): void {
  if (isTerminating(pod) || pod.status?.phase !== 'Running' || !isOnReadyNode(state, pod)) return;
  const end = endOf(state, pod);
  if (end?.hasRebooted === true) {
    const node = pod.spec.nodeName ?? '';
    state.later(state.secondsBetween(5, 15), { kind: 'shut-down', node, by: incarnation(pod) });
    return;
  }
  endRun(state, pod, end?.exitCode ?? (isBoundToFail(pod) ? 1 : 0));
}

/** What ran on a node that went down is found dead there, and no one knows how it ended. */
export function endLost(state: ClusterState, pod: Pod): void {
  if (pod.status?.phase === 'Running') endRun(state, pod, 255, 'Unknown');
}

function endRun(state: ClusterState, pod: Pod, exitCode: number, why?: string): void {
  const hasFailed = exitCode !== 0;
  const phase = hasFailed ? ('Failed' as const) : ('Succeeded' as const);
  const ended = withReadiness(state, pod, false);
  const terminated = {
    exitCode,
    reason: why ?? (hasFailed ? 'Error' : 'Completed'),
    finishedAt: state.timestamp(),
  };
  const containerStatuses = pod.spec.containers.map(({ name, image }) => ({
    name,
    image,
    ready: false,
    started: false,
    restartCount: 0,
    state: { terminated },
  }));
  state.store.put('pods', { ...ended, status: { ...ended.status, phase, containerStatuses } });
  const owner = controllerOf(pod);
  const job = owner?.kind === 'Job' ? state.store.get('jobs', pod.metadata.namespace, owner.name) : undefined;
  if (job === undefined || job.metadata.uid !== owner?.uid) return;
  const { succeeded = 0, failed = 0 } = job.status ?? {};
  const count = hasFailed ? { failed: failed + 1 } : { succeeded: succeeded + 1 };
  state.store.put('jobs', { ...job, status: { ...job.status, ...count } });
}

/** The pod with its Ready and ContainersReady conditions set. */
export function withReadiness(state: ClusterState, pod: Pod, isReady: boolean): Pod {
  const status = isReady ? ('True' as const) : ('False' as const);
  const initialized = state.withCondition(pod.status?.conditions, { type: 'Initialized', status: 'True' });
  const containersReady = state.withCondition(initialized, { type: 'ContainersReady', status });
  const conditions = state.withCondition(containersReady, { type: 'Ready', status });
  return { ...pod, status: { ...pod.status, conditions } };
}

/**
 * Deletes a pod as the API server does: at once where no node runs it (any more) or the grace period is 0, else it
 * terminates for some virtual seconds, at most its grace period, and for as long as its node is down.
 */
export function deletePod(state: ClusterState, pod: Pod, graceSeconds?: number): void {
  const grace = graceSeconds ?? pod.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  const { finalizers } = pod.metadata;
  const isHeld = finalizers !== undefined && finalizers.length > 0;
  const isOver = grace === 0 || pod.spec.nodeName === undefined || isDone(pod);
  if (isTerminating(pod)) {
    if (isOver && !isHeld) state.store.remove('pods', pod.metadata);
    return;
  }
  const seconds = isOver ? 0 : grace;
  const metadata = {
    ...pod.metadata,
    deletionTimestamp: state.timestamp(seconds),
    deletionGracePeriodSeconds: seconds,
  };
  // Watches see it end even where it ends at once.
  const dying = state.store.put('pods', { ...pod, metadata });
  if (isOver && !isHeld) {
    state.store.remove('pods', dying.metadata);
    return;
  }
  recordEvent(state, {
    object: { apiVersion: 'v1', kind: 'Pod', ...incarnation(pod) },
    type: 'Normal',
    reason: 'Killing',
    message: `Stopping container ${pod.spec.containers[0]!.name}`,
    component: 'kubelet',
  });
  const noted =
    notedSeconds(pod, annotations.exitSeconds) ?? state.secondsBetween(EXIT_SECONDS.low, EXIT_SECONDS.high);
  state.later(Math.min(grace, noted), { kind: 'end-pod', ...incarnation(dying) });
}

/** Removes a terminated pod, unless its node is down or finalizers hold it. */
export function finishTermination(state: ClusterState, pod: Pod): void {
  if (!isOnReadyNode(state, pod)) return;
  if (pod.metadata.finalizers === undefined || pod.metadata.finalizers.length === 0) {
    state.store.remove('pods', pod.metadata);
  }
}

function isDone({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

function incarnation({ metadata }: Pod) {
  return { namespace: metadata.namespace!, name: metadata.name, uid: metadata.uid };
}

function isOnReadyNode(state: ClusterState, pod: Pod): boolean {
  if (pod.spec.nodeName === undefined) return true;
  const node = state.store.get('nodes', undefined, pod.spec.nodeName);
  return node === undefined || isNodeReady(node);
}

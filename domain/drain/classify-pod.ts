import { type DrainPod, isFinished, isTerminating } from './drain-pod.ts';

/** What a pod is to a drain; of several that fit, the first of this list. */
export type PodClass = 'mirror' | 'daemonset' | 'finished' | 'unmanaged' | 'local-data' | 'evict';

/** What an operator has to allow by a flag. */
export interface DrainConsent {
  /** Pods that no one makes again (`--force`). */
  readonly unmanaged: boolean;
  /** Pods whose emptyDir is lost with them (`--delete-emptydir-data`). */
  readonly localData: boolean;
}

/** skip: it stays. evict: it goes. refuse: it may not go, so nothing does. */
export type Treatment = 'skip' | 'evict' | 'refuse';

export interface JudgedPod {
  readonly pod: DrainPod;
  readonly class: PodClass;
  readonly treatment: Treatment;
  /** What is missing for it to go, with the flag; null unless it is refused. */
  readonly refusal: string | null;
}

/**
 * kubectl's rules (k8s.io/kubectl/pkg/drain/filters.go) with two of our own: daemon set pods stay without being asked for, finished
 * ones too, and what is already terminating is never a reason to refuse. `orphaning` are the uids of daemon
 * sets that are gone: their pods are recreated by no one.
 */
export function judgePod(
  pod: DrainPod,
  consent: DrainConsent,
  orphaning: ReadonlySet<string> = new Set(),
): JudgedPod {
  const podClass = classOf(pod, orphaning);
  const base = { pod, class: podClass };
  if (podClass === 'mirror' || podClass === 'daemonset') return { ...base, treatment: 'skip', refusal: null };
  if (isFinished(pod) || isTerminating(pod)) return { ...base, treatment: 'evict', refusal: null };
  const missing = [
    ...(isUnmanaged(pod, orphaning) && !consent.unmanaged
      ? ['not managed by a controller, will not be recreated (--force evicts it)']
      : []),
    ...(pod.hasLocalData && !consent.localData
      ? ['its emptyDir data would be lost (--delete-emptydir-data evicts it)']
      : []),
  ];
  return missing.length === 0
    ? { ...base, treatment: 'evict', refusal: null }
    : { ...base, treatment: 'refuse', refusal: missing.join(', and ') };
}

function classOf(pod: DrainPod, orphaning: ReadonlySet<string>): PodClass {
  if (pod.isMirror || pod.controller?.kind === 'Node') return 'mirror';
  if (isOfDaemonSet(pod) && !isUnmanaged(pod, orphaning)) return 'daemonset';
  if (isFinished(pod)) return 'finished';
  if (isUnmanaged(pod, orphaning)) return 'unmanaged';
  return pod.hasLocalData ? 'local-data' : 'evict';
}

/** Daemon sets of Kubernetes itself; other groups have kinds of the same name. */
export function isOfDaemonSet({ controller }: DrainPod): boolean {
  return controller?.kind === 'DaemonSet' && controller.apiVersion.startsWith('apps/');
}

function isUnmanaged({ controller }: DrainPod, orphaning: ReadonlySet<string>): boolean {
  return controller === null || orphaning.has(controller.uid);
}

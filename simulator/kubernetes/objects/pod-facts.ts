import type { OwnerReference, Pod } from './kinds.ts';

/** What can be read off a pod without looking anywhere else. */
export function controllerOf(object: {
  readonly metadata: { readonly ownerReferences?: OwnerReference[] | undefined };
}): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((owner) => owner.controller === true);
}

export function isTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

export function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

export function isPending(pod: Pod): boolean {
  return (pod.status?.phase ?? 'Pending') === 'Pending';
}

export function isReady(pod: Pod): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

export function isDaemonSetPod(pod: Pod): boolean {
  return controllerOf(pod)?.kind === 'DaemonSet';
}

export function isMirrorPod(pod: Pod): boolean {
  return pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined;
}

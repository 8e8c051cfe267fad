import type { V1Pod } from '@kubernetes/client-node';
import type { DrainPod } from '#domain/drain/drain-pod.ts';

const mirrorAnnotation = 'kubernetes.io/config.mirror';
const defaultGraceSeconds = 30;
const criticalClasses = new Set(['system-cluster-critical', 'system-node-critical']);

export function toDrainPod({ metadata, spec, status }: V1Pod): DrainPod {
  const controller = metadata?.ownerReferences?.find((each) => each.controller === true);
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    uid: metadata?.uid ?? '',
    labels: metadata?.labels ?? {},
    phase: status?.phase ?? 'Unknown',
    isReady: status?.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') ?? false,
    isMirror: metadata?.annotations?.[mirrorAnnotation] !== undefined,
    controller:
      controller === undefined
        ? null
        : {
            apiVersion: controller.apiVersion,
            kind: controller.kind,
            name: controller.name,
            uid: controller.uid,
          },
    hasLocalData: spec?.volumes?.some((each) => each.emptyDir !== undefined) ?? false,
    graceSeconds: spec?.terminationGracePeriodSeconds ?? defaultGraceSeconds,
    endsAt: metadata?.deletionTimestamp?.getTime() ?? null,
    finalizers: metadata?.finalizers ?? [],
    isCritical: criticalClasses.has(spec?.priorityClassName ?? ''),
  };
}

/** As it comes over the wire: the library's type, of which only the instant differs. Its objects cost most of the time of a look. */
export function toDrainPodOfJson(found: object): DrainPod {
  const pod = found as V1Pod;
  const ends = pod.metadata?.deletionTimestamp;
  return toDrainPod(
    ends === undefined ? pod : { ...pod, metadata: { ...pod.metadata, deletionTimestamp: new Date(ends) } },
  );
}

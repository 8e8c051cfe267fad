import type { V1Pod, V1Toleration } from '@kubernetes/client-node';
import type { DrainPod } from '#domain/drain/drain-pod.ts';
import { selecting } from '../client/list-items.ts';
import { instant } from '../client/raw-object.ts';

/** The list of a node's pods. */
export function podsOn(node: string): string {
  return `/api/v1/pods${selecting('fieldSelector', `spec.nodeName=${node}`)}`;
}

const mirrorAnnotation = 'kubernetes.io/config.mirror';
const defaultGraceSeconds = 30;
const criticalClasses = new Set(['system-cluster-critical', 'system-node-critical']);

/** Of a pod as it comes over the wire: the library's type, but for its instants. Its objects cost most of the time of a read. */
export function toDrainPod(found: object): DrainPod {
  const { metadata, spec, status } = found as V1Pod;
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
    endsAt: instant(metadata?.deletionTimestamp) || null,
    finalizers: metadata?.finalizers ?? [],
    isCritical: criticalClasses.has(spec?.priorityClassName ?? ''),
    toleratesCordon: spec?.tolerations?.some(isOfCordon) ?? false,
  };
}

const cordonTaint = 'node.kubernetes.io/unschedulable';

/** Kubernetes' own rule: an empty effect is every one, and without a key `Exists` is every taint. */
function isOfCordon({ key = '', operator = 'Equal', value = '', effect = '' }: V1Toleration): boolean {
  if (effect !== '' && effect !== 'NoSchedule') return false;
  if (operator === 'Exists') return key === '' || key === cordonTaint;
  return key === cordonTaint && value === '';
}

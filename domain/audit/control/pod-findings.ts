import type { AuditedCluster, Workload } from '../cluster/audited-cluster.ts';
import type { Container, SharedSecurityContext } from '../pod-security/pod/pod.ts';
import { allContainers } from '../pod-security/pod/pss-check.ts';
import { type Finding, fail, type Severity } from './control.ts';

/** Of every container of every workload; a workload without any has none. */
export function eachContainer(
  { workloads }: AuditedCluster,
  judge: (container: Container, workload: Workload) => Finding | null,
): readonly Finding[] {
  return workloads.flatMap((workload) =>
    allContainers(workload.pod.spec).flatMap((container) => judge(container, workload) ?? []),
  );
}

/** Of containers that run as long as their pod: its own, and sidecars among the init containers. */
export function runningContainers(
  { workloads }: AuditedCluster,
  judge: (container: Container, workload: Workload) => Finding | null,
): readonly Finding[] {
  return workloads.flatMap((workload) => {
    const { initContainers = [], containers = [] } = workload.pod.spec;
    const sidecars = initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always');
    return [...sidecars, ...containers].flatMap((container) => judge(container, workload) ?? []);
  });
}

export function failContainer(
  workload: Workload,
  { name = '' }: Container,
  reason: string,
  severity?: Severity,
): Finding {
  return { ...fail(workload.resource, reason, severity), container: name };
}

/** What counts for a container: its own value, else the pod's. */
export function effective<F extends keyof SharedSecurityContext>(
  field: F,
  { securityContext }: Container,
  { pod }: Workload,
): SharedSecurityContext[F] {
  return securityContext?.[field] ?? pod.spec.securityContext?.[field];
}

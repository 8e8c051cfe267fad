import { kindOfName } from '../../kind-name.ts';
import type { AuditedCluster, Workload } from '../cluster/audited-cluster.ts';
import type { Container, SharedSecurityContext } from '../pod-security/pod/pod.ts';
import { allContainers } from '../pod-security/pod/pss-check.ts';
import { podSpecPath } from '../pod-security/pod/read-pod.ts';
import { type Finding, fail, type Severity, type Violation } from './control.ts';

/** Of every container of every workload; a workload without any has none. */
export function eachContainer(
  { workloads }: AuditedCluster,
  judge: (container: Container, workload: Workload) => Finding | null,
): readonly Finding[] {
  return workloads.flatMap((workload) =>
    allContainers(workload.pod.spec).flatMap((container) =>
      placed(judge(container, workload), workload, container),
    ),
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
    return [...sidecars, ...containers].flatMap((container) =>
      placed(judge(container, workload), workload, container),
    );
  });
}

function placed(finding: Finding | null, workload: Workload, container: Container): readonly Finding[] {
  return finding === null ? [] : [{ path: containerPath(workload, container), ...finding }];
}

/** "spec.template.spec.initContainers[0]" */
export function containerPath({ resource, pod }: Workload, container: Container): string {
  const lists = ['initContainers', 'containers', 'ephemeralContainers'] as const;
  const list = lists.find((each) => pod.spec[each]?.includes(container)) ?? 'containers';
  return `${specPathOf(resource)}.${list}[${pod.spec[list]?.indexOf(container) ?? 0}]`;
}

/** Of the spec of the pods of "Deployment/shop/web". */
export function specPathOf(resource: string): string {
  return podSpecPath(kindOfName(resource));
}

export function failContainer(
  workload: Workload,
  { name = '' }: Container,
  reason: string,
  severity?: Severity,
): Finding {
  return { ...fail(workload.resource, reason, severity), container: name };
}

/** Several violations of one container as one finding; null: there are none. */
export function failFor(
  workload: Workload,
  container: Container,
  violations: readonly Violation[],
  severity?: Severity,
): Finding | null {
  if (violations.length === 0) return null;
  const reason = violations.map((each) => each.reason).join('; ');
  return {
    ...failContainer(workload, container, reason, severity),
    facts: violations.map(({ fact }) => fact),
  };
}

/** What counts for a container: its own value, else the pod's. */
export function effective<F extends keyof SharedSecurityContext>(
  field: F,
  { securityContext }: Container,
  { pod }: Workload,
): SharedSecurityContext[F] {
  return securityContext?.[field] ?? pod.spec.securityContext?.[field];
}

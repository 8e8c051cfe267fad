import type { Workload } from '../../cluster/audited-cluster.ts';
import { type Control, type Finding, warn } from '../../control/control.ts';
import { eachContainer, effective, failContainer } from '../../control/pod-findings.ts';
import { containerSecurityOnAks } from '../../control/sources.ts';
import type { Container } from '../../pod-security/pod/pod.ts';

export const podNonRoot: Control = {
  id: 'SB-POD-03',
  title: 'Containers do not run as root',
  area: 'pod-security',
  severity: 'medium',
  rule: 'runAsNonRoot is true for every container or its pod, and none runs as uid 0; a uid alone is a warning.',
  source: containerSecurityOnAks,
  remediation:
    'Set securityContext.runAsNonRoot: true, and a runAsUser above 0 where the image sets its user by name.',
  needs: ['workloads', 'namespaces'],
  judge: (cluster) => eachContainer(cluster, judge),
};

function judge(container: Container, workload: Workload): Finding | null {
  const user = workload.isWindows ? undefined : effective('runAsUser', container, workload);
  const nonRoot = effective('runAsNonRoot', container, workload);
  const isUnset = nonRoot === false ? 'runAsNonRoot is false' : 'runAsNonRoot is not set';
  if (user === 0) {
    const reasons = ['it runs as uid 0', ...(nonRoot === true ? [] : [isUnset])];
    return failContainer(workload, container, reasons.join('; '));
  }
  if (nonRoot === true) return null;
  if (user !== undefined) {
    const reason = `it runs as uid ${user}, but runAsNonRoot is not true`;
    return { ...warn(workload.resource, reason), container: container.name ?? '' };
  }
  return failContainer(workload, container, isUnset);
}

import type { Workload } from '../../cluster/audited-cluster.ts';
import { type Control, type Finding, warn } from '../../control/control.ts';
import { eachContainer, effective, failFor } from '../../control/pod-findings.ts';
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
  const isUnset = {
    fact: 'runAsNonRoot',
    reason: nonRoot === false ? 'runAsNonRoot is false' : 'runAsNonRoot is not set',
  };
  if (user === 0)
    return failFor(workload, container, [
      { fact: 'runAsUser=0', reason: 'it runs as uid 0' },
      ...(nonRoot === true ? [] : [isUnset]),
    ]);
  if (nonRoot === true) return null;
  if (user !== undefined) {
    const reason = `it runs as uid ${user}, but runAsNonRoot is not true`;
    return { ...warn(workload.resource, reason), container: container.name ?? '', facts: [isUnset.fact] };
  }
  return failFor(workload, container, [isUnset]);
}

import type { Workload } from '../../cluster/audited-cluster.ts';
import { type Control, type Finding, fail } from '../../control/control.ts';
import { eachContainer, failFor } from '../../control/pod-findings.ts';
import type { Container, SharedSecurityContext } from '../../pod-security/pod/pod.ts';
import { allContainers } from '../../pod-security/pod/pss-check.ts';

export const podWindows: Control = {
  id: 'SB-POD-07',
  title: 'Windows workloads have no privileges on their host',
  area: 'pod-security',
  severity: 'high',
  rule: 'No pod or container sets hostProcess, and none runs as ContainerAdministrator.',
  source: 'https://kubernetes.io/docs/concepts/security/windows-security/',
  remediation: 'Remove hostProcess and set runAsUserName: ContainerUser.',
  needs: ['workloads', 'namespaces'],
  judge: (cluster) => [...cluster.workloads.flatMap(judgePod), ...eachContainer(cluster, judgeContainer)],
};

function judgePod({ resource, pod }: Workload): readonly Finding[] {
  const bad = rightsOf(pod.spec.securityContext);
  const isOverridden = allContainers(pod.spec).every(
    ({ securityContext }) => securityContext?.windowsOptions?.runAsUserName !== undefined,
  );
  return bad === null || (bad.severity === 'medium' && isOverridden)
    ? []
    : [{ ...fail(resource, bad.reason, bad.severity), facts: [bad.fact] }];
}

function judgeContainer(container: Container, workload: Workload): Finding | null {
  const bad = rightsOf(container.securityContext);
  return bad === null ? null : failFor(workload, container, [bad], bad.severity);
}

function rightsOf(context: SharedSecurityContext | undefined) {
  const { hostProcess, runAsUserName = '' } = context?.windowsOptions ?? {};
  if (hostProcess === true)
    return { fact: 'hostProcess', reason: 'hostProcess is true', severity: 'high' as const };
  if (!/^(.*\\)?ContainerAdministrator$/i.test(runAsUserName)) return null;
  return { fact: 'runAsUserName', reason: `it runs as ${runAsUserName}`, severity: 'medium' as const };
}

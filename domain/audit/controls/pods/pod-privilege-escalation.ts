import type { Control, Violation } from '../../control/control.ts';
import { eachContainer, failFor } from '../../control/pod-findings.ts';
import { containerSecurityOnAks } from '../../control/sources.ts';
import type { Container } from '../../pod-security/pod/pod.ts';

export const podPrivilegeEscalation: Control = {
  id: 'SB-POD-02',
  title: 'Containers cannot gain privileges',
  area: 'pod-security',
  severity: 'medium',
  rule: 'Every Linux container sets allowPrivilegeEscalation to false, and neither privileged nor SYS_ADMIN overrides it.',
  source: containerSecurityOnAks,
  remediation:
    'Set securityContext.allowPrivilegeEscalation: false in every container, including init and ephemeral containers.',
  needs: ['workloads', 'namespaces'],
  judge: (cluster) =>
    eachContainer(cluster, (container, workload) => {
      return failFor(workload, container, workload.isWindows ? [] : whyItCan(container));
    }),
};

function whyItCan({ securityContext = {} }: Container): readonly Violation[] {
  const { privileged, capabilities, allowPrivilegeEscalation: allowed } = securityContext;
  const isSystemAdmin = (capabilities?.add ?? []).some((name) => /^(CAP_)?SYS_ADMIN$/.test(name));
  const fact = 'allowPrivilegeEscalation';
  return [
    ...(privileged === true
      ? [{ fact: 'privileged', reason: 'privileged forces allowPrivilegeEscalation' }]
      : []),
    ...(isSystemAdmin ? [{ fact: 'SYS_ADMIN', reason: 'SYS_ADMIN forces allowPrivilegeEscalation' }] : []),
    ...(allowed === undefined ? [{ fact, reason: `${fact} is not set` }] : []),
    ...(allowed === true ? [{ fact, reason: `${fact} is true` }] : []),
  ];
}

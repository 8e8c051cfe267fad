import type { Control } from '../../control/control.ts';
import { eachContainer, failContainer } from '../../control/pod-findings.ts';
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
      const reasons = workload.isWindows ? [] : whyItCan(container);
      return reasons.length === 0 ? null : failContainer(workload, container, reasons.join('; '));
    }),
};

function whyItCan({ securityContext = {} }: Container): readonly string[] {
  const { privileged, capabilities, allowPrivilegeEscalation: allowed } = securityContext;
  const isSystemAdmin = (capabilities?.add ?? []).some((name) => /^(CAP_)?SYS_ADMIN$/.test(name));
  return [
    ...(privileged === true ? ['privileged forces allowPrivilegeEscalation'] : []),
    ...(isSystemAdmin ? ['SYS_ADMIN forces allowPrivilegeEscalation'] : []),
    ...(allowed === undefined ? ['allowPrivilegeEscalation is not set'] : []),
    ...(allowed === true ? ['allowPrivilegeEscalation is true'] : []),
  ];
}

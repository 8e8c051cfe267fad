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
      const reason = workload.isWindows ? null : whyItCan(container);
      return reason === null ? null : failContainer(workload, container, reason);
    }),
};

function whyItCan({ securityContext = {} }: Container): string | null {
  if (securityContext.privileged === true) return 'privileged forces allowPrivilegeEscalation';
  const added = securityContext.capabilities?.add ?? [];
  if (added.some((name) => /^(CAP_)?SYS_ADMIN$/.test(name)))
    return 'SYS_ADMIN forces allowPrivilegeEscalation';
  const { allowPrivilegeEscalation: allowed } = securityContext;
  if (allowed === false) return null;
  return allowed === undefined ? 'allowPrivilegeEscalation is not set' : 'allowPrivilegeEscalation is true';
}

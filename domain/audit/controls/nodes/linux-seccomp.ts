import { type ArmView, isForWindows } from '../../azure/arm-view.ts';
import type { AuditedCluster, Workload } from '../../cluster/audited-cluster.ts';
import type { Control, Finding } from '../../control/control.ts';
import { eachContainer, effective, failContainer } from '../../control/pod-findings.ts';
import {
  seccompContainerAnnotation,
  seccompPodAnnotation,
} from '../../pod-security/checks/seccomp-profile.ts';
import type { Container } from '../../pod-security/pod/pod.ts';

export const linuxSeccomp: Control = {
  id: 'SB-LSM-02',
  title: 'Containers have a seccomp profile',
  area: 'linux-security',
  severity: 'high',
  rule: 'Every Linux container or its pod sets RuntimeDefault or Localhost; unset passes where seccompDefault is RuntimeDefault on every Linux pool.',
  source: 'https://kubernetes.io/docs/tutorials/security/seccomp/',
  remediation:
    'Set securityContext.seccompProfile.type: RuntimeDefault for the pod; the alpha annotations have had no effect since 1.27.',
  needs: ['workloads', 'namespaces', 'azure-cluster'],
  judge: (cluster) => eachContainer(cluster, (container, workload) => judge(container, workload, cluster)),
};

function judge(container: Container, workload: Workload, { arm }: AuditedCluster): Finding | null {
  if (workload.isWindows) return null;
  const profile = effective('seccompProfile', container, workload);
  if (profile?.type === 'Unconfined')
    return {
      ...failContainer(workload, container, 'its seccomp profile is Unconfined', 'high'),
      facts: ['Unconfined'],
    };
  if (profile !== undefined) return null;
  if (isAnnotated(container, workload)) {
    return failContainer(
      workload,
      container,
      'its seccomp profile is set by annotation alone, which has no effect',
      'high',
    );
  }
  return isDefaultOnNodes(arm)
    ? null
    : failContainer(workload, container, 'it has no seccomp profile', 'medium');
}

function isAnnotated({ name = '' }: Container, { pod }: Workload): boolean {
  const annotations = pod.metadata.annotations ?? {};
  return seccompPodAnnotation in annotations || seccompContainerAnnotation + name in annotations;
}

/** A pod that may land on several pools gets the weakest. */
function isDefaultOnNodes(arm: ArmView | null): boolean {
  const pools = (arm?.pools ?? []).filter((each) => !isForWindows(each));
  return (
    pools.length > 0 &&
    pools.every(({ fields }) => fields('kubeletConfig.seccompDefault') === 'RuntimeDefault')
  );
}

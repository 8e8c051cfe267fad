import type { Workload } from '../../cluster/audited-cluster.ts';
import { type Control, type Finding, warn } from '../../control/control.ts';
import { eachContainer, effective, failContainer } from '../../control/pod-findings.ts';
import { appArmorAnnotation } from '../../pod-security/checks/app-armor-profile.ts';
import type { Container } from '../../pod-security/pod/pod.ts';

export const linuxAppArmor: Control = {
  id: 'SB-LSM-01',
  title: 'No container disables AppArmor',
  area: 'linux-security',
  severity: 'high',
  rule: 'No Linux container is Unconfined by field or annotation, and none sets its profile by annotation alone: a warning, as API servers up to 1.36 copy it into the field and later ones need not.',
  source: 'https://kubernetes.io/docs/tutorials/security/apparmor/',
  remediation: 'Set the profile in securityContext.appArmorProfile and remove the annotation.',
  needs: ['workloads', 'namespaces'],
  judge: (cluster) => eachContainer(cluster, (container, workload) => judge(container, workload)),
};

function judge(container: Container, workload: Workload): Finding | null {
  if (workload.isWindows) return null;
  const annotation = workload.pod.metadata.annotations?.[appArmorAnnotation + (container.name ?? '')];
  const profile = effective('appArmorProfile', container, workload);
  if (profile?.type === 'Unconfined')
    return failContainer(workload, container, 'its AppArmor profile is Unconfined');
  if (profile !== undefined || annotation === undefined) return null;
  if (annotation === 'unconfined')
    return failContainer(workload, container, 'its AppArmor annotation is unconfined');
  const reason = `its AppArmor profile is set by annotation alone (${annotation})`;
  return { ...warn(workload.resource, reason), container: container.name ?? '' };
}

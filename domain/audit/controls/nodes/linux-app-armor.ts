import type { Workload } from '../../cluster/audited-cluster.ts';
import { type Control, type Finding, warn } from '../../control/control.ts';
import { eachContainer, failFor } from '../../control/pod-findings.ts';
import { annotatedAppArmor } from '../../pod-security/checks/app-armor-profile.ts';
import type { Container } from '../../pod-security/pod/pod.ts';

export const linuxAppArmor: Control = {
  id: 'SB-LSM-01',
  title: 'No container disables AppArmor',
  area: 'linux-security',
  severity: 'high',
  rule: 'No Linux container is Unconfined by field or annotation: API servers up to 1.36 copy the annotation into the field of a container that has none, and it counts more than the field of the pod. A profile by annotation alone is a warning: later API servers need not copy it.',
  source: 'https://kubernetes.io/docs/tutorials/security/apparmor/',
  remediation: 'Set the profile in securityContext.appArmorProfile and remove the annotation.',
  needs: ['workloads', 'namespaces'],
  judge: (cluster) => eachContainer(cluster, (container, workload) => judge(container, workload)),
};

function judge(container: Container, workload: Workload): Finding | null {
  if (workload.isWindows) return null;
  const { metadata, spec } = workload.pod;
  const own = container.securityContext?.appArmorProfile;
  const ofPod = spec.securityContext?.appArmorProfile;
  const annotated = own === undefined ? annotatedAppArmor(metadata, container) : null;
  if (annotated === 'refused')
    return failFor(workload, container, [
      { fact: 'rejected', reason: 'Kubernetes rejects its AppArmor annotation' },
    ]);
  if (annotated?.type === 'Unconfined')
    return failFor(workload, container, [
      { fact: 'Unconfined', reason: 'its AppArmor annotation is unconfined' },
    ]);
  if (annotated === null)
    return (own ?? ofPod)?.type === 'Unconfined'
      ? failFor(workload, container, [{ fact: 'Unconfined', reason: 'its AppArmor profile is Unconfined' }])
      : null;
  const { type, localhostProfile } = annotated;
  if (ofPod?.type === type && ofPod?.localhostProfile === localhostProfile) return null;
  const reason = `its AppArmor profile is set by annotation alone (${[type, localhostProfile].filter(Boolean).join(' ')})`;
  return { ...warn(workload.resource, reason), container: container.name ?? '', facts: ['annotation'] };
}

import { type Control, fail } from '../../control/control.ts';
import {
  seccompContainerAnnotation,
  seccompPodAnnotation,
} from '../../pod-security/checks/seccomp-profile.ts';

export const linuxSeccompAnnotations: Control = {
  id: 'SB-LSM-05',
  title: 'No seccomp profile is set by annotation',
  area: 'linux-security',
  severity: 'medium',
  rule: 'No pod has one of the alpha annotations, which have had no effect since 1.27.',
  source: 'https://kubernetes.io/docs/reference/labels-annotations-taints/',
  remediation: 'Set securityContext.seccompProfile instead and remove the annotation.',
  needs: ['workloads', 'namespaces'],
  judge: ({ workloads }) =>
    workloads.flatMap(({ resource, pod }) =>
      Object.keys(pod.metadata.annotations ?? {})
        .filter((key) => key === seccompPodAnnotation || key.startsWith(seccompContainerAnnotation))
        .map((key) => ({ ...fail(resource, `annotation ${key} has no effect`), facts: [key] })),
    ),
};

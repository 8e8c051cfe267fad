import { type Control, info } from '../../control/control.ts';

export const linuxUserNamespaces: Control = {
  id: 'SB-LSM-04',
  title: 'Pods run in their own user namespace',
  area: 'linux-security',
  severity: 'info',
  rule: 'For information: with hostUsers: false, root in the container is not root on the node.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/',
  remediation: 'Set hostUsers: false where the workload supports it.',
  needs: ['workloads', 'namespaces'],
  judge: ({ workloads }) =>
    workloads
      .filter(({ pod, isWindows }) => !isWindows && pod.spec.hostUsers !== false)
      .map(({ resource }) => info(resource, 'hostUsers is not false')),
};

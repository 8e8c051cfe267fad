import { type Control, info } from '../../control/control.ts';

export const linuxUserNamespaces: Control = {
  id: 'SB-LSM-04',
  title: 'Pods have a user namespace of their own',
  area: 'linux-security',
  severity: 'info',
  rule: 'For information: hostUsers: false keeps root in the container from being root on the node.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/',
  remediation: 'Set hostUsers: false where the workload runs with it.',
  needs: ['workloads', 'namespaces'],
  judge: ({ workloads }) =>
    workloads
      .filter(({ pod, isWindows }) => !isWindows && pod.spec.hostUsers !== false)
      .map(({ resource }) => info(resource, 'hostUsers is not false')),
};

import { serviceAccountOf } from '../../cluster/service-accounts.ts';
import { type Control, fail } from '../../control/control.ts';
import { specPathOf } from '../../control/pod-findings.ts';

export const podDefaultAccount: Control = {
  id: 'SB-POD-16',
  title: 'Workloads have a service account of their own',
  area: 'pod-security',
  severity: 'low',
  rule: 'No pod runs as the service account default of its namespace.',
  source: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
  remediation:
    'Make a ServiceAccount for the workload and name it in serviceAccountName; give it no more rights than it needs.',
  needs: ['workloads', 'namespaces'],
  judge: ({ workloads }) =>
    workloads
      .filter(({ pod: { spec } }) => serviceAccountOf(spec) === 'default')
      .map(({ resource }) => ({
        ...fail(resource, 'it runs as the service account default, which all pods of the namespace share'),
        path: specPathOf(resource),
      })),
};

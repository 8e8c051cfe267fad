import type { AuditedCluster, Workload } from '../../cluster/audited-cluster.ts';
import { serviceAccountOf } from '../../cluster/service-accounts.ts';
import { type Control, type Finding, fail, warn } from '../../control/control.ts';
import { specPathOf } from '../../control/pod-findings.ts';

export const podTokens: Control = {
  id: 'SB-POD-15',
  title: 'Pods get no service account token unasked',
  area: 'pod-security',
  severity: 'medium',
  rule: 'automountServiceAccountToken is false in the pod or, where the pod does not set it, in its service account. A service account that is not among the files is a warning.',
  source:
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting',
  remediation:
    'Set automountServiceAccountToken: false in the pod; where the program calls the API server, waive it with a reason.',
  needs: ['workloads', 'service-accounts', 'namespaces'],
  judge: (cluster) => cluster.workloads.flatMap((workload) => judge(workload, cluster)),
};

function judge(
  { resource, namespace, pod: { spec } }: Workload,
  cluster: AuditedCluster,
): readonly Finding[] {
  const own = spec.automountServiceAccountToken;
  if (own === false) return [];
  const path = specPathOf(resource);
  if (own === true)
    return [
      {
        ...fail(resource, 'automountServiceAccountToken is true'),
        path: `${path}.automountServiceAccountToken`,
      },
    ];
  const name = serviceAccountOf(spec);
  const account = `${namespace.name}/${name}`;
  const known = cluster.serviceAccounts.get(account);
  if (known === false)
    return (spec.volumes ?? []).some(isToken)
      ? [{ ...fail(resource, 'pods made before the token was turned off still mount it'), path }]
      : [];
  const neither = `neither it nor ServiceAccount ${account} sets automountServiceAccountToken: false`;
  if (known !== undefined || cluster.live !== null || name === 'default')
    return [{ ...fail(resource, neither), path }];
  const reason = `it does not set automountServiceAccountToken: false, and ServiceAccount ${account} is not among the files`;
  return [{ ...warn(resource, reason), path }];
}

/** As the API server's admission names it. */
function isToken({ name = '' }: { readonly name?: string }): boolean {
  return /^kube-api-access-[a-z0-9]{5}$/.test(name);
}

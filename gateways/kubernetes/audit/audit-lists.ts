import type { AuditedPart } from '#domain/audit/cluster/audited-part.ts';

/** A list that the baseline is judged by. */
export interface AuditList {
  /** '' is the core group. */
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
  readonly parts: readonly AuditedPart[];
  /** Absent: as other lists. */
  readonly pageSize?: number;
}

/** What every API server serves. */
export const builtInLists: readonly AuditList[] = [
  list('', 'namespaces', 'Namespace', 'namespaces'),
  // The largest objects, and the most: a page of them is what takes memory.
  { ...list('', 'pods', 'Pod', 'workloads'), pageSize: 250 },
  list('', 'replicationcontrollers', 'ReplicationController', 'workloads'),
  list('', 'podtemplates', 'PodTemplate', 'workloads'),
  list('apps', 'deployments', 'Deployment', 'workloads'),
  list('apps', 'replicasets', 'ReplicaSet', 'workloads'),
  list('apps', 'statefulsets', 'StatefulSet', 'workloads'),
  list('apps', 'daemonsets', 'DaemonSet', 'workloads', 'daemon-sets'),
  list('batch', 'jobs', 'Job', 'workloads'),
  list('batch', 'cronjobs', 'CronJob', 'workloads'),
  list('', 'nodes', 'Node', 'nodes'),
  list('networking.k8s.io', 'networkpolicies', 'NetworkPolicy', 'network-policies'),
  list('', 'services', 'Service', 'services'),
  list('', 'serviceaccounts', 'ServiceAccount', 'service-accounts'),
  list('networking.k8s.io', 'ingresses', 'Ingress', 'ingresses'),
  list('rbac.authorization.k8s.io', 'clusterroles', 'ClusterRole', 'rbac'),
  list('rbac.authorization.k8s.io', 'clusterrolebindings', 'ClusterRoleBinding', 'rbac'),
  list('rbac.authorization.k8s.io', 'roles', 'Role', 'rbac'),
  list('rbac.authorization.k8s.io', 'rolebindings', 'RoleBinding', 'rbac'),
];

/** What only some serve: asked for where the server names the group, and where it does not serve the kind there is none. */
export const customLists: readonly AuditList[] = [
  list('cilium.io', 'ciliumnetworkpolicies', 'CiliumNetworkPolicy', 'network-policies'),
  list('cilium.io', 'ciliumclusterwidenetworkpolicies', 'CiliumClusterwideNetworkPolicy', 'network-policies'),
  list('cilium.io', 'ciliumcidrgroups', 'CiliumCIDRGroup', 'network-policies'),
  list('crd.projectcalico.org', 'tiers', 'Tier', 'network-policies'),
  list('crd.projectcalico.org', 'networkpolicies', 'NetworkPolicy', 'network-policies'),
  list('crd.projectcalico.org', 'globalnetworkpolicies', 'GlobalNetworkPolicy', 'network-policies'),
  list('crd.projectcalico.org', 'stagednetworkpolicies', 'StagedNetworkPolicy', 'network-policies'),
  list(
    'crd.projectcalico.org',
    'stagedglobalnetworkpolicies',
    'StagedGlobalNetworkPolicy',
    'network-policies',
  ),
  list('crd.projectcalico.org', 'networksets', 'NetworkSet', 'network-policies'),
  list('crd.projectcalico.org', 'globalnetworksets', 'GlobalNetworkSet', 'network-policies'),
  list('policy.networking.k8s.io', 'adminnetworkpolicies', 'AdminNetworkPolicy', 'network-policies'),
  list(
    'policy.networking.k8s.io',
    'baselineadminnetworkpolicies',
    'BaselineAdminNetworkPolicy',
    'network-policies',
  ),
  list('policy.networking.k8s.io', 'clusternetworkpolicies', 'ClusterNetworkPolicy', 'network-policies'),
  list('gateway.networking.k8s.io', 'gateways', 'Gateway', 'ingresses'),
  list('security-profiles-operator.x-k8s.io', 'seccompprofiles', 'SeccompProfile', 'daemon-sets'),
  list('security-profiles-operator.x-k8s.io', 'apparmorprofiles', 'AppArmorProfile', 'daemon-sets'),
];

/** "list pods", "list networkpolicies.networking.k8s.io" */
export function rightTo({ group, plural }: AuditList): string {
  return `list ${plural}${group === '' ? '' : `.${group}`}`;
}

function list(group: string, plural: string, kind: string, ...parts: readonly AuditedPart[]): AuditList {
  return { group, plural, kind, parts };
}

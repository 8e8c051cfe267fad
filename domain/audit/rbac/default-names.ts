import type { Binding, Role } from './roles.ts';

/** Roles and bindings that an API server makes (Kubernetes 1.36, bootstrappolicy/testdata). */
const ofKubernetes = [
  'admin',
  'cluster-admin',
  'edit',
  'extension-apiserver-authentication-reader',
  'system::extension-apiserver-authentication-reader',
  'system::leader-locking-kube-controller-manager',
  'system::leader-locking-kube-scheduler',
  'system:aggregate-to-admin',
  'system:aggregate-to-edit',
  'system:aggregate-to-view',
  'system:auth-delegator',
  'system:basic-user',
  'system:certificates.k8s.io:certificatesigningrequests:nodeclient',
  'system:certificates.k8s.io:certificatesigningrequests:selfnodeclient',
  'system:certificates.k8s.io:kube-apiserver-client-approver',
  'system:certificates.k8s.io:kube-apiserver-client-kubelet-approver',
  'system:certificates.k8s.io:kubelet-serving-approver',
  'system:certificates.k8s.io:legacy-unknown-approver',
  'system:cluster-trust-bundle-discovery',
  'system:discovery',
  'system:heapster',
  'system:kube-aggregator',
  'system:kube-controller-manager',
  'system:kube-dns',
  'system:kube-scheduler',
  'system:kubelet-api-admin',
  'system:monitoring',
  'system:node',
  'system:node-bootstrapper',
  'system:node-problem-detector',
  'system:node-proxier',
  'system:persistent-volume-provisioner',
  'system:public-info-viewer',
  'system:service-account-issuer-discovery',
  'system:volume-scheduler',
  'view',
];

/** Those of `system:controller:`. */
const ofControllers = [
  'attachdetach-controller',
  'bootstrap-signer',
  'certificate-controller',
  'cloud-provider',
  'clusterrole-aggregation-controller',
  'cronjob-controller',
  'daemon-set-controller',
  'deployment-controller',
  'device-taint-eviction-controller',
  'disruption-controller',
  'endpoint-controller',
  'endpointslice-controller',
  'endpointslicemirroring-controller',
  'ephemeral-volume-controller',
  'expand-controller',
  'generic-garbage-collector',
  'horizontal-pod-autoscaler',
  'job-controller',
  'legacy-service-account-token-cleaner',
  'namespace-controller',
  'node-controller',
  'persistent-volume-binder',
  'pod-garbage-collector',
  'pv-protection-controller',
  'pvc-protection-controller',
  'replicaset-controller',
  'replication-controller',
  'resource-claim-controller',
  'resourcequota-controller',
  'root-ca-cert-publisher',
  'route-controller',
  'selinux-warning-controller',
  'service-account-controller',
  'service-cidrs-controller',
  'service-controller',
  'statefulset-controller',
  'token-cleaner',
  'ttl-after-finished-controller',
  'ttl-controller',
  'validatingadmissionpolicy-status-controller',
  'volumeattributesclass-protection-controller',
];

const ofAks = [
  'aks-cluster-admin-binding',
  'aks-cluster-admin-binding-aad',
  'aks-service',
  'aks-service-rolebinding',
  'aks-secretprovidersyncing-role',
  'aks-secretprovidersyncing-rolebinding',
];

const bootstrapped = new Set([...ofKubernetes, ...ofControllers.map((name) => `system:controller:${name}`)]);

/**
 * Whether an API server or AKS has made it. The label alone proves nothing: anyone who may write bindings may write labels.
 */
export function isDefault({ name, labels }: Pick<Binding | Role, 'name' | 'labels'>): boolean {
  return (
    ofAks.includes(name) ||
    (bootstrapped.has(name) && labels['kubernetes.io/bootstrapping'] === 'rbac-defaults')
  );
}

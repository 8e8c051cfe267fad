import { aDaemonSet, aNode } from './a-live-cluster.ts';
import { aCiliumPolicy, aClusterwidePolicy, aGlobalPolicy, aNetworkPolicy } from './a-network-policy.ts';
import { aPod } from './a-pod.ts';
import { aNamespace } from './an-audited-cluster.ts';
import { aGateway, anIngress } from './an-entrance.ts';

const selector = {
  matchLabels: { app: 'web' },
  matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }],
};
const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'u', controller: true };
const podParts = {
  metadata: {
    labels: { app: 'web' },
    annotations: { 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' },
  },
  container: {
    ports: [{ containerPort: 80, hostPort: 80 }],
    livenessProbe: { httpGet: { host: 'web', port: 80 } },
    env: [{ name: 'A', value: 'b' }],
  },
  spec: {
    nodeSelector: { 'beta.kubernetes.io/os': 'linux' },
    tolerations: [{ key: 'node-role.kubernetes.io/master', operator: 'Exists' }],
    volumes: [
      { name: 'v', hostPath: { path: '/var/lib' } },
      { name: 'g', gitRepo: { repository: 'r' } },
    ],
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'beta.kubernetes.io/arch', operator: 'In', values: ['a'] }] },
          ],
        },
      },
    },
  },
};
const { metadata: podMetadata, spec: podSpec } = aPod(podParts);
const template = { metadata: podMetadata, spec: podSpec };
const rbac = (kind: string, more: object) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind,
  metadata: {
    name: 'all',
    namespace: 'shop',
    labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' },
  },
  ...more,
});
const rules = [{ apiGroups: ['*'], resources: ['secrets'], resourceNames: ['a'], verbs: ['*'] }];
const binding = {
  subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'shop' }],
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'all' },
};

/** One object of each kind that is read, with everything in it that is. */
export const objectsOfEveryKind: Readonly<Record<string, object>> = {
  pod: { ...aPod({ ...podParts, metadata: { ownerReferences: [owner] } }), status: { phase: 'Running' } },
  deployment: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { template },
  },
  'cron job': {
    apiVersion: 'batch/v1beta1',
    kind: 'CronJob',
    metadata: { name: 'web' },
    spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: 'a', image: 'b' }] } } } } },
  },
  job: {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'web' },
    spec: { template: { spec: { containers: [] } } },
    status: { conditions: [{ type: 'Complete', status: 'True' }] },
  },
  'daemon set': aDaemonSet('kured', {
    annotations: { 'weave.works/kured-node-lock': '{"nodeID":"node-1"}' },
  }),
  node: {
    ...aNode('node-1', { annotations: { 'weave.works/kured-reboot-in-progress': '2026-11-01T00:00:00Z' } }),
    spec: { unschedulable: true, taints: [{ key: 'a' }] },
  },
  namespace: aNamespace('shop', { 'kubernetes.azure.com/managedby': 'aks' }),
  'network policy': aNetworkPolicy('some', {
    podSelector: selector,
    policyTypes: ['Egress', 'Ingress'],
    ingress: [{ from: [{ namespaceSelector: selector }] }],
    egress: [
      {
        to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }, { podSelector: selector }],
        ports: [{ protocol: 'TCP', port: 80, endPort: 90 }],
      },
    ],
  }),
  'policy of Cilium': aCiliumPolicy('some', {
    endpointSelector: selector,
    egress: [
      {
        toCIDRSet: [{ cidr: '0.0.0.0/0', except: ['10.0.0.0/8'], cidrGroupRef: 'g' }],
        toEntities: ['world'],
        toPorts: [{ ports: [{ port: '80', protocol: 'TCP', endPort: 90 }], rules: { http: [] } }],
      },
    ],
    egressDeny: [{ toCIDR: ['169.254.169.254/32'], toEndpoints: [selector] }],
    enableDefaultDeny: { egress: true },
  }),
  'clusterwide policy of Cilium': aClusterwidePolicy('wide', { nodeSelector: selector }),
  'group of Cilium': {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumCIDRGroup',
    metadata: { name: 'g' },
    spec: { externalCIDRs: ['10.0.0.0/8'] },
  },
  'policy of Calico': aGlobalPolicy('some', {
    order: 10,
    tier: 'default',
    selector: "app == 'web'",
    namespaceSelector: 'all()',
    egress: [
      {
        action: 'Deny',
        protocol: 'TCP',
        destination: { nets: ['169.254.169.254/32'], ports: [80, '1:90'], notNets: ['10.0.0.0/8'] },
        source: { selector: 'all()' },
      },
    ],
  }),
  'network set of Calico': {
    apiVersion: 'crd.projectcalico.org/v1',
    kind: 'NetworkSet',
    metadata: { name: 's', namespace: 'shop' },
    spec: { nets: ['10.0.0.0/8'] },
  },
  'policy of administrators': {
    apiVersion: 'policy.networking.k8s.io/v1alpha1',
    kind: 'AdminNetworkPolicy',
    metadata: { name: 'a' },
    spec: {},
  },
  ingress: anIngress({ tls: [{ hosts: ['a.test'], secretName: 's' }], rules: [{ host: 'b.test' }] }),
  gateway: aGateway({ name: 'h', port: 80, protocol: 'HTTP', hostname: 'a.test' }),
  'cluster role': rbac('ClusterRole', { rules }),
  'aggregated role': rbac('ClusterRole', { aggregationRule: { clusterRoleSelectors: [selector] }, rules }),
  'role binding': rbac('RoleBinding', binding),
  'cluster role binding': rbac('ClusterRoleBinding', binding),
  'unknown kind': {
    apiVersion: 'example.com/v1',
    kind: 'Fleet',
    metadata: { name: 'web', annotations: { a: 'b' } },
    spec: { template },
  },
  'service account': {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'web', namespace: 'shop' },
    automountServiceAccountToken: false,
  },
  service: {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'web',
      annotations: { 'service.alpha.kubernetes.io/tolerate-unready-endpoints': 'true' },
    },
    spec: { externalIPs: ['10.0.0.1'], topologyKeys: ['*'], ports: [{ port: 80, targetPort: 'http' }] },
  },
  'persistent volume': {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'v', annotations: { 'volume.beta.kubernetes.io/storage-class': 's' } },
    spec: {
      azureDisk: { diskName: 'd', diskURI: 'u' },
      nodeAffinity: { required: { nodeSelectorTerms: [] } },
    },
  },
  'storage class': {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 's' },
    provisioner: 'kubernetes.io/azure-disk',
    parameters: { kind: 'Managed' },
    allowedTopologies: [
      { matchLabelExpressions: [{ key: 'failure-domain.beta.kubernetes.io/zone', values: ['1'] }] },
    ],
  },
};

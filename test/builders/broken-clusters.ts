import { aDaemonSet, aNode, aRoleAssignment, goodObjects, type LiveChanges } from './a-live-cluster.ts';
import { theMetadataBlock } from './a-network-policy.ts';
import { aPod } from './a-pod.ts';
import { aNamespace, anAzurePool, aWindowsPool } from './an-audited-cluster.ts';
import { anIngress, aService } from './an-entrance.ts';

const pod = (changes: Parameters<typeof aPod>[0], more: LiveChanges = {}): LiveChanges => ({
  ...more,
  objects: [aPod({ metadata: { name: 'api' }, ...changes })],
});
const rbac = 'rbac.authorization.k8s.io/v1';
export const bound = (roleName: string, subject: object) => ({
  apiVersion: rbac,
  kind: 'ClusterRoleBinding',
  metadata: { name: 'b' },
  roleRef: { kind: 'ClusterRole', name: roleName },
  subjects: [subject],
});
const person = { kind: 'User', name: 'ana@example.com' };
const group = { kind: 'Group', name: '0a7f0c1e-0000-4000-8000-000000000001' };
const secretReader = {
  apiVersion: rbac,
  kind: 'ClusterRole',
  metadata: { name: 'r' },
  rules: [{ apiGroups: [''], resources: ['nodes/proxy'], verbs: ['get'] }],
};
const stuck = JSON.stringify({ nodeID: 'node-1', created: '2026-11-26T20:00:00Z', TTL: 0 });
const flowSchemas = {
  apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta3',
  resource: 'flowschemas',
  subresource: '',
  requests: { PATCH: 3 },
};
const dockerSocket = { name: 'docker', hostPath: { path: '/var/run/docker.sock' } };
const probing = aPod({
  metadata: { name: 'api' },
  container: { livenessProbe: { httpGet: { host: 'example.com', port: 80 } } },
});

/** What makes a cluster that keeps every control break each of them, by the id of the control. */
export const broken: Readonly<Record<string, LiveChanges>> = {
  'SB-DEF-01': { arm: { securityProfile: null } },
  'SB-DEF-02': { azure: { defenderPlan: { properties: { pricingTier: 'Free' } } } },
  'SB-DEF-03': {
    allObjects: goodObjects.filter((each) => !JSON.stringify(each).includes('publisher')),
    objects: [aDaemonSet('microsoft-defender-publisher-ds', { ready: 2 })],
  },
  'SB-ENT-01': { arm: { aadProfile: null } },
  'SB-ENT-02': { arm: { disableLocalAccounts: false } },
  'SB-ENT-03': { arm: { aadProfile: { managed: true } } },
  'SB-ENT-04': { arm: { enableRbac: false } },
  'SB-ENT-05': { objects: [bound('view', person)] },
  'SB-ENT-06': { objects: [bound('cluster-admin', group)] },
  'SB-ENT-07': { objects: [secretReader, bound('r', group)] },
  'SB-ENT-08': { objects: [bound('view', { kind: 'Group', name: 'system:authenticated' })] },
  'SB-ENT-09': { azure: { roleAssignments: [aRoleAssignment({ principalType: 'User' })] } },
  'SB-ENT-10': { azure: { diagnosticSettings: [] } },
  'SB-ENT-11': { objects: [bound('edit', group)] },
  'SB-ENT-12': { objects: [bound('edit', group)] },
  'SB-ENT-13': {
    objects: [
      {
        ...secretReader,
        metadata: { name: 'r', labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
      },
    ],
  },
  'SB-NET-01': { arm: { networkProfile: { networkPlugin: 'azure', networkPolicy: 'none' } } },
  'SB-NET-02': { objects: [aNamespace('bare')] },
  'SB-NET-03': pod({ spec: { hostNetwork: true } }),
  'SB-NET-04': { arm: { networkProfile: { networkPlugin: 'azure', networkPolicy: 'calico' } } },
  'SB-NET-05': { objects: [theMetadataBlock('10.10.0.0/0')] },
  'SB-NET-06': { objects: [anIngress({ rules: [{ host: 'shop.example.com' }] })] },
  'SB-NET-07': { objects: [aService({ type: 'LoadBalancer' })] },
  'SB-POD-01': pod({ context: { privileged: true } }),
  'SB-POD-02': pod({ context: { allowPrivilegeEscalation: true } }),
  'SB-POD-03': pod({ context: { runAsUser: 0 } }),
  'SB-POD-04': pod({ context: { capabilities: { add: ['NET_ADMIN'] } } }),
  'SB-POD-05': pod({ context: { runAsUser: 0 } }, { options: { pssLevel: 'restricted' } }),
  'SB-POD-06': { objects: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'bare' } }] },
  'SB-POD-07': pod({ context: { windowsOptions: { hostProcess: true } } }),
  'SB-POD-08': { objects: [probing], serverMinor: 33, options: { targetMinor: 34 } },
  'SB-POD-09': pod({ spec: { volumes: [dockerSocket] } }),
  'SB-POD-10': pod({
    spec: { volumes: [dockerSocket] },
    container: { volumeMounts: [{ name: 'docker', mountPath: '/d' }] },
  }),
  'SB-POD-11': pod({ container: { ports: [{ containerPort: 80, hostPort: 80 }] } }),
  'SB-POD-12': pod({ container: { env: [{ name: 'DB_PASSWORD', value: 'hunter2' }] } }),
  'SB-POD-13': pod({}),
  'SB-POD-14': pod({ container: { envFrom: [{ secretRef: { name: 's' } }] } }),
  'SB-POD-15': pod({}),
  'SB-POD-16': pod({}),
  'SB-LSM-01': pod({ context: { appArmorProfile: { type: 'Unconfined' } } }),
  'SB-LSM-02': pod({ context: { seccompProfile: { type: 'Unconfined' } } }),
  'SB-LSM-03': pod({ context: { seccompProfile: { type: 'Localhost', localhostProfile: 'a.json' } } }),
  'SB-LSM-04': {},
  'SB-LSM-05': pod({
    metadata: { name: 'api', annotations: { 'seccomp.security.alpha.kubernetes.io/pod': 'x' } },
  }),
  'SB-MT-01': {},
  'SB-UPG-01': { arm: { currentKubernetesVersion: '1.33.4' } },
  'SB-UPG-02': { pools: [anAzurePool({ currentOrchestratorVersion: '1.32.1' })] },
  'SB-UPG-03': { arm: { autoUpgradeProfile: { nodeOsUpgradeChannel: 'NodeImage' } } },
  'SB-UPG-04': { azure: { maintenance: [] } },
  'SB-UPG-05': { usage: { usages: [flowSchemas], since: null } },
  'SB-OS-01': { arm: { autoUpgradeProfile: { upgradeChannel: 'patch', nodeOsUpgradeChannel: 'None' } } },
  'SB-OS-02': { pools: [anAzurePool({ nodeImageVersion: 'AKSUbuntu-2404gen2containerd-202609.01.0' })] },
  'SB-OS-03': {
    objects: [
      aNode('node-2', { annotations: { 'weave.works/kured-reboot-in-progress': '2026-11-01T00:00:00Z' } }),
    ],
  },
  'SB-OS-04': {
    allObjects: goodObjects.filter((each) => !JSON.stringify(each).includes('kured')),
    objects: [aDaemonSet('kured', { annotations: { 'weave.works/kured-node-lock': stuck } })],
  },
  'SB-OS-05': { pools: [anAzurePool({ osSku: 'AzureLinux3' })] },
  'SB-WIN-01': { pools: [aWindowsPool({ nodeImageVersion: 'AKSWindows-2022-containerd-20348.1.260901' })] },
  'SB-WIN-02': { pools: [aWindowsPool()] },
  'SB-WIN-03': { pools: [aWindowsPool({ upgradeSettings: {} })] },
  'SB-NODE-01': { pools: [anAzurePool({ securityProfile: { sshAccess: 'LocalUser' } })] },
  'SB-NODE-02': { pools: [anAzurePool({ enableNodePublicIp: true })] },
  'SB-NODE-03': { arm: { apiServerAccessProfile: {} } },
  'SB-NODE-04': { arm: { publicNetworkAccess: 'Enabled' } },
  'SB-NODE-05': { arm: { nodeResourceGroupProfile: null } },
  'SB-WL-01': pod({ container: { resources: {} } }),
  'SB-WL-02': pod({ container: { resources: {} } }),
  'SB-WL-03': pod({ container: { image: 'registry.invalid/app' } }),
  'SB-WL-04': pod({}),
  'SB-WL-05': pod({}),
  'SB-WL-06': pod({}),
  'SB-NODE-06': { azure: { safeguards: { properties: { level: 'Enforce' } } } },
};

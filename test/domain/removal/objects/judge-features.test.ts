import { describe, expect, it } from 'vitest';
import { features } from '#domain/removal/features/features.ts';
import type { ScanMode } from '#domain/removal/findings/judge-use.ts';
import { judgeFeatures } from '#domain/removal/objects/judge-features.ts';

const written = (apiVersion: string, kind: string, value: object) => ({
  apiVersion,
  kind,
  namespace: 'shop',
  name: 'web',
  generateName: null,
  value: { ...value },
});
const aPod = (spec: object, annotations: object = {}) =>
  written('v1', 'Pod', { metadata: { annotations }, spec });
const aDeployment = (spec: object) => written('apps/v1', 'Deployment', { spec: { template: { spec } } });
const withVolume = (field: string) => aPod({ volumes: [{ name: 'data', [field]: {} }] });
const selecting = (key: string, value = '') => aDeployment({ nodeSelector: { [key]: value } });
const aService = (spec: object, annotations: object = {}) =>
  written('v1', 'Service', { metadata: { annotations }, spec });
const aNode = (containerRuntimeVersion: string, annotations: object = {}) =>
  written('v1', 'Node', { metadata: { annotations }, status: { nodeInfo: { containerRuntimeVersion } } });
const aNodeOf = (osImage: string) => written('v1', 'Node', { status: { nodeInfo: { osImage } } });
const affine = (key: string) =>
  aPod({
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'Exists' }] }],
        },
      },
    },
  });
const marked = (apiVersion: string, kind: string, annotation: string) =>
  written(apiVersion, kind, { metadata: { annotations: { [annotation]: 'x' } } });

const scaling = (apiVersion: string, kind = 'Deployment') =>
  written('autoscaling/v2', 'HorizontalPodAutoscaler', { spec: { scaleTargetRef: { apiVersion, kind } } });

/** One object for each feature. */
const users: Readonly<Record<string, ReturnType<typeof written>>> = {
  'photon-persistent-disk-volume': withVolume('photonPersistentDisk'),
  'scale-io-volume': withVolume('scaleIO'),
  'flocker-volume': withVolume('flocker'),
  'storageos-volume': withVolume('storageos'),
  'quobyte-volume': withVolume('quobyte'),
  'glusterfs-volume': withVolume('glusterfs'),
  'cephfs-volume': withVolume('cephfs'),
  'rbd-volume': withVolume('rbd'),
  'git-repo-volume': withVolume('gitRepo'),
  'azure-disk-volume': withVolume('azureDisk'),
  'azure-file-volume': written('v1', 'PersistentVolume', { spec: { azureFile: {} } }),
  'cinder-volume': withVolume('cinder'),
  'aws-elastic-block-store-volume': withVolume('awsElasticBlockStore'),
  'gce-persistent-disk-volume': withVolume('gcePersistentDisk'),
  'vsphere-volume': withVolume('vsphereVolume'),
  'portworx-volume': written('storage.k8s.io/v1', 'StorageClass', {
    provisioner: 'kubernetes.io/portworx-volume',
  }),
  'flex-volume': withVolume('flexVolume'),
  'node-label-beta-kubernetes-io-arch': affine('beta.kubernetes.io/arch'),
  'node-label-beta-kubernetes-io-os': selecting('beta.kubernetes.io/os'),
  'node-label-failure-domain-beta-kubernetes-io-region': written('storage.k8s.io/v1', 'StorageClass', {
    allowedTopologies: [{ matchLabelExpressions: [{ key: 'failure-domain.beta.kubernetes.io/region' }] }],
  }),
  'node-label-failure-domain-beta-kubernetes-io-zone': aPod({
    topologySpreadConstraints: [{ topologyKey: 'failure-domain.beta.kubernetes.io/zone' }],
  }),
  'node-label-beta-kubernetes-io-instance-type': selecting('beta.kubernetes.io/instance-type'),
  'node-label-node-role-kubernetes-io-agent': selecting('node-role.kubernetes.io/agent'),
  'node-label-kubernetes-io-role': selecting('kubernetes.io/role'),
  'node-label-agentpool': selecting('agentpool'),
  'node-label-storageprofile': selecting('storageprofile'),
  'node-label-storagetier': selecting('storagetier'),
  'node-label-accelerator': selecting('accelerator'),
  'node-role-master-required': selecting('node-role.kubernetes.io/master'),
  'node-role-master': aPod({
    topologySpreadConstraints: [{ topologyKey: 'node-role.kubernetes.io/master' }],
  }),
  'node-role-master-toleration': aPod({ tolerations: [{ key: 'node-role.kubernetes.io/master' }] }),
  'windows-server-2019': selecting('node.kubernetes.io/windows-build', '10.0.17763'),
  'windows-server-2022': selecting('kubernetes.azure.com/os-sku', 'Windows2022'),
  'critical-pod-annotation': aPod({}, { 'scheduler.alpha.kubernetes.io/critical-pod': '' }),
  'seccomp-annotation': aPod({}, { 'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default' }),
  'app-armor-annotation': aPod({}, { 'container.apparmor.security.beta.kubernetes.io/main': 'unconfined' }),
  'annotation-ingress-class': marked('networking.k8s.io/v1', 'Ingress', 'kubernetes.io/ingress.class'),
  'annotation-storage-class': marked(
    'v1',
    'PersistentVolumeClaim',
    'volume.beta.kubernetes.io/storage-class',
  ),
  'annotation-enforce-mountable-secrets': marked(
    'v1',
    'ServiceAccount',
    'kubernetes.io/enforce-mountable-secrets',
  ),
  'annotation-topology-aware-hints': marked('v1', 'Service', 'service.kubernetes.io/topology-aware-hints'),
  'annotation-topology-mode': marked('v1', 'Service', 'service.kubernetes.io/topology-mode'),
  'topology-keys': aService({ topologyKeys: ['kubernetes.io/hostname'] }),
  'external-ips': aService({ externalIPs: ['192.0.2.1'] }),
  'ambiguous-addresses': aService({ loadBalancerSourceRanges: ['10.0.0.5/24'] }),
  'docker-socket-required': aPod({
    volumes: [{ name: 'docker', hostPath: { path: '/run/docker.sock', type: 'Socket' } }],
  }),
  'docker-socket': aPod({ volumes: [{ name: 'docker', hostPath: { path: '/var/run/docker.sock' } }] }),
  'made-token-secret': aPod({ volumes: [{ name: 'token', secret: { secretName: 'web-token-x7k2p' } }] }),
  'docker-runtime': aNode('docker://20.10.7'),
  'containerd-1': aNode('containerd://1.7.28-1'),
  'cgroup-v1': aNodeOf('Ubuntu 20.04.6 LTS'),
  'windows-server-2019-node': aNodeOf('Windows Server 2019 Datacenter'),
  'windows-server-2022-node': aNodeOf('Windows Server 2022 Datacenter'),
  'prefer-avoid-pods': aNode('containerd://2.0.1', { 'scheduler.alpha.kubernetes.io/preferAvoidPods': '{}' }),
  'old-scale-target': scaling('extensions/v1beta1'),
  'keda-metric-name': written('keda.sh/v1alpha1', 'ScaledObject', {
    spec: { triggers: [{ type: 'cpu', metadata: { metricName: 'a' } }] },
  }),
  'keda-pod-identity': written('keda.sh/v1alpha1', 'TriggerAuthentication', {
    spec: { podIdentity: { provider: 'azure' } },
  }),
};

const told = (object: ReturnType<typeof written>, minor: number, mode: ScanMode = 'gate') =>
  judgeFeatures(object, minor, mode, () => 'a.yaml:1').map(
    ({ feature, severity }) => `${severity} ${feature?.id}`,
  );

describe('what ends beside API versions', () => {
  it('has each feature once, and a user of each here', () => {
    expect(features.map(({ id }) => id).toSorted()).toEqual(Object.keys(users).toSorted());
  });

  const ends = features.flatMap(({ removed, ...feature }) =>
    removed === null ? [] : [{ ...feature, removed }],
  );
  it.each(ends)(
    '$id ends at 1.$removed, not one minor before, and stays gone',
    ({ id, removed, deprecated, atEnd }) => {
      const before = deprecated !== null && deprecated < removed ? [`WARN ${id}`] : [];
      expect(told(users[id]!, removed - 1)).toEqual(before);
      const mode = atEnd === 'INFO' ? 'full' : 'gate';
      expect(told(users[id]!, removed, mode)).toContain(`${atEnd} ${id}`);
      expect(told(users[id]!, removed + 1, mode)).toContain(`${atEnd} ${id}`);
    },
  );

  const warned = features.flatMap(({ deprecated, ...feature }) =>
    deprecated === null ? [] : [{ ...feature, deprecated }],
  );
  it.each(warned)('$id is warned of from 1.$deprecated on; before, only in full', ({ id, deprecated }) => {
    expect(told(users[id]!, deprecated - 1)).toEqual([]);
    expect(told(users[id]!, deprecated - 1, 'full')).toEqual([`INFO ${id}`]);
    expect(told(users[id]!, deprecated)).toEqual([`WARN ${id}`]);
  });

  it('is found in the pods of every workload, in CronJobs and in old API versions', () => {
    const spec = { volumes: [{ name: 'code', gitRepo: { repository: 'https://example.com/web' } }] };
    const workloads = [
      written('extensions/v1beta1', 'DaemonSet', { spec: { template: { spec } } }),
      written('batch/v1beta1', 'CronJob', { spec: { jobTemplate: { spec: { template: { spec } } } } }),
      written('v1', 'PodTemplate', { template: { spec } }),
    ];
    for (const each of workloads) expect(told(each, 36)).toEqual(['BLOCK git-repo-volume']);
  });

  it('says what shows it, where, whose it is, and what to do', () => {
    const owned = { ...withVolume('gitRepo') };
    const value = { ...owned.value, metadata: { labels: { team: 'web' } } };
    expect(judgeFeatures({ ...owned, value }, 33, 'gate', () => 'a.yaml:7')).toMatchObject([
      {
        rule: 'removed-feature',
        kind: 'Pod',
        deprecatedIn: '1.11',
        removedIn: '1.33',
        feature: { title: 'gitRepo volume', instead: 'an emptyDir that an init container clones into' },
        location: 'a.yaml:7',
        evidence: 'volume data is gitRepo',
        who: [{ as: 'owner', name: 'web' }],
      },
    ]);
  });
});

describe('a pod that names the label of masters', () => {
  const master = { key: 'node-role.kubernetes.io/master', operator: 'Exists' };
  const controlPlane = { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' };
  const among = (...terms: readonly object[]) =>
    aPod({
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: terms.map((each) => ({ matchExpressions: [each] })),
          },
        },
      },
      tolerations: [{ key: master.key }],
    });

  it('finds no node where it demands it, which its toleration does not change', () => {
    expect(told(among(master), 24)).toEqual(['BLOCK node-role-master-required']);
    expect(told(among(master, { ...master, operator: 'In', values: [''] }), 24)).toEqual([
      'BLOCK node-role-master-required',
    ]);
  });

  it('finds others where it takes them, too', () => {
    for (const other of [controlPlane, { ...master, operator: 'DoesNotExist' }])
      expect(told(among(master, other), 24)).toEqual(['WARN node-role-master']);
  });
});

describe('an autoscaler that names what it scales in a version that is gone', () => {
  const shown = (apiVersion: string, kind?: string) =>
    judgeFeatures(scaling(apiVersion, kind), 34, 'full', () => 'a.yaml:1').map(
      ({ severity, evidence }) => `${severity} ${evidence}`,
    );

  it('is reported, with whether it finds it: it is no use of that version', () => {
    expect(shown('extensions/v1beta1')).toEqual([
      'INFO scaleTargetRef extensions/v1beta1 Deployment: its group has no such kind any more, so that nothing is scaled',
    ]);
    expect(shown('apps/v1beta1', 'StatefulSet')).toEqual([
      'INFO scaleTargetRef apps/v1beta1 StatefulSet: it is found by its group and kind all the same',
    ]);
  });

  it('is not reported for what exists, nor for what is not known', () => {
    expect(['apps/v1', 'argoproj.io/v1alpha1', 'v1'].flatMap((each) => shown(each))).toEqual([]);
  });
});

describe('a node whose system has cgroup v1 by default', () => {
  it.each([
    'Ubuntu 18.04.6 LTS',
    'Debian GNU/Linux 10 (buster)',
    'CentOS Linux 7 (Core)',
    'CentOS Stream 8',
    'Red Hat Enterprise Linux 8.10 (Ootpa)',
    'Red Hat Enterprise Linux Server 7.9 (Maipo)',
    'Amazon Linux 2',
  ])('is one of %s', (osImage) => {
    expect(told(aNodeOf(osImage), 35)).toEqual(['WARN cgroup-v1']);
  });

  it.each([
    'Ubuntu 22.04.5 LTS',
    'Ubuntu 24.04.2 LTS',
    'Microsoft Azure Linux 3.0',
    'CBL-Mariner/Linux',
    'Debian GNU/Linux 11 (bullseye)',
    'Red Hat Enterprise Linux 9.4 (Plow)',
    'CentOS Stream 9',
    'Amazon Linux 2023.5.20240903',
    'Windows Server 2025 Datacenter',
  ])('is none of %s', (osImage) => {
    expect(told(aNodeOf(osImage), 37)).toEqual([]);
  });
});

describe('what only resembles it', () => {
  it.each([
    ['a kind of another group', { ...withVolume('gitRepo'), apiVersion: 'example.com/v1' }],
    ['a volume that is unset', aPod({ volumes: [{ name: 'a', gitRepo: null, emptyDir: {} }] })],
    [
      'a toleration of both taints',
      aPod({
        tolerations: [
          { key: 'node-role.kubernetes.io/master' },
          { key: 'node-role.kubernetes.io/control-plane' },
        ],
      }),
    ],
    [
      'a toleration of everything',
      aPod({ tolerations: [{ operator: 'Exists' }, { key: 'node-role.kubernetes.io/master' }] }),
    ],
    [
      'an annotation with its field',
      aPod(
        { securityContext: { seccompProfile: {}, appArmorProfile: {} } },
        {
          'seccomp.security.alpha.kubernetes.io/pod': 'a',
          'container.apparmor.security.beta.kubernetes.io/main': 'b',
        },
      ),
    ],
    [
      'the annotation of a container with its field',
      aPod(
        { containers: [{ name: 'main', securityContext: { appArmorProfile: {} } }] },
        { 'container.apparmor.security.beta.kubernetes.io/main': 'b' },
      ),
    ],
    [
      'nodes of several builds',
      aPod({
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                {
                  matchExpressions: [
                    {
                      key: 'node.kubernetes.io/windows-build',
                      operator: 'In',
                      values: ['10.0.17763', '10.0.26100'],
                    },
                  ],
                },
              ],
            },
          },
        },
      }),
    ],
    [
      'nodes of one build or another',
      aPod({
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: ['10.0.17763', '10.0.26100'].map((build) => ({
                matchExpressions: [
                  { key: 'node.kubernetes.io/windows-build', operator: 'In', values: [build] },
                ],
              })),
            },
          },
        },
      }),
    ],
    [
      'nodes of any other build',
      aPod({
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                {
                  matchExpressions: [
                    { key: 'node.kubernetes.io/windows-build', operator: 'NotIn', values: ['10.0.17763'] },
                  ],
                },
              ],
            },
          },
        },
      }),
    ],
    [
      'external addresses that a headless service does not use',
      aService({ clusterIP: 'None', externalIPs: ['192.0.2.1'] }),
    ],
    [
      'addresses that are canonical',
      aService({
        clusterIP: '10.0.0.10',
        loadBalancerSourceRanges: ['10.0.0.0/24', '0.0.0.0/0', '2001:db8::/32'],
      }),
    ],
    [
      'secrets that people name',
      aPod({ volumes: [{ name: 'a', secret: { secretName: 'web-token-store' } }] }),
    ],
    ['the labels of a pod itself', written('v1', 'Pod', { metadata: { labels: { agentpool: 'np1' } } })],
    [
      'a metricName that its trigger means',
      written('keda.sh/v1alpha1', 'ScaledObject', {
        spec: { triggers: [{ type: 'azure-monitor', metadata: { metricName: 'a' } }] },
      }),
    ],
    [
      'fields of other forms',
      aPod({ volumes: 'none', nodeSelector: ['agentpool'], tolerations: {}, affinity: 3 }),
    ],
  ])('is %s', (_, object) => {
    for (const minor of [24, 31, 37]) expect(told(object, minor, 'full')).toEqual([]);
  });
});

it.each([
  ['argoproj.io/v1alpha1', 'Rollout', 1],
  ['serving.knative.dev/v1', 'Service', 1],
  ['example.com/v1', 'Fleet', 1],
  ['v1', 'Service', 0],
])('finds features in the pod template of %s %s: %i', (apiVersion, kind, expected) => {
  const spec = { containers: [{ name: 'main' }], volumes: [{ name: 'a', gitRepo: {} }] };
  const object = written(apiVersion, kind, { spec: { template: { spec } } });
  const found = judgeFeatures(object, 37, 'gate', () => 'a.yaml:1');
  expect(found.filter(({ feature }) => feature?.id === 'git-repo-volume')).toHaveLength(expected);
});

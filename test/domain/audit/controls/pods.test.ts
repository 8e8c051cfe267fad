import { describe, expect, it } from 'vitest';
import { aPod } from '../../../builders/a-pod.ts';
import { aNamespace, anAzurePool, gist, judged } from '../../../builders/an-audited-cluster.ts';

type Given = Parameters<typeof judged>[1];
type Row = readonly [rule: string, given: Given, said: string];

const pod = (...changes: Parameters<typeof aPod>): Given => ({ objects: [aPod(...changes)] });
const daemonSet = (spec: object, metadata: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'd', namespace: 'shop', ...metadata },
  spec: { template: { metadata: {}, spec } },
});
const localhost = aPod({ context: { seccompProfile: { type: 'Localhost', localhostProfile: 'p.json' } } });
const annotated = (value: string, changes: Parameters<typeof aPod>[0] = {}) =>
  aPod({
    metadata: { annotations: { 'container.apparmor.security.beta.kubernetes.io/main': value } },
    ...changes,
  });
const ofPod = (type: string) => ({
  spec: {
    securityContext: {
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
      appArmorProfile: { type },
    },
  },
});
const ofLabel = (level: string) => ({
  objects: [aNamespace('default'), aNamespace('shop', { 'pod-security.kubernetes.io/enforce': level })],
});

const rows: Readonly<Record<string, readonly Row[]>> = {
  'SB-POD-01': [
    ['a pod that baseline allows passes', pod(), 'PASS'],
    ['a privileged container fails', pod({ context: { privileged: true } }), 'FAIL Pod/shop/web main'],
    [
      'what the pod does fails once, without a container',
      pod({ spec: { hostPID: true } }),
      'FAIL Pod/shop/web',
    ],
    [
      'a pod of the system is not judged',
      pod({ spec: { hostPID: true }, metadata: { namespace: 'kube-system' } }),
      'PASS',
    ],
    [
      'a name that AKS uses is not enough to be the system',
      pod({ spec: { hostPID: true }, metadata: { namespace: 'acstor' } }),
      'FAIL Pod/acstor/web',
    ],
  ],
  'SB-POD-02': [
    ['false passes', pod(), 'PASS'],
    ['unset fails', pod({ context: { allowPrivilegeEscalation: null } }), 'FAIL Pod/shop/web main'],
    [
      'true in an init container fails',
      pod({
        spec: { initContainers: [{ name: 'init', securityContext: { allowPrivilegeEscalation: true } }] },
      }),
      'FAIL Pod/shop/web init',
    ],
    [
      'SYS_ADMIN forces it',
      pod({ context: { capabilities: { add: ['SYS_ADMIN'] } } }),
      'FAIL Pod/shop/web main',
    ],
    [
      'a Windows pod has none',
      pod({
        spec: { nodeSelector: { 'kubernetes.io/os': 'windows' } },
        context: { allowPrivilegeEscalation: null },
      }),
      'PASS',
    ],
  ],
  'SB-POD-03': [
    ["the pod's runAsNonRoot passes", pod(), 'PASS'],
    [
      "a container's own runAsNonRoot passes under a pod's false",
      pod({ spec: { securityContext: { runAsNonRoot: false } }, context: { runAsNonRoot: true } }),
      'PASS',
    ],
    ['uid 0 fails', pod({ context: { runAsUser: 0 } }), 'FAIL Pod/shop/web main'],
    [
      "a pod's uid 0 that every container overrides passes",
      pod({ spec: { securityContext: { runAsNonRoot: true, runAsUser: 0 } }, context: { runAsUser: 1000 } }),
      'PASS',
    ],
    [
      'a uid alone is a warning',
      pod({ spec: { securityContext: { runAsUser: 1000 } } }),
      'WARN Pod/shop/web main',
    ],
    ['nothing set fails', pod({ spec: { securityContext: {} } }), 'FAIL Pod/shop/web main'],
  ],
  'SB-POD-04': [
    [
      'ALL dropped and one of the default set added passes',
      pod({ context: { capabilities: { drop: ['ALL'], add: ['CHOWN'] } } }),
      'PASS',
    ],
    [
      'one beyond the default set fails',
      pod({ context: { capabilities: { drop: ['ALL'], add: ['NET_RAW'] } } }),
      'FAIL Pod/shop/web main',
    ],
    ['nothing dropped fails', pod({ context: { capabilities: {} } }), 'FAIL Pod/shop/web main'],
  ],
  'SB-POD-05': [
    ['a restricted pod passes', pod(), 'PASS'],
    ['others are counted by namespace', pod({ context: { runAsUser: 0 } }), 'PASS Namespace/shop'],
    [
      'others fail where restricted is asked for',
      { ...pod({ context: { runAsUser: 0 } }), pssLevel: 'restricted' },
      'FAIL Namespace/shop',
    ],
  ],
  'SB-POD-06': [
    ['baseline passes', ofLabel('baseline'), 'PASS'],
    ['privileged is a warning', ofLabel('privileged'), 'WARN Namespace/shop'],
    ['an unknown level fails', ofLabel('strict'), 'FAIL Namespace/shop'],
    [
      'no label fails, also that of a namespace nobody defines',
      { objects: [aNamespace('default'), aPod()] },
      'FAIL Namespace/shop',
    ],
    [
      'the default namespace is judged where a pod lives in it',
      { objects: [aPod({ metadata: { namespace: undefined } })] },
      'FAIL Namespace/default',
    ],
    [
      'no namespace is judged that the input does not hold',
      { objects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'shop' } }] },
      'PASS',
    ],
    ['nothing at all has none', {}, 'PASS'],
  ],
  'SB-POD-07': [
    [
      'an ordinary user passes',
      pod({ context: { windowsOptions: { runAsUserName: 'ContainerUser' } } }),
      'PASS',
    ],
    [
      'hostProcess fails',
      pod({ context: { windowsOptions: { hostProcess: true } } }),
      'FAIL Pod/shop/web main',
    ],
    [
      'ContainerAdministrator of the pod fails',
      pod({ spec: { securityContext: { windowsOptions: { runAsUserName: 'ContainerAdministrator' } } } }),
      'FAIL Pod/shop/web',
    ],
    [
      'ContainerAdministrator of the pod that every container overrides passes',
      pod({
        spec: { securityContext: { windowsOptions: { runAsUserName: 'ContainerAdministrator' } } },
        context: { windowsOptions: { runAsUserName: 'ContainerUser' } },
      }),
      'PASS',
    ],
    [
      'ContainerAdministrator of the pod fails where one container does not override it',
      pod({
        spec: {
          securityContext: { windowsOptions: { runAsUserName: 'ContainerAdministrator' } },
          initContainers: [{ name: 'init' }],
        },
        context: { windowsOptions: { runAsUserName: 'ContainerUser' } },
      }),
      'FAIL Pod/shop/web',
    ],
  ],
  'SB-POD-08': [
    ['without a target it does not apply', pod(), 'NOT_APPLICABLE'],
    [
      "what the target's policy denies fails",
      {
        objects: [
          aNamespace('shop'),
          aPod({ container: { livenessProbe: { tcpSocket: { host: 'h', port: 1 } } } }),
        ],
        targetMinor: 34,
      },
      'FAIL Pod/shop/web',
    ],
    [
      'what was denied before is not new',
      {
        objects: [
          aNamespace('shop'),
          aPod({ container: { livenessProbe: { tcpSocket: { host: 'h', port: 1 } } } }),
        ],
        targetMinor: 35,
      },
      'PASS',
    ],
    [
      'a pinned version does not change',
      {
        objects: [
          aNamespace('shop', { 'pod-security.kubernetes.io/enforce-version': 'v1.33' }),
          aPod({ container: { livenessProbe: { tcpSocket: { host: 'h', port: 1 } } } }),
        ],
        targetMinor: 34,
      },
      'PASS',
    ],
  ],
  'SB-LSM-01': [
    ['unset passes', pod(), 'PASS'],
    [
      'Unconfined fails',
      pod({ context: { appArmorProfile: { type: 'Unconfined' } } }),
      'FAIL Pod/shop/web main',
    ],
    ['an unconfined annotation fails', { objects: [annotated('unconfined')] }, 'FAIL Pod/shop/web main'],
    [
      'an annotation that no API server takes fails',
      { objects: [annotated('odd')] },
      'FAIL Pod/shop/web main',
    ],
    ['an empty annotation sets nothing', { objects: [annotated('')] }, 'PASS'],
    ['nor does one without a name', { objects: [annotated('localhost/')] }, 'PASS'],
    [
      "an annotation counts more than the pod's field",
      { objects: [annotated('unconfined', ofPod('RuntimeDefault'))] },
      'FAIL Pod/shop/web main',
    ],
    [
      "and the container's field more than it",
      {
        objects: [annotated('unconfined', { context: { appArmorProfile: { type: 'RuntimeDefault' } } })],
      },
      'PASS',
    ],
    [
      "an annotation that says what the pod's field says passes",
      { objects: [annotated('runtime/default', ofPod('RuntimeDefault'))] },
      'PASS',
    ],
    [
      'an annotation that confines what the pod does not is a warning',
      { objects: [annotated('runtime/default', ofPod('Unconfined'))] },
      'WARN Pod/shop/web main',
    ],
    [
      'a profile by annotation alone is a warning without a target, too',
      { objects: [annotated('localhost/p')] },
      'WARN Pod/shop/web main',
    ],
    [
      'a profile by annotation alone is a warning before an upgrade',
      { objects: [annotated('localhost/p')], targetMinor: 35 },
      'WARN Pod/shop/web main',
    ],
    [
      'a profile by annotation alone is a warning at 1.36, which still copies it into the field',
      { objects: [annotated('localhost/p')], targetMinor: 36 },
      'WARN Pod/shop/web main',
    ],
  ],
  'SB-LSM-02': [
    ["the pod's RuntimeDefault passes", pod(), 'PASS'],
    [
      "a pod's Unconfined that every container overrides passes",
      pod({
        spec: { securityContext: { seccompProfile: { type: 'Unconfined' } } },
        context: { seccompProfile: { type: 'RuntimeDefault' } },
      }),
      'PASS',
    ],
    [
      'Unconfined fails',
      pod({ context: { seccompProfile: { type: 'Unconfined' } } }),
      'FAIL Pod/shop/web main',
    ],
    ['unset fails', pod({ spec: { securityContext: {} } }), 'FAIL Pod/shop/web main'],
    [
      'unset passes where every pool has a default',
      {
        ...pod({ spec: { securityContext: {} } }),
        arm: {},
        pools: [anAzurePool({ kubeletConfig: { seccompDefault: 'RuntimeDefault' } })],
      },
      'PASS',
    ],
    [
      'unset fails where one pool has none',
      {
        ...pod({ spec: { securityContext: {} } }),
        arm: {},
        pools: [anAzurePool({ kubeletConfig: { seccompDefault: 'RuntimeDefault' } }), anAzurePool()],
      },
      'FAIL Pod/shop/web main',
    ],
  ],
  'SB-LSM-03': [
    [
      'a profile that nothing loads fails without a target, too',
      { objects: [localhost] },
      'FAIL Pod/shop/web main',
    ],
    [
      'a profile that nothing loads fails',
      { objects: [localhost], targetMinor: 35 },
      'FAIL Pod/shop/web main',
    ],
    [
      'a DaemonSet on a folder above the profiles loads them',
      {
        objects: [
          localhost,
          daemonSet({ volumes: [{ name: 'v', hostPath: { path: '/var/lib/kubelet/' } }] }),
        ],
        targetMinor: 35,
      },
      'PASS',
    ],
    [
      "a DaemonSet on AppArmor's folder does not",
      {
        objects: [localhost, daemonSet({ volumes: [{ name: 'v', hostPath: { path: '/etc/apparmor.d' } }] })],
        targetMinor: 35,
      },
      'FAIL Pod/shop/web main',
    ],
    [
      "the operator's profile of that name does",
      {
        objects: [
          localhost,
          {
            apiVersion: 'security-profiles-operator.x-k8s.io/v1beta1',
            kind: 'SeccompProfile',
            metadata: { name: 'p.json' },
          },
        ],
        targetMinor: 35,
      },
      'PASS',
    ],
  ],
  'SB-LSM-04': [
    ['a user namespace of its own passes', pod({ spec: { hostUsers: false } }), 'PASS'],
    ['another is for information', pod(), 'PASS Pod/shop/web'],
  ],
};

for (const [id, cases] of Object.entries(rows))
  describe(id, () => {
    it.each(cases)('%s', (_, given, said) => {
      expect(gist(judged(id, given))).toBe(said);
    });
  });

it('takes the worst severity of what is wrong with a container', () => {
  const { evidence } = judged('SB-POD-01', pod({ context: { privileged: true, procMount: 'Unmasked' } }));
  expect(evidence).toMatchObject([
    {
      resource: 'Pod/shop/web',
      outcome: 'fail',
      container: 'main',
      severity: 'critical',
      reason: expect.stringMatching(/^privileged: .*; procMount: /),
    },
  ]);
});

describe('what is owned', () => {
  const owned = (kind: string, name: string) =>
    aPod({ spec: { hostPID: true }, metadata: { name: 'web-1', ownerReferences: [{ kind, name }] } });
  const template = aPod().spec;

  it.each<Row>([
    ['is judged through its owner', { objects: [owned('DaemonSet', 'd'), daemonSet(template)] }, 'PASS'],
    [
      'is judged itself where its owner is missing',
      { objects: [owned('ReplicaSet', 'gone')] },
      'FAIL Pod/shop/web-1',
    ],
    [
      'is judged itself where its owner makes no pods',
      {
        objects: [
          owned('Rollout', 'web'),
          { apiVersion: 'argoproj.io/v1', kind: 'Rollout', metadata: { name: 'web', namespace: 'shop' } },
        ],
      },
      'FAIL Pod/shop/web-1',
    ],
    [
      'is not judged when it has finished',
      { objects: [{ ...owned('Job', 'gone'), status: { phase: 'Succeeded' } }] },
      'PASS',
    ],
  ])('%s', (_, given, said) => {
    expect(gist(judged('SB-POD-01', given))).toBe(said);
  });
});

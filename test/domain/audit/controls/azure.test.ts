import { describe, expect, it } from 'vitest';
import { controls } from '#domain/audit/controls/controls.ts';
import { aNode, judgedLive } from '../../../builders/a-live-cluster.ts';
import { aPod } from '../../../builders/a-pod.ts';
import { anAzurePool, aWindowsPool, gist, judged } from '../../../builders/an-audited-cluster.ts';

type Given = Parameters<typeof judged>[1];
type Row = readonly [rule: string, given: Given, said: string];

const cluster = 'ManagedCluster/aks-1';
const pool = (changes: object): Given => ({ arm: {}, pools: [anAzurePool(changes)] });
const windows = (changes: object = {}): Given => ({ arm: {}, pools: [aWindowsPool(changes)] });
const channels = (changes: object): Given => ({ arm: { autoUpgradeProfile: changes } });

const rows: Readonly<Record<string, readonly Row[]>> = {
  'SB-DEF-01': [['no profile fails', { arm: { securityProfile: null } }, `FAIL ${cluster}`]],
  'SB-ENT-01': [
    ['no profile fails', { arm: { aadProfile: null } }, `FAIL ${cluster}`],
    [
      'the old integration fails',
      { arm: { aadProfile: { managed: true, clientAppId: 'x' } } },
      `FAIL ${cluster}`,
    ],
  ],
  'SB-ENT-02': [
    ['local accounts fail', { arm: { disableLocalAccounts: false } }, `FAIL ${cluster}`],
    [
      'without Entra it does not apply',
      { arm: { aadProfile: null, disableLocalAccounts: false } },
      'NOT_APPLICABLE',
    ],
  ],
  'SB-ENT-03': [
    [
      'neither way fails',
      { arm: { aadProfile: { managed: true, adminGroupObjectIDs: [] } } },
      `FAIL ${cluster}`,
    ],
    ['a group passes', { arm: { aadProfile: { managed: true, adminGroupObjectIDs: ['g'] } } }, 'PASS'],
  ],
  'SB-ENT-04': [['off fails', { arm: { enableRbac: false } }, `FAIL ${cluster}`]],
  'SB-UPG-01': [
    ['an old minor fails', { arm: { currentKubernetesVersion: '1.33.4' } }, `FAIL ${cluster}`],
    [
      'a minor older than the calendar fails',
      { arm: { currentKubernetesVersion: '1.20.1' } },
      `FAIL ${cluster}`,
    ],
    [
      'an old minor with long-term support cannot be judged',
      { arm: { currentKubernetesVersion: '1.33.4', supportPlan: 'AKSLongTermSupport' } },
      'UNKNOWN',
    ],
    [
      'a minor older than any long-term support fails',
      { arm: { currentKubernetesVersion: '1.27.9', supportPlan: 'AKSLongTermSupport' } },
      `FAIL ${cluster}`,
    ],
    [
      'a minor after the calendar passes with long-term support, too',
      { arm: { currentKubernetesVersion: '1.37.0', supportPlan: 'AKSLongTermSupport' } },
      'PASS',
    ],
  ],
  'SB-UPG-02': [
    ['three minors behind pass', pool({ currentOrchestratorVersion: '1.33.1' }), 'PASS'],
    ['four minors behind fail', pool({ currentOrchestratorVersion: '1.32.1' }), 'FAIL AgentPool/np1'],
    ['ahead fails', pool({ currentOrchestratorVersion: '1.37.0' }), 'FAIL AgentPool/np1'],
    ['a version that is not reported is unknown', pool({ currentOrchestratorVersion: null }), 'UNKNOWN'],
  ],
  'SB-UPG-03': [['no channel fails', channels({ upgradeChannel: null }), `FAIL ${cluster}`]],
  'SB-OS-01': [
    ['Unmanaged is a warning', channels({ nodeOSUpgradeChannel: 'Unmanaged' }), `WARN ${cluster}`],
    ['not set is a warning', channels({}), `WARN ${cluster}`],
    ['None fails', channels({ nodeOSUpgradeChannel: 'None' }), `FAIL ${cluster}`],
  ],
  'SB-OS-02': [
    ['fourteen days pass', pool({ nodeImageVersion: 'AKSUbuntu-2404gen2containerd-202611.13.0' }), 'PASS'],
    [
      'fifteen days are a warning',
      pool({ nodeImageVersion: 'AKSUbuntu-2404gen2containerd-202611.12.0' }),
      'WARN AgentPool/np1',
    ],
    [
      'thirty-one days fail',
      pool({ nodeImageVersion: 'AKSUbuntu-2404gen2containerd-202610.27.0' }),
      'FAIL AgentPool/np1',
    ],
    ['another shape is unknown', pool({ nodeImageVersion: 'custom' }), 'UNKNOWN'],
  ],
  'SB-OS-05': [
    ['without a target its own version counts', { arm: {} }, 'PASS'],
    ['a fitting one passes', { arm: {}, targetMinor: 37 }, 'PASS'],
    [
      'one that ends before the target fails',
      { ...pool({ osSku: 'AzureLinux3' }), targetMinor: 37 },
      'FAIL AgentPool/np1',
    ],
    [
      'one that is gone fails',
      {
        ...pool({ osSku: 'CBLMariner', nodeImageVersion: 'AKSCBLMariner-V2gen2-202511.20.0' }),
        targetMinor: 36,
      },
      'FAIL AgentPool/np1',
    ],
  ],
  'SB-WIN-01': [
    ['a recent image passes', windows(), 'PASS'],
    [
      'sixty-six days fail',
      windows({ nodeImageVersion: 'AKSWindows-2022-containerd-20348.5386.260922' }),
      'FAIL AgentPool/win',
    ],
  ],
  'SB-WIN-02': [
    ['Windows Server 2022 passes', windows(), 'PASS'],
    [
      'Windows Server 2019 fails',
      windows({ osSku: 'Windows2019', nodeImageVersion: 'AKSWindows-2019-17763.1.261115' }),
      'FAIL AgentPool/win',
    ],
    ['Windows Server 2022 fails before 1.37', { ...windows(), targetMinor: 37 }, 'FAIL AgentPool/win'],
  ],
  'SB-WIN-03': [
    ['no soak is a warning without a target, too', windows({ upgradeSettings: {} }), 'WARN AgentPool/win'],
    ['time enough passes', { ...windows(), targetMinor: 36 }, 'PASS'],
    [
      'no soak is a warning',
      { ...windows({ upgradeSettings: { drainTimeoutInMinutes: 60 } }), targetMinor: 36 },
      'WARN AgentPool/win',
    ],
  ],
  'SB-NODE-01': [
    ['LocalUser fails', pool({ securityProfile: { sshAccess: 'LocalUser' } }), 'FAIL AgentPool/np1'],
  ],
  'SB-NODE-02': [['a public address fails', pool({ enableNodePublicIp: true }), 'FAIL AgentPool/np1']],
  'SB-NODE-03': [['allowed fails', { arm: { apiServerAccessProfile: {} } }, `FAIL ${cluster}`]],
  'SB-NODE-04': [
    ['open to everyone fails', { arm: { publicNetworkAccess: 'Enabled' } }, `FAIL ${cluster}`],
    [
      'some ranges pass',
      {
        arm: {
          publicNetworkAccess: 'Enabled',
          apiServerAccessProfile: { authorizedIpRanges: ['192.0.2.0/24'] },
        },
      },
      'PASS',
    ],
    [
      'all ranges fail',
      {
        arm: {
          publicNetworkAccess: 'Enabled',
          apiServerAccessProfile: { authorizedIpRanges: ['0.0.0.0/0'] },
        },
      },
      `FAIL ${cluster}`,
    ],
  ],
  'SB-NODE-05': [
    ['unrestricted is for information', { arm: { nodeResourceGroupProfile: null } }, `PASS ${cluster}`],
  ],
};

for (const [id, cases] of Object.entries(rows))
  describe(id, () => {
    it.each(cases)('%s', (_, given, said) => {
      expect(gist(judged(id, given))).toBe(said);
    });
  });

describe('a workload on Windows, SB-WIN-03', () => {
  const onWindows = { 'kubernetes.io/os': 'windows' };
  const of = (
    kind: string,
    replicas: number | undefined,
    nodeSelector: object,
    containers: object[] = [],
  ) => ({
    apiVersion: kind === 'ReplicationController' || kind === 'Pod' ? 'v1' : 'apps/v1',
    kind,
    metadata: { name: 'web', namespace: 'shop' },
    spec:
      kind === 'Pod'
        ? { nodeSelector, containers }
        : {
            ...(replicas === undefined ? {} : { replicas }),
            template: { spec: { nodeSelector, containers } },
          },
  });
  const scaled = (minReplicas: number | undefined, name = 'web') => ({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, minReplicas },
  });
  const asked = (objects: readonly object[], more: Given = {}) =>
    gist(judged('SB-WIN-03', { objects, ...more }));

  it.each(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'])(
    'that wants one pod is a warning, whether or not Azure was asked or an upgrade is planned: %s',
    (kind) => {
      for (const more of [{}, { targetMinor: 37 }, windows(), { ...windows(), targetMinor: 37 }])
        for (const replicas of [1, undefined])
          expect(asked([of(kind, replicas, onWindows)], more)).toBe(`WARN ${kind}/shop/web`);
      expect(asked([of(kind, 2, onWindows)])).toBe('PASS');
      expect(asked([of(kind, 0, onWindows)])).toBe('PASS');
    },
  );

  it.each([
    ['of Linux', [of('Deployment', 1, {})], 'PASS'],
    ['that wants a Linux pool', [of('Deployment', 1, { agentpool: 'np1' })], 'PASS'],
    ['that wants the Windows pool', [of('Deployment', 1, { agentpool: 'win' })], 'WARN Deployment/shop/web'],
    [
      'that wants the Windows pool by its new label',
      [of('Deployment', 1, { 'kubernetes.azure.com/agentpool': 'win' })],
      'WARN Deployment/shop/web',
    ],
    ['with a pod on each node', [of('DaemonSet', undefined, onWindows)], 'PASS'],
    ['that is scaled from two on', [of('Deployment', undefined, onWindows), scaled(2)], 'PASS'],
    [
      'that is scaled from one on',
      [of('Deployment', undefined, onWindows), scaled(undefined)],
      'WARN Deployment/shop/web',
    ],
    [
      'beside one that is scaled',
      [of('Deployment', 1, onWindows), scaled(2, 'api')],
      'WARN Deployment/shop/web',
    ],
  ])('%s', (_, objects, said) => {
    expect(asked(objects, windows())).toBe(said);
  });

  it('is found by the node that it runs on, under the name of its owner', () => {
    const objects = [
      of('Deployment', 1, {}),
      { ...aNode('win-1'), metadata: { name: 'win-1', labels: { 'kubernetes.io/os': 'windows' } } },
      aPod({
        metadata: { name: 'web-1', ownerReferences: [{ kind: 'Deployment', name: 'web' }] },
        spec: { nodeName: 'win-1' },
      }),
    ];
    const { status, evidence } = judgedLive('SB-WIN-03', { objects, options: { targetMinor: null } });
    expect([status, evidence.map(({ resource, severity }) => `${resource} ${severity}`)]).toEqual([
      'WARN',
      ['Deployment/shop/web low'],
    ]);
  });
});

describe('a control of what only Azure knows', () => {
  it.each(Object.keys(rows))(
    "%s passes for a cluster that keeps it and does not apply without Azure's word",
    (id) => {
      expect(judged(id, { arm: {}, targetMinor: 37 }).status).toBe('PASS');
      expect(judged(id, { targetMinor: 37 }).status).toBe('NOT_APPLICABLE');
    },
  );

  it("reads the wire's shape as well as what az prints", () => {
    const wire = { properties: { enableRBAC: false }, enableRbac: undefined };
    expect(gist(judged('SB-ENT-04', { arm: wire }))).toBe(`FAIL ${cluster}`);
  });
});

it('every control has an id of its own, a rule, a source and a remedy', () => {
  expect(new Set(controls.map(({ id }) => id)).size).toBe(controls.length);
  expect(controls.length).toBe(71);
  for (const { id, rule, source, remediation } of controls) {
    expect(id).toMatch(/^SB-(DEF|ENT|NET|POD|LSM|MT|UPG|OS|WIN|NODE|WL)-\d\d$/);
    expect(
      [rule, source, remediation].every((each) => each !== ''),
      id,
    ).toBe(true);
  }
});

import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#simulator/values/json-value.ts';
import { aFleet, anAzure, aPool, clusterPath } from '../../simulated/simulated-azure.ts';

/** By the preview version that the kinds were recorded with, which shows most. */
const preview = '?api-version=2026-01-02-preview';

/** Of every pool but one of mode Machines. */
const common = [
  'osDiskType',
  'kubeletDiskType',
  'maxPods',
  'type',
  'scaleDownMode',
  'provisioningState',
  'powerState',
];
const versions = ['orchestratorVersion', 'currentOrchestratorVersion'];
const settings = ['enableNodePublicIP', 'mode', 'osType', 'osSKU', 'upgradeSettings', 'enableFIPS', 'eTag'];
const host = [
  'osDiskSizeGB',
  'enableAutoScaling',
  'enableEncryptionAtHost',
  'enableUltraSSD',
  'networkProfile',
];
const counted = ['count', 'vmSize'];
const inMachines = ['virtualMachinesProfile', 'virtualMachineNodesStatus'];
const strategy = ['upgradeStrategy'];
const every = [...common, ...versions, ...settings];

interface Row {
  readonly kind: string;
  readonly pool: object;
  /** Keys that are in every recording of the kind. */
  readonly has: readonly string[];
  /** Keys that are in none. */
  readonly lacks: readonly string[];
  /** Values, as far as they were the same in every recording. */
  readonly shows: object;
}

const autoscale = { size: 'standard_d2s_v3', minCount: 1, maxCount: 3 };

const rows: readonly Row[] = [
  {
    kind: 'VirtualMachineScaleSets',
    pool: {},
    has: [...every, ...host, ...counted, ...strategy, 'nodeImageVersion', 'securityProfile'],
    lacks: inMachines,
    shows: { upgradeStrategy: 'Rolling', upgradeSettings: { maxSurge: '10%', maxUnavailable: '0' } },
  },
  {
    kind: 'Spot',
    pool: { scaleSetPriority: 'Spot' },
    has: [...every, ...host, ...counted, 'nodeImageVersion'],
    lacks: inMachines,
    shows: {
      scaleSetPriority: 'Spot',
      scaleSetEvictionPolicy: 'Delete',
      spotMaxPrice: expect.any(Number),
      nodeLabels: { 'kubernetes.azure.com/scalesetpriority': 'spot' },
      nodeTaints: ['kubernetes.azure.com/scalesetpriority=spot:NoSchedule'],
      upgradeSettings: {},
    },
  },
  {
    kind: 'VirtualMachines',
    pool: { type: 'VirtualMachines' },
    has: [...every, ...host, ...inMachines, 'nodeImageVersion', 'securityProfile'],
    lacks: [...counted, 'minCount', 'maxCount'],
    shows: {
      enableAutoScaling: false,
      virtualMachinesProfile: { scale: { manual: [{ size: expect.any(String), count: 2 }] } },
      virtualMachineNodesStatus: [{ size: expect.any(String), count: 2 }],
    },
  },
  {
    kind: 'VirtualMachines, autoscaled',
    pool: { type: 'VirtualMachines', virtualMachinesProfile: { scale: { autoscale } } },
    has: [...every, ...host, ...inMachines],
    lacks: [...counted, 'minCount', 'maxCount'],
    shows: {
      enableAutoScaling: false,
      virtualMachinesProfile: { scale: { autoscale } },
      virtualMachineNodesStatus: [{ size: expect.any(String), count: 2 }],
    },
  },
  {
    kind: 'VirtualMachines, stopped',
    pool: { type: 'VirtualMachines', powerState: { code: 'Stopped' } },
    has: [...every, 'virtualMachinesProfile'],
    lacks: [...counted, 'virtualMachineNodesStatus'],
    shows: { powerState: { code: 'Stopped' } },
  },
  {
    kind: 'ManagedSystem',
    pool: { type: 'VirtualMachines', mode: 'ManagedSystem' },
    has: [...every, ...inMachines, 'nodeImageVersion', 'securityProfile'],
    lacks: [...host, ...counted],
    shows: { mode: 'ManagedSystem', type: 'VirtualMachines' },
  },
  {
    kind: 'Machines',
    pool: { mode: 'Machines' },
    has: ['type', 'provisioningState', 'powerState', 'mode', 'upgradeSettings', 'eTag'],
    lacks: [...versions, ...counted, ...host, ...strategy, 'osType', 'osSKU', 'nodeImageVersion'],
    shows: { type: 'VirtualMachines', upgradeSettings: {} },
  },
  {
    kind: 'AvailabilitySet',
    pool: { type: 'AvailabilitySet' },
    has: [...every, ...host, ...counted, 'securityProfile'],
    lacks: ['nodeImageVersion', ...inMachines],
    shows: { upgradeSettings: {} },
  },
  {
    kind: 'BlueGreen',
    pool: { upgradeStrategy: 'BlueGreen', upgradeSettingsBlueGreen: { drainBatchSize: '50%' } },
    has: [...every, ...host, ...counted, ...strategy, 'upgradeSettingsBlueGreen'],
    lacks: inMachines,
    shows: { upgradeStrategy: 'BlueGreen', upgradeSettingsBlueGreen: { drainBatchSize: '50%' } },
  },
  {
    kind: 'Windows',
    pool: { osSku: 'Windows2022' },
    has: [...every, ...host, ...counted, 'nodeImageVersion'],
    lacks: inMachines,
    shows: { osType: 'Windows', osSKU: 'Windows2022' },
  },
];

function anAzureWith({ pool }: Row) {
  const { osSku, ...properties } = pool as { osSku?: string };
  const shown = { name: 'kind', mode: 'User', count: 2, ...(osSku && { osSku }), properties };
  return anAzure(aFleet({ pools: [aPool(), shown] }));
}

describe.each(rows)('a pool of the kind $kind', (row) => {
  it('is shown as recorded, alone, in the list of pools and in its cluster', async () => {
    const azure = anAzureWith(row);
    const alone = await azure.send('GET', `${clusterPath}/agentPools/kind${preview}`);
    const list = await azure.send('GET', `${clusterPath}/agentPools${preview}`);
    const { body } = await azure.send('GET', `${clusterPath}${preview}`);
    const { agentPoolProfiles: profiles } = body.properties as { agentPoolProfiles: JsonObject[] };
    const listed = (list.body.value as JsonObject[]).find(({ name }) => name === 'kind');
    for (const shown of [alone.body.properties, listed?.properties, profiles.at(-1)]) {
      const keys = Object.keys(shown as object);
      expect(row.has.filter((key) => !keys.includes(key))).toEqual([]);
      expect(row.lacks.filter((key) => keys.includes(key))).toEqual([]);
      expect(shown).toMatchObject(row.shows);
    }
  });

  it('is the same after a PUT of what was read', async () => {
    const azure = anAzureWith(row);
    const path = `${clusterPath}/agentPools/kind${preview}`;
    const before = await azure.send('GET', path);
    const put = await azure.send('PUT', path, before.body);
    expect(put.status).toBe(200);
    azure.pass(60);
    expect((await azure.send('GET', path)).body.properties).toEqual({
      ...(before.body.properties as object),
      eTag: expect.any(String),
    });
  });
});

describe('a cluster', () => {
  const has = [
    'provisioningState',
    'powerState',
    'kubernetesVersion',
    'currentKubernetesVersion',
    'dnsPrefix',
    'fqdn',
    'azurePortalFQDN',
    'agentPoolProfiles',
    'linuxProfile',
    'servicePrincipalProfile',
    'nodeResourceGroup',
    'enableRBAC',
    'supportPlan',
    'networkProfile',
    'maxAgentPools',
    'identityProfile',
    'autoUpgradeProfile',
    'disableLocalAccounts',
    'securityProfile',
    'storageProfile',
    'oidcIssuerProfile',
    'workloadAutoScalerProfile',
    'metricsProfile',
    'resourceUID',
    'nodeProvisioningProfile',
    'bootstrapProfile',
  ];

  it.each<[string, Record<string, unknown>, object]>([
    [
      'of the usual kind',
      {},
      {
        kind: 'Base',
        sku: { name: 'Base' },
        properties: {
          nodeProvisioningProfile: { mode: 'Manual' },
          networkProfile: { serviceCidrs: ['10.0.0.0/16'], loadBalancerProfile: expect.any(Object) },
        },
      },
    ],
    [
      'of AKS Automatic',
      { automatic: true, properties: { autoUpgradeProfile: { upgradeChannel: 'stable' } } },
      {
        kind: 'Automatic',
        sku: { name: 'Automatic' },
        properties: {
          nodeProvisioningProfile: { mode: 'Auto' },
          nodeResourceGroupProfile: { restrictionLevel: 'ReadOnly' },
          autoUpgradeProfile: { upgradeChannel: 'stable' },
        },
      },
    ],
    [
      'with node auto-provisioning',
      { properties: { nodeProvisioningProfile: { mode: 'Auto' } } },
      { kind: 'Base', properties: { nodeProvisioningProfile: { mode: 'Auto' } } },
    ],
    [
      'that was asked for by its minor',
      { properties: { kubernetesVersion: '1.33' } },
      { properties: { kubernetesVersion: '1.33', currentKubernetesVersion: '1.33.5' } },
    ],
  ])('%s is shown as recorded', async (_kind, file, shows) => {
    const azure = anAzure(aFleet(file));
    const { status, body } = await azure.send('GET', clusterPath);
    expect([status, body.type]).toEqual([200, 'Microsoft.ContainerService/ManagedClusters']);
    expect(has.filter((key) => !(key in (body.properties as object)))).toEqual([]);
    expect(body).toMatchObject({ eTag: expect.any(String), ...shows });
    const put = await azure.send('PUT', clusterPath, body);
    expect([put.status, put.body]).toEqual([200, body]);
  });
});

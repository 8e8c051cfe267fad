import { describe, expect, it } from 'vitest';
import type { Cluster } from '#domain/fleet/fleet.ts';
import { planCluster } from '#domain/plan/plan-cluster.ts';
import { describeFinding } from '#domain/preflight/findings/preflight-finding.ts';
import type { PreflightReadings } from '#domain/preflight/findings/preflight-readings.ts';
import { failureKindOf } from '#gateways/azure/client/failure-kinds.ts';
import { aCampaign } from '../../../builders/a-campaign.ts';
import { aCluster, aPool, aWindowsPool } from '../../../builders/a-cluster.ts';
import { aBudgetStatus, aDrainBudget } from '../../../builders/a-drain.ts';
import { usualOffers } from '../../../builders/a-fleet.ts';
import { aPlacedPod, aPoolStep, foreseen, preflightReadings } from '../../../builders/a-preflight-reading.ts';

const subnetId =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/Nodes';
const inSubnet = {
  networkPluginMode: '',
  pools: [aPool({ subnetId, maxPods: 30 })],
} satisfies Partial<Cluster>;
const subscription = '00000000-0000-0000-0000-00000000000a';
const rooms = (free: number): PreflightReadings['subnets'] =>
  new Map([[subnetId.toLowerCase(), { value: { name: 'Nodes', free } }]]);
const cores = (family: string, used: number): Partial<PreflightReadings> => ({
  cores: { value: [{ family, used, limit: 20 }] },
});
const alone = aBudgetStatus({ disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 });

/** What Azure would answer, where it is kept, and what is said beforehand instead. */
describe('a look beforehand foresees', () => {
  it.each<[string, Partial<PreflightReadings>, Partial<Cluster>, RegExp]>([
    [
      'QuotaExceeded: of the region',
      cores('cores', 17),
      {},
      /the quota cores of westeurope has no room for its surge: 1 × Standard_D4s_v5 are 4 vCPUs; 17 of 20 are in use/,
    ],
    [
      'QuotaExceeded: of the machine family',
      cores('standardDSv5Family', 17),
      {},
      /the quota standardDSv5Family of westeurope has no room/,
    ],
    [
      'InsufficientSubnetSize: where every pod has an address of the subnet',
      { subnets: rooms(30) },
      inSubnet,
      /subnet Nodes has no addresses for its surge: 1 more node of 31 addresses each take 31, 30 are free/,
    ],
    [
      'SubnetIsFull: where pods live in an overlay',
      { subnets: rooms(0) },
      { ...inSubnet, networkPluginMode: 'overlay' },
      /1 more node of 1 address each take 1, 0 are free/,
    ],
    [
      'ScopeLocked: somebody locked the group of the cluster',
      {
        locks: {
          value: [
            {
              name: 'keep',
              level: 'ReadOnly',
              scope: `/subscriptions/${subscription}/resourceGroups/rg-aks`,
            },
          ],
        },
      },
      {},
      /lock keep \(ReadOnly\) on resource group rg-aks: Azure refuses every change to the cluster; lift it/,
    ],
    [
      'SKUNotAvailable: in a zone of the pool',
      {
        machines: {
          value: [{ name: 'standard_d4s_v5', zones: ['1', '3'], refusedZones: [], isRefused: false }],
        },
      },
      { pools: [aPool({ availabilityZones: ['1', '2', '3'] })] },
      /system: its surge nodes may not come up in zones 1, 2, 3: Azure does not offer Standard_D4s_v5 in zone 2 of westeurope/,
    ],
    [
      'UnsatisfiablePDB',
      { budgets: { value: [aDrainBudget({ maxUnavailable: '0%' })] } },
      {},
      /pdb shop\/web lets no pod go, ever/,
    ],
    [
      'PodDrainFailure',
      {
        budgets: { value: [aDrainBudget({ minAvailable: 1, figures: alone })] },
        replicas: { value: new Map() },
      },
      {},
      /minAvailable 1 of 1 pods/,
    ],
    [
      'UpgradeFailed: two budgets on one pod',
      { budgets: { value: [aDrainBudget(), aDrainBudget({ name: 'other' })] } },
      {},
      /select the same pods/,
    ],
  ])('%s', (code, beforehand, cluster, sentence) => {
    const name = code.split(':')[0]!;
    const message = 'Drain node n1 failed when evicting pods';
    expect(
      failureKindOf({ code: name, subcode: null, detailCodes: [], message, status: 400 }),
    ).not.toBeNull();
    const [first, ...others] = foreseen(beforehand, { cluster });
    expect(first?.level).toBe('blocker');
    expect(describeFinding(first!)).toMatch(sentence);
    expect(others.filter(({ level }) => level === 'blocker')).toEqual([]);
  });

  it.each<[string, Partial<PreflightReadings>, Partial<Cluster>]>([
    ['QuotaExceeded: the surge just fits', cores('standardDSv5Family', 16), {}],
    ['InsufficientSubnetSize: the surge just fits', { subnets: rooms(31) }, inSubnet],
    ['InsufficientSubnetSize: AKS made the subnet', {}, { networkPluginMode: '' }],
  ])('nothing of %s', (_code, beforehand, cluster) => {
    expect(foreseen(beforehand, { cluster }).filter(({ level }) => level !== 'info')).toEqual([]);
  });

  it('QuotaExceeded of a pool that does not surge: never', () => {
    const steps = [aPoolStep({ surge: 0 })];
    expect(foreseen(cores('cores', 20), { steps })).toEqual([]);
  });

  it.each([
    ['machines whose vCPUs their name does not tell', 'Standard_A1', /does not tell its vCPUs/],
    ['a machine family that Azure does not count', 'Standard_Q4s_v5', /counts no family standardQSv5Family/],
  ])('that it does not know of %s', (_what, vmSize, sentence) => {
    const offered = [{ name: vmSize, zones: [], refusedZones: [], isRefused: false }];
    const machines = { value: offered };
    const [finding] = foreseen({ machines }, { cluster: { pools: [aPool({ vmSize })] } });
    expect(finding?.level).toBe('unknown');
    expect(describeFinding(finding!)).toMatch(sentence);
  });
});

/** What the plan itself says already is not said twice. */
describe('the plan foresees', () => {
  const windows2019 = aWindowsPool({
    osSKU: 'Windows2019',
    nodeImageVersion: 'AKSWindows-2019-17763.1.250910',
  });
  it.each<[string, Partial<Cluster>, string, RegExp]>([
    [
      'NotAllAgentPoolOrchestratorVersionSpecifiedAndUnchanged',
      { upgradeChannel: 'stable' },
      '1.34',
      /AKS refuses to upgrade the control plane alone/,
    ],
    ['K8sVersionNotSupported', {}, '1.39', /1\.39 is not offered/],
    [
      'OperationNotAllowed (a minor is left out)',
      { kubernetesVersion: '1.32.9' },
      '1.34',
      /allowMultipleHops/,
    ],
    [
      'NodePoolMcVersionIncompatible',
      { pools: [aPool({ orchestratorVersion: '1.30.9', currentOrchestratorVersion: '1.30.9' })] },
      '1.34',
      /minors behind/,
    ],
    [
      'AgentPoolK8sVersionNotSupported (Windows Server 2019)',
      { pools: [windows2019] },
      '1.34',
      /Windows Server 2019/,
    ],
    [
      'OperationNotAllowed (another operation)',
      { provisioningState: 'Updating' },
      '1.34',
      /another operation runs/,
    ],
  ])('%s', (_code, cluster, kubernetesVersion, sentence) => {
    const campaign = aCampaign();
    const terms = { ...campaign, upgrade: { ...campaign.upgrade, kubernetesVersion } };
    const { plan } = planCluster(aCluster(cluster), terms, usualOffers, []);
    expect([...plan.blocked, ...plan.warnings].join('; ')).toMatch(sentence);
  });
});

it('has eyes for everything that it reads', () => {
  expect(foreseen({ ...preflightReadings(), pods: { value: [aPlacedPod()] } })).toEqual([]);
});

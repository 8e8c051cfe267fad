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
import {
  aPlacedPod,
  aPoolStep,
  preflightFindings,
  preflightReadings,
} from '../../../builders/a-preflight-reading.ts';

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

/** What Azure would answer, where it is kept, and what is said in advance instead. */
describe('a preflight check foresees', () => {
  it.each<[string, Partial<PreflightReadings>, Partial<Cluster>, RegExp]>([
    [
      'QuotaExceeded: of the region',
      cores('cores', 17),
      {},
      /^aks-one-weu\/system: quota cores in westeurope is too small for its surge nodes: 1 × Standard_D4s_v5 need 4 vCPUs; 17 of 20 are in use; raise the quota, or lower maxSurge \(user pools: maxSurge 0 with maxUnavailable 1 needs no surge nodes\)$/,
    ],
    [
      'QuotaExceeded: of the machine family',
      cores('standardDSv5Family', 17),
      {},
      /^aks-one-weu\/system: quota standardDSv5Family in westeurope is too small for its surge nodes: 1 × Standard_D4s_v5 need 4 vCPUs; 17 of 20 are in use; raise the quota, or lower maxSurge \(user pools: maxSurge 0 with maxUnavailable 1 needs no surge nodes\)$/,
    ],
    [
      'InsufficientSubnetSize: where every pod has an address of the subnet',
      { subnets: rooms(30) },
      inSubnet,
      /^aks-one-weu\/system: subnet Nodes has too few addresses for its surge nodes: 1 more node of 31 addresses each need 31; 30 are free; free addresses, or lower maxSurge \(user pools: maxSurge 0 with maxUnavailable 1 needs no surge nodes\)$/,
    ],
    [
      'SubnetIsFull: where pods live in an overlay',
      { subnets: rooms(0) },
      { ...inSubnet, networkPluginMode: 'overlay' },
      /^aks-one-weu\/system: subnet Nodes has too few addresses for its surge nodes: 1 more node of 1 address each need 1; 0 are free; free addresses, or lower maxSurge \(user pools: maxSurge 0 with maxUnavailable 1 needs no surge nodes\)$/,
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
      /^aks-one-weu: lock keep \(ReadOnly\) on resource group rg-aks: Azure rejects every change to the cluster; remove it for the upgrade \(az lock delete --ids \/subscriptions\/00000000-0000-0000-0000-00000000000a\/resourceGroups\/rg-aks\/providers\/Microsoft\.Authorization\/locks\/keep\)$/,
    ],
    [
      'SKUNotAvailable: in a zone of the pool',
      {
        machines: {
          value: [{ name: 'standard_d4s_v5', zones: ['1', '3'], refusedZones: [], isRefused: false }],
        },
      },
      { pools: [aPool({ availabilityZones: ['1', '2', '3'] })] },
      /^aks-one-weu\/system: its surge nodes may fail to start in zones 1, 2, 3: Azure does not offer Standard_D4s_v5 in zone 2 of westeurope; user pools: maxSurge 0 with maxUnavailable 1 needs no surge nodes; otherwise request the size from Azure, or move to a pool with another size$/,
    ],
    [
      'UnsatisfiablePDB',
      { budgets: { value: [aDrainBudget({ maxUnavailable: '0%' })] } },
      {},
      /pdb shop\/web allows 0 disruptions; the drain can never succeed/,
    ],
    [
      'PodDrainFailure',
      {
        budgets: { value: [aDrainBudget({ minAvailable: 1, figures: alone })] },
        replicas: { value: new Map() },
      },
      {},
      /^aks-one-weu\/system: pdb shop\/web allows 0 disruptions; the drain can never succeed: minAvailable 1 of 1 pods \(shop\/web-1 on n1\); raise the replicas of Deployment shop\/web above its minAvailable 1, or lower that$/,
    ],
    [
      'UpgradeFailed: two budgets on one pod',
      { budgets: { value: [aDrainBudget(), aDrainBudget({ name: 'other' })] } },
      {},
      /select the same pods/,
    ],
  ])('%s', (code, readings, cluster, sentence) => {
    const name = code.split(':')[0]!;
    const message = 'Drain node n1 failed when evicting pods';
    expect(
      failureKindOf({ code: name, subcode: null, detailCodes: [], message, status: 400 }),
    ).not.toBeNull();
    const [first, ...others] = preflightFindings(readings, { cluster });
    expect(first?.level).toBe('blocker');
    expect(describeFinding(first!)).toMatch(sentence);
    expect(others.filter(({ level }) => level === 'blocker')).toEqual([]);
  });

  it.each<[string, Partial<PreflightReadings>, Partial<Cluster>]>([
    ['QuotaExceeded: the surge just fits', cores('standardDSv5Family', 16), {}],
    ['InsufficientSubnetSize: the surge just fits', { subnets: rooms(31) }, inSubnet],
    ['InsufficientSubnetSize: AKS made the subnet', {}, { networkPluginMode: '' }],
  ])('nothing of %s', (_code, readings, cluster) => {
    expect(preflightFindings(readings, { cluster }).filter(({ level }) => level !== 'info')).toEqual([]);
  });

  it('QuotaExceeded of a pool that does not surge: never', () => {
    const steps = [aPoolStep({ surge: 0 })];
    expect(preflightFindings(cores('cores', 20), { steps })).toEqual([]);
  });

  it.each([
    [
      'machines whose vCPUs their name does not tell',
      'Standard_A1',
      /^aks-one-weu\/system: unknown whether the quota suffices for its surge nodes: the vCPU count of Standard_A1 is unknown; check manually \(az vm list-usage -l westeurope\)$/,
    ],
    [
      'a machine family that Azure does not count',
      'Standard_Q4s_v5',
      /^aks-one-weu\/system: unknown whether the quota of its VM family suffices for its surge nodes: Azure reports no usage of family standardQSv5Family in westeurope; check manually \(az vm list-usage -l westeurope\)$/,
    ],
  ])('that it does not know of %s', (_what, vmSize, sentence) => {
    const offered = [{ name: vmSize, zones: [], refusedZones: [], isRefused: false }];
    const machines = { value: offered };
    const [finding] = preflightFindings({ machines }, { cluster: { pools: [aPool({ vmSize })] } });
    expect(finding?.level).toBe('unknown');
    expect(describeFinding(finding!)).toMatch(sentence);
  });
});

/** What the plan itself says already is not said twice. */
describe('the plan predicts', () => {
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
  expect(preflightFindings({ ...preflightReadings(), pods: { value: [aPlacedPod()] } })).toEqual([]);
});

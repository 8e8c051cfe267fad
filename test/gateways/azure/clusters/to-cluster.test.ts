import type { AgentPool, ManagedCluster } from '@azure/arm-containerservice';
import { describe, expect, it } from 'vitest';
import { toCluster, toPool } from '#gateways/azure/clusters/to-cluster.ts';

const found: ManagedCluster = {
  id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c',
  location: 'westeurope',
};
const pool: AgentPool = { name: 'np1', count: 3 };

describe('of a cluster Azure tells', () => {
  it.each<[string, Partial<ManagedCluster>, object]>([
    [
      'nothing but its id: a plain one with local accounts',
      {},
      {
        entra: false,
        localAccounts: true,
        isPrivate: false,
        nodeProvisioning: 'Manual',
        upgradeChannel: 'none',
      },
    ],
    ['that users sign in through Entra ID', { aadProfile: { managed: true } }, { entra: true }],
    [
      'of the older kind of Entra ID, which is not that',
      { aadProfile: { managed: false } },
      { entra: false },
    ],
    ['that it gives out no certificates', { disableLocalAccounts: true }, { localAccounts: false }],
    [
      'that its API server is private',
      { apiServerAccessProfile: { enablePrivateCluster: true } },
      { isPrivate: true },
    ],
    [
      'that Karpenter adds nodes',
      { nodeProvisioningProfile: { mode: 'Auto' } },
      { nodeProvisioning: 'Auto' },
    ],
    [
      'that Karpenter adds none',
      { nodeProvisioningProfile: { mode: 'Manual' } },
      { nodeProvisioning: 'Manual' },
    ],
    [
      'its channels',
      { autoUpgradeProfile: { upgradeChannel: 'rapid', nodeOSUpgradeChannel: 'NodeImage' } },
      { upgradeChannel: 'rapid', nodeOSUpgradeChannel: 'NodeImage' },
    ],
  ])('%s', (_what, over, cluster) => {
    expect(toCluster({ ...found, ...over })).toMatchObject(cluster);
  });
});

describe('of a pool Azure tells', () => {
  it.each<[string, Partial<AgentPool>, object | null]>([
    ['nothing of an autoscaler', {}, null],
    [
      'that it is off, whatever limits are left',
      { enableAutoScaling: false, minCount: 1, maxCount: 5 },
      null,
    ],
    ['its limits', { enableAutoScaling: true, minCount: 0, maxCount: 5 }, { min: 0, max: 5 }],
    ['that it is on, without limits', { enableAutoScaling: true }, { min: 0, max: 3 }],
  ])('%s', (_what, over, autoscaling) => {
    expect(toPool({ ...pool, ...over }).autoscaling).toEqual(autoscaling);
  });
});

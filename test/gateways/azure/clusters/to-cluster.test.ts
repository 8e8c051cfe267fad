import { describe, expect, it } from 'vitest';
import { toCluster } from '#gateways/azure/clusters/to-cluster.ts';

const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c';
const plain = { kubernetesVersion: '1.34', currentKubernetesVersion: '1.34.1' };
const read = (properties: object = {}, envelope: object = {}) =>
  toCluster(
    { id, name: 'c', location: 'westeurope', properties: { ...plain, ...properties }, ...envelope },
    id,
  );

describe('of a cluster Azure tells', () => {
  it.each<[string, object, object]>([
    [
      'nothing but its id: a plain one with local accounts',
      {},
      {
        entra: false,
        localAccounts: true,
        isPrivate: false,
        nodeProvisioning: 'Manual',
        upgradeChannel: 'none',
        forcedUntil: null,
        isAutomatic: false,
        currentKubernetesVersion: '1.34.1',
        pools: [],
        notUnderstood: [],
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
    [
      'until when it is forced',
      {
        upgradeSettings: { overrideSettings: { forceUpgrade: true, until: '2026-12-03T10:00:00.1234567Z' } },
      },
      { forcedUntil: '2026-12-03T10:00:00.123Z', notUnderstood: [] },
    ],
    [
      'nulls, which say as little as nothing',
      { aadProfile: null, powerState: null },
      { entra: false, notUnderstood: [] },
    ],
    [
      'a minor alone beside the version that runs, as recorded',
      { kubernetesVersion: '1.32', currentKubernetesVersion: '1.32.5' },
      { currentKubernetesVersion: '1.32.5', notUnderstood: [] },
    ],
    [
      'the version that was asked for alone',
      { kubernetesVersion: '1.32.5', currentKubernetesVersion: null },
      { currentKubernetesVersion: '1.32.5', notUnderstood: [] },
    ],
  ])('%s', (_what, properties, cluster) => {
    expect(read(properties)).toMatchObject(cluster);
  });

  it('that it is an Automatic one', () => {
    expect(read({}, { sku: { name: 'Automatic', tier: 'Standard' } })).toMatchObject({ isAutomatic: true });
  });

  it.each<[string, object, object, string]>([
    [
      'a version that is a number',
      { kubernetesVersion: '1.34.1', currentKubernetesVersion: 1.34 },
      {},
      'properties.currentKubernetesVersion is no text',
    ],
    [
      'no version',
      { kubernetesVersion: null, currentKubernetesVersion: null },
      {},
      'it has no Kubernetes version',
    ],
    [
      'a minor alone, and no version that runs',
      { kubernetesVersion: '1.32', currentKubernetesVersion: null },
      {},
      'it has no currentKubernetesVersion, only the minor 1.32',
    ],
    ['a version that is none', { currentKubernetesVersion: 'latest' }, {}, 'latest is no Kubernetes version'],
    ['no location', {}, { location: null }, 'it has no location'],
    [
      'pools that are text',
      { agentPoolProfiles: 'none' },
      {},
      'properties.agentPoolProfiles is no list of objects',
    ],
    [
      'a pool that is null',
      { agentPoolProfiles: [null] },
      {},
      'properties.agentPoolProfiles is no list of objects',
    ],
    ['tags that are numbers', {}, { tags: { ring: 1 } }, 'tags is no map of texts'],
    ['a list for the network', { networkProfile: [] }, {}, 'properties.networkProfile is no object'],
    [
      'a time that is none',
      { upgradeSettings: { overrideSettings: { forceUpgrade: true, until: 'soon' } } },
      {},
      'properties.upgradeSettings.overrideSettings.until is no time',
    ],
  ])('%s, which is noted with its place', (_what, properties, envelope, clause) => {
    expect(read(properties, envelope).notUnderstood).toEqual([clause]);
  });

  it.each([{}, { id: 7 }, { id: '/subscriptions/s' }, { id: null }])(
    'nothing by %j but where it stood',
    (found) => {
      const cluster = toCluster(found, id);
      expect(cluster).toMatchObject({ resourceId: id, name: 'c' });
      expect(cluster.notUnderstood).toContain('id names no AKS cluster');
    },
  );
});

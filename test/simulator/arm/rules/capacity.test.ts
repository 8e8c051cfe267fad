import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#simulator/values/json-value.ts';
import { aFleet, anAzure, aPool, change, clusterPath } from '../../../simulated/simulated-azure.ts';

const subscription = '/subscriptions/00000000-0000-0000-0000-00000000000a';
const poolPath = `${clusterPath}/agentPools/system`;
const subnetPath = `${subscription}/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet/subnets/nodes`;
const usagesPath = `${subscription}/providers/Microsoft.Compute/locations/westeurope/usages`;

type Surroundings = Partial<
  Pick<ReturnType<typeof aFleet>, 'quotas' | 'networks' | 'skuRestrictions' | 'fleetManagers'>
>;

/** Two nodes of four cores at 1.33.5, their control plane at 1.34.1, in a subnet of 27 addresses. */
function anAzureIn(surroundings: Surroundings, cluster: Record<string, unknown> = {}) {
  const properties = { vnetSubnetID: subnetPath, upgradeSettings: { maxSurge: '2' } };
  const pools = [aPool({ version: '1.33.5', properties })];
  return anAzure({ ...aFleet({ version: '1.34.1', pools, ...cluster }), ...surroundings });
}

function aQuota(family: string, limit: number): Surroundings {
  const place = { subscription: '00000000-0000-0000-0000-00000000000a', location: 'westeurope' };
  return { quotas: [{ ...place, family, limit }] };
}

function aNetwork(othersUse: number): Surroundings {
  const subnets = [{ name: 'nodes', addressPrefix: '10.240.0.0/27', othersUse }];
  const place = { subscription: '00000000-0000-0000-0000-00000000000a', resourceGroup: 'rg-net' };
  return { networks: [{ ...place, name: 'vnet', subnets }] };
}

describe('cores', () => {
  it('are counted by family against the limits of the file', async () => {
    const { body } = await anAzureIn(aQuota('standardDDSv5Family', 12)).send('GET', usagesPath);
    expect(body.value).toEqual([
      expect.objectContaining({
        currentValue: 8,
        name: expect.objectContaining({ value: 'cores' }) as object,
      }),
      expect.objectContaining({
        currentValue: 8,
        limit: 12,
        name: expect.objectContaining({ value: 'standardDDSv5Family' }) as object,
      }),
    ]);
  });

  it.each([
    { family: 'standardDDSv5Family', limit: 15, status: 400 },
    { family: 'cores', limit: 15, status: 400 },
    { family: 'standardDDSv5Family', limit: 16, status: 200 },
    { family: 'standardESv5Family', limit: 0, status: 200 },
  ])(
    'of $family up to $limit answer an upgrade with a surge of eight with $status',
    async ({ family, limit, status }) => {
      const answer = await change(anAzureIn(aQuota(family, limit)), poolPath, {
        orchestratorVersion: '1.34.1',
      });
      expect([answer.status, answer.body.code]).toEqual([
        status,
        status === 400 ? 'QuotaExceeded' : undefined,
      ]);
    },
  );

  it('suffice again once the same request lowers maxSurge', async () => {
    const azure = anAzureIn(aQuota('cores', 12));
    const wanted = { orchestratorVersion: '1.34.1', upgradeSettings: { maxSurge: '1' } };
    expect((await change(azure, poolPath, wanted)).status).toBe(200);
  });

  it('are asked for by an image upgrade and by a cluster that takes its pools along', async () => {
    const azure = anAzureIn(aQuota('cores', 8));
    const { body } = await azure.send('GET', clusterPath);
    const properties = body.properties as JsonObject & { agentPoolProfiles: JsonObject[] };
    const agentPoolProfiles = properties.agentPoolProfiles.map((each) => ({
      ...each,
      orchestratorVersion: '1.34.1',
    }));
    const cluster = await azure.send('PUT', clusterPath, {
      ...body,
      properties: { ...properties, agentPoolProfiles },
    });
    const image = await azure.send('POST', `${poolPath}/upgradeNodeImageVersion`);
    expect([cluster.body.code, image.body.code]).toEqual(['QuotaExceeded', 'QuotaExceeded']);
  });
});

describe('addresses of a subnet', () => {
  it('are shown one by one', async () => {
    const { body } = await anAzureIn(aNetwork(3)).send('GET', subnetPath);
    const { ipConfigurations, addressPrefix } = body.properties as {
      ipConfigurations: object[];
      addressPrefix: string;
    };
    expect([ipConfigurations.length, addressPrefix]).toEqual([5, '10.240.0.0/27']);
  });

  it.each([
    { others: 23, mode: 'overlay', status: 200 },
    { others: 24, mode: 'overlay', status: 400 },
    { others: 0, mode: '', status: 400 },
  ])(
    'with $others taken by others, network mode "$mode", answer two surge nodes with $status',
    async ({ others, mode, status }) => {
      const properties = { networkProfile: { networkPluginMode: mode } };
      const answer = await change(anAzureIn(aNetwork(others), { properties }), poolPath, {
        orchestratorVersion: '1.34.1',
      });
      expect([answer.status, answer.body.code]).toEqual([
        status,
        status === 400 ? 'InsufficientSubnetSize' : undefined,
      ]);
    },
  );

  it('of an unknown subnet are not found', async () => {
    expect((await anAzureIn({}).send('GET', subnetPath)).status).toBe(404);
  });
});

describe('machine sizes', () => {
  const skusPath = `${subscription}/providers/Microsoft.Compute/skus`;
  const restricted = (zones: readonly string[], vmSize = 'Standard_D4ds_v5') => ({
    skuRestrictions: [
      { subscription: subscription.split('/')[2]!, location: 'westeurope', vmSize, zones: [...zones] },
    ],
  });
  const pinned = (...zones: string[]) => ({ pools: [aPool({ version: '1.33.5', zones })] });

  it('are listed with their zones and restrictions, of one region if the filter names it', async () => {
    const azure = anAzureIn(restricted(['2']));
    const { body } = await azure.send(
      'GET',
      `${skusPath}?api-version=2021-07-01&$filter=${encodeURIComponent("location eq 'westeurope'")}`,
    );
    expect(body.value).toEqual([
      expect.objectContaining({
        resourceType: 'virtualMachines',
        name: 'Standard_D4ds_v5',
        locationInfo: [{ location: 'westeurope', zones: ['1', '2', '3'] }],
        restrictions: [
          {
            type: 'Zone',
            values: ['westeurope'],
            restrictionInfo: { locations: ['westeurope'], zones: ['2'] },
            reasonCode: 'NotAvailableForSubscription',
          },
        ],
      }),
    ]);
    const elsewhere = await azure.send(
      'GET',
      `${skusPath}?api-version=2021-07-01&$filter=${encodeURIComponent("location eq 'northeurope'")}`,
    );
    expect(elsewhere.body.value).toEqual([]);
  });

  it.each([
    { what: 'a zone of the pool', restriction: restricted(['2']), zones: ['1', '2'], status: 400 },
    { what: 'another zone', restriction: restricted(['3']), zones: ['1', '2'], status: 200 },
    { what: 'the region', restriction: restricted([]), zones: [], status: 400 },
    { what: 'another size', restriction: restricted([], 'Standard_E4s_v5'), zones: ['1'], status: 200 },
  ])('that are refused in $what answer an upgrade with $status', async ({ restriction, zones, status }) => {
    const answer = await change(anAzureIn(restriction, pinned(...zones)), poolPath, {
      orchestratorVersion: '1.34.1',
    });
    expect([answer.status, answer.body.code]).toEqual([
      status,
      status === 400 ? 'SkuNotAvailable' : undefined,
    ]);
  });
});

describe('what else there is', () => {
  it('fleet managers name their members and auto-upgrade profiles', async () => {
    const place = {
      subscription: '00000000-0000-0000-0000-00000000000a',
      resourceGroup: 'rg-fleet',
      location: 'westeurope',
    };
    const azure = anAzureIn({
      fleetManagers: [
        {
          ...place,
          name: 'fleet',
          members: [{ cluster: 'aks-one-weu', group: 'prod' }],
          autoUpgradeProfiles: [{ name: 'weekly', channel: 'NodeImage', disabled: false }],
        },
      ],
    });
    const [fleet] = (await azure.send('GET', `${subscription}/providers/Microsoft.ContainerService/fleets`))
      .body.value as JsonObject[];
    const { body } = await azure.send('GET', `${fleet?.id as string}/members`);
    expect(body.value).toEqual([
      expect.objectContaining({
        properties: {
          clusterResourceId: azure.world.clusters[0]!.id,
          group: 'prod',
          provisioningState: 'Succeeded',
        },
      }),
    ]);
    const profiles = await azure.send('GET', `${fleet?.id as string}/autoUpgradeProfiles`);
    expect(profiles.body.value).toEqual([
      expect.objectContaining({
        name: 'weekly',
        properties: { channel: 'NodeImage', disabled: false, provisioningState: 'Succeeded' },
      }),
    ]);
  });

  it('maintenance configurations are those of the file, snapshots there are none', async () => {
    const azure = anAzureIn(
      {},
      { maintenance: [{ name: 'default', properties: { timeInWeek: [{ day: 'Sunday', hourSlots: [1] }] } }] },
    );
    const list = async (path: string) =>
      ((await azure.send('GET', path)).body.value as JsonObject[]).map(({ name }) => name);
    expect(await list(`${clusterPath}/maintenanceConfigurations`)).toEqual(['default']);
    expect(await list(`${subscription}/providers/Microsoft.ContainerService/snapshots`)).toEqual([]);
  });
});

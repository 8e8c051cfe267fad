import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#simulator/values/json-value.ts';
import { aFleet, anAzure, aPool, change, clusterPath, operationOf } from '../../simulated/simulated-azure.ts';

const poolPath = `${clusterPath}/agentPools/system`;

function anAzureWhere(scheduledEvent: Record<string, unknown>, cluster: Record<string, unknown> = {}) {
  const fleet = aFleet(cluster);
  const common = { cluster: 'aks-one-weu', after: '1h' };
  return anAzure({
    ...fleet,
    scheduledEvents: [{ ...common, ...scheduledEvent }] as typeof fleet.scheduledEvents,
  });
}

async function stateOf(azure: ReturnType<typeof anAzure>, path = clusterPath) {
  return (await azure.send('GET', path)).body.properties as JsonObject;
}

it.each([
  [{ maxSurge: '1' }, 400, "Spot pools can't set max surge"],
  [{ maxUnavailable: '1' }, 400, "Spot pools can't set max unavailable"],
  [{ drainTimeoutInMinutes: 30 }, 200, undefined],
  [{}, 200, undefined],
])('a Spot pool answers settings %j with %i', async (upgradeSettings, status, message) => {
  const azure = anAzure(aFleet({ pools: [aPool({ properties: { scaleSetPriority: 'Spot' } })] }));
  const before = (await azure.send('GET', poolPath)).body.properties as JsonObject;
  expect(before.upgradeSettings).toEqual({});
  const answer = await change(azure, poolPath, { upgradeSettings });
  expect(answer.status).toBe(status);
  if (message !== undefined) expect(JSON.stringify(answer.body)).toContain(message);
});

describe('what others do', () => {
  it('keeps the cluster busy for the time of a foreign operation', async () => {
    const azure = anAzureWhere({ kind: 'foreign-operation', minutes: 10 });
    azure.pass(65);
    expect((await change(azure, poolPath, { nodeLabels: { a: 'b' } })).status).toBe(409);
    azure.pass(6);
    expect((await change(azure, poolPath, { nodeLabels: { a: 'b' } })).status).toBe(200);
  });

  it('ends a foreign operation before its time', async () => {
    const azure = anAzure({
      ...aFleet(),
      scheduledEvents: [
        { cluster: 'aks-one-weu', after: '1h', kind: 'foreign-operation', minutes: 600 },
        { cluster: 'aks-one-weu', after: '65m', kind: 'foreign-operation-ends' },
      ],
    });
    azure.pass(62);
    expect((await stateOf(azure)).provisioningState).not.toBe('Succeeded');
    azure.pass(4);
    expect((await stateOf(azure)).provisioningState).toBe('Succeeded');
    azure.pass(600);
    expect((await stateOf(azure)).provisioningState).toBe('Succeeded');
  });

  it.each([5, 1])(
    'scales a pool to %i nodes, changes its eTag, and a stale count does no harm',
    async (count) => {
      const pools = [aPool({ properties: { enableAutoScaling: true, minCount: 1, maxCount: 9 } })];
      const azure = anAzureWhere({ kind: 'autoscale', pool: 'system', count }, { pools });
      const before = (await azure.send('GET', poolPath)).body;
      azure.pass(61);
      const after = await stateOf(azure, poolPath);
      expect(after.count).toBe(count);
      expect(after.eTag).not.toBe((before.properties as JsonObject).eTag);
      expect(azure.world.clusters[0]!.kubernetes.nodes()).toHaveLength(count);
      expect((await azure.send('PUT', poolPath, before)).status).toBe(200);
      expect((await stateOf(azure, poolPath)).count).toBe(count);
    },
  );

  it.each([
    ['Spot', 2, 1],
    ['Spot', 9, 0],
    ['Regular', 2, 3],
  ])(
    'takes nodes of a %s pool away, %i of three: %i stay, and so does the count',
    async (scaleSetPriority, nodes, left) => {
      const pools = [aPool({ count: 3, properties: { scaleSetPriority } })];
      const azure = anAzureWhere({ kind: 'spot-eviction', pool: 'system', nodes }, { pools });
      azure.pass(61);
      expect(azure.world.clusters[0]!.kubernetes.nodes()).toHaveLength(left);
      expect((await stateOf(azure, poolPath)).count).toBe(3);
    },
  );

  it.each([
    { channel: 'patch', version: '1.33.6' },
    { channel: 'stable', version: '1.34.1' },
    { channel: 'rapid', version: '1.34.1' },
    { channel: 'node-image', version: '1.33.5' },
    { channel: 'none', version: '1.33.5' },
  ])('upgrades by channel $channel to $version, pools and images too', async ({ channel, version }) => {
    const properties = { autoUpgradeProfile: { upgradeChannel: channel, nodeOSUpgradeChannel: 'None' } };
    const azure = anAzureWhere({ kind: 'auto-upgrade' }, { properties });
    const { nodeImageVersion: image } = await stateOf(azure, poolPath);
    azure.pass(240);
    const pool = await stateOf(azure, poolPath);
    expect((await stateOf(azure)).currentKubernetesVersion).toBe(version);
    expect(pool).toMatchObject({ currentOrchestratorVersion: version, provisioningState: 'Succeeded' });
    expect(pool.nodeImageVersion === image).toBe(channel === 'none');
  });

  it('stops a cluster and starts it again', async () => {
    const azure = anAzureWhere({ kind: 'stop' });
    azure.pass(70);
    expect(await stateOf(azure)).toMatchObject({ powerState: { code: 'Stopped' } });
    await azure.send('POST', '/_simulator/scheduled-events', {
      kind: 'start',
      cluster: 'aks-one-weu',
      after: '10m',
    });
    azure.pass(20);
    expect(await stateOf(azure)).toMatchObject({ powerState: { code: 'Running' } });
  });

  it('happens again and again where it says so', () => {
    const azure = anAzureWhere({ kind: 'foreign-operation', minutes: 1, every: '1h' });
    azure.pass(5 * 60 + 30);
    expect(azure.world.operations.size).toBe(5);
  });
});

describe('start and stop by request', () => {
  it('are operations, refused where the cluster is there already', async () => {
    const azure = anAzure(aFleet({ pools: [aPool()] }));
    expect((await azure.send('POST', `${clusterPath}/start`)).status).toBe(400);
    const poll = operationOf(await azure.send('POST', `${clusterPath}/stop`));
    expect((await stateOf(azure)).provisioningState).toBe('Stopping');
    azure.pass(5);
    expect((await azure.send('GET', poll)).body.status).toBe('Succeeded');
    expect(await stateOf(azure, poolPath)).toMatchObject({ powerState: { code: 'Stopped' } });
    expect((await azure.send('POST', `${clusterPath}/start`)).status).toBe(202);
  });
});

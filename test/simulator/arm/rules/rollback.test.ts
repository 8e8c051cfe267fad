import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#simulator/values/json-value.ts';
import {
  aFleet,
  anAzure,
  aPool,
  change,
  clusterPath,
  operationOf,
  type SimulatedAzure,
} from '../../../simulated/simulated-azure.ts';

const poolPath = `${clusterPath}/agentPools/system`;
const dayMinutes = 24 * 60;

/** A pool that was upgraded from 1.33.5 to 1.34.1, and the pairs it could go back to. */
async function anUpgradedPool(cluster: Record<string, unknown> = {}) {
  const azure = anAzure(aFleet({ version: '1.34.1', pools: [aPool({ version: '1.33.5' })], ...cluster }));
  await change(azure, poolPath, { orchestratorVersion: '1.34.1' });
  azure.pass(120);
  return { azure, pairs: await pairsOf(azure) };
}

async function pairsOf(azure: SimulatedAzure): Promise<readonly JsonObject[]> {
  const { body } = await azure.send('GET', `${poolPath}/upgradeProfiles/default`);
  return ((body.properties as JsonObject).recentlyUsedVersions ?? []) as JsonObject[];
}

describe('a rollback', () => {
  it('takes version and image back to the pair that was left, once', async () => {
    const { azure, pairs } = await anUpgradedPool();
    const { timestamp: _, ...pair } = pairs[0]!;
    const answer = await change(azure, poolPath, pair);
    const operation = operationOf(answer);
    azure.pass(120);
    expect((await azure.send('GET', operation)).body.status).toBe('Succeeded');
    expect((await azure.send('GET', poolPath)).body.properties).toMatchObject({
      ...pair,
      currentOrchestratorVersion: '1.33.5',
      provisioningState: 'Succeeded',
    });
    const nodes = azure.world.clusters[0]!.kubernetes.nodes();
    expect(new Set(nodes.map((node) => node.labels['kubernetes.azure.com/node-image-version']))).toEqual(
      new Set([pair.nodeImageVersion]),
    );
    const { entries } = (await azure.send('GET', '/_simulator/ledger')).body as { entries: JsonObject[] };
    expect(entries.at(-1)?.operation).toMatchObject({ kind: 'rollback', from: '1.34.1', to: '1.33.5' });
    expect(await pairsOf(azure)).toEqual([]);
  });

  it('takes a pool back whose upgrade ended half way, and continues if it ends half way itself', async () => {
    const azure = anAzure(aFleet({ version: '1.34.1', pools: [aPool({ version: '1.33.5', count: 2 })] }));
    await azure.send('POST', '/_simulator/faults', { kind: 'operation-fails', afterNodes: 1 });
    await change(azure, poolPath, { orchestratorVersion: '1.34.1' });
    azure.pass(120);
    const [{ timestamp: _, ...pair } = {}] = await pairsOf(azure);
    await azure.send('POST', '/_simulator/faults', { kind: 'operation-fails', afterNodes: 0 });
    const versions = () => azure.world.clusters[0]!.kubernetes.nodes().map((node) => node.kubeletVersion);
    for (const [state, count] of [
      ['Failed', 1],
      ['Succeeded', 2],
    ] as const) {
      operationOf(await change(azure, poolPath, pair));
      azure.pass(120);
      const { body } = await azure.send('GET', poolPath);
      expect((body.properties as JsonObject).provisioningState).toBe(state);
      expect(versions().filter((version) => version === 'v1.33.5').length).toBe(count);
    }
  });

  it('keeps its image where it is sent again for a node that a success has left behind', async () => {
    const azure = anAzure(aFleet({ version: '1.34.1', pools: [aPool({ version: '1.33.5', count: 2 })] }));
    await change(azure, poolPath, { orchestratorVersion: '1.34.1' });
    azure.pass(120);
    const [{ timestamp: _, ...pair } = {}] = await pairsOf(azure);
    const nodes = () =>
      azure.world.clusters[0]!.kubernetes.nodes().map(({ kubeletVersion, labels }) => [
        kubeletVersion,
        labels['kubernetes.azure.com/node-image-version'],
      ]);
    const back = [`v${pair.orchestratorVersion as string}`, pair.nodeImageVersion];
    await azure.send('POST', '/_simulator/faults', { kind: 'false-success' });
    await change(azure, poolPath, pair);
    azure.pass(120);
    expect(nodes()).not.toEqual([back, back]);
    operationOf(await change(azure, poolPath, pair));
    azure.pass(120);
    expect(nodes()).toEqual([back, back]);
  });

  it('is refused where the version is no longer supported', async () => {
    const azure = anAzure(
      aFleet({ location: 'northeurope', version: '1.34.1', pools: [aPool({ version: '1.34.1' })] }),
    );
    const pool = azure.world.clusters[0]!.pools[0]!;
    pool.recentlyUsed = [{ version: '1.33.4', image: pool.image, leftMs: azure.world.queue.now() }];
    const answer = await change(azure, poolPath, {
      orchestratorVersion: '1.33.4',
      nodeImageVersion: pool.image,
    });
    expect([answer.status, answer.body.message]).toEqual([
      400,
      expect.stringContaining('1.33.4 is no longer supported'),
    ]);
  });

  it('is no longer offered or accepted after seven days', async () => {
    const { azure, pairs } = await anUpgradedPool();
    azure.pass(7 * dayMinutes);
    expect(await pairsOf(azure)).toEqual([]);
    const { timestamp: _, ...pair } = pairs[0]!;
    const answer = await change(azure, poolPath, pair);
    expect([answer.status, answer.body.message]).toEqual([
      400,
      expect.stringContaining('is not accepted. Please use the current version'),
    ]);
  });

  it.each([
    {
      profile: { upgradeChannel: 'patch', nodeOSUpgradeChannel: 'None' },
      says: 'automatic upgrade channel is patch',
    },
    {
      profile: { upgradeChannel: 'none', nodeOSUpgradeChannel: 'NodeImage' },
      says: 'node OS upgrade channel is NodeImage',
    },
  ])('is refused while the $says', async ({ profile, says }) => {
    const { azure, pairs } = await anUpgradedPool({ properties: { autoUpgradeProfile: profile } });
    const { timestamp: _, ...pair } = pairs[0]!;
    const answer = await change(azure, poolPath, pair);
    expect([answer.status, answer.body.message]).toEqual([400, expect.stringContaining(says)]);
  });
});

describe('nodeImageVersion in a request', () => {
  it.each(['latest', 'the newest'])('upgrades the image where it is %s', async (wish) => {
    const azure = anAzure();
    const { body } = await azure.send('GET', `${poolPath}/upgradeProfiles/default`);
    const { latestNodeImageVersion } = body.properties as JsonObject;
    const nodeImageVersion = wish === 'latest' ? wish : latestNodeImageVersion!;
    operationOf(await change(azure, poolPath, { nodeImageVersion }));
    azure.pass(60);
    expect((await azure.send('GET', poolPath)).body.properties).toMatchObject({
      nodeImageVersion: latestNodeImageVersion,
    });
  });

  it('changes nothing where it is the current one', async () => {
    const azure = anAzure();
    const { body } = await azure.send('GET', poolPath);
    const answer = await azure.send('PUT', poolPath, body);
    expect([answer.status, answer.headers.get('azure-asyncoperation')]).toEqual([200, null]);
  });
});

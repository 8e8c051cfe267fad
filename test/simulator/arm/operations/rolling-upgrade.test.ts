import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aFleet,
  anAzure,
  aPool,
  change,
  clusterPath,
  operationOf,
  type SimulatedAzure,
} from '../../../simulated/simulated-azure.ts';

const poolPath = `${clusterPath}/agentPools/np1`;
const settings = { maxSurge: '50%', maxUnavailable: '0', drainTimeoutInMinutes: 10 };

/** Four nodes behind their control plane, and a workload with a budget that can or cannot be met. */
function aFleetToUpgrade(
  parts: { readonly minAvailable?: number; readonly upgradeSettings?: object; readonly osSku?: string } = {},
) {
  const { minAvailable = 3, upgradeSettings = {}, osSku = 'Ubuntu' } = parts;
  const properties = { upgradeSettings: { ...settings, ...upgradeSettings } };
  const os = osSku.startsWith('Windows') ? 'windows' : 'linux';
  return aFleet({
    version: '1.34.1',
    pools: [aPool(), aPool({ name: 'np1', mode: 'User', count: 4, version: '1.33.5', osSku, properties })],
    workloads: [
      {
        kind: 'Deployment',
        namespace: 'shop',
        name: 'web',
        replicas: 4,
        pool: 'np1',
        os,
        budget: { minAvailable },
      },
      { kind: 'DaemonSet', namespace: 'kube-system', name: 'agent', os },
    ],
  });
}

function nodesOf(azure: SimulatedAzure) {
  return azure.world.clusters[0]!.kubernetes.nodes('np1');
}

async function upgraded(azure: SimulatedAzure, minutes = 90) {
  const poll = operationOf(await change(azure, poolPath, { orchestratorVersion: '1.34.1' }));
  azure.pass(minutes);
  return (await azure.send('GET', poll)).body;
}

describe('a rolling upgrade', () => {
  it.each(['Ubuntu', 'Windows2022'])(
    'leaves every %s node new, ready, open, and no surge node',
    async (osSku) => {
      const azure = anAzure(aFleetToUpgrade({ osSku }));
      const images = (await azure.send('GET', `${poolPath}/upgradeProfiles/default`)).body.properties;
      expect((await upgraded(azure)).status).toBe('Succeeded');
      const nodes = nodesOf(azure);
      expect(nodes).toHaveLength(4);
      for (const node of nodes) {
        expect(node).toMatchObject({ kubeletVersion: 'v1.34.1', ready: true, unschedulable: false });
        expect(node.labels['kubernetes.azure.com/node-image-version']).toBe(
          (images as { latestNodeImageVersion: string }).latestNodeImageVersion,
        );
      }
    },
  );

  it('adds surge nodes first and never has fewer nodes to schedule on than the pool counts', async () => {
    const azure = anAzure(aFleetToUpgrade());
    await change(azure, poolPath, { orchestratorVersion: '1.34.1' });
    let most = 0;
    for (let step = 0; step < 400; step += 1) {
      const nodes = nodesOf(azure);
      most = Math.max(most, nodes.length);
      expect(nodes.filter((node) => node.ready && !node.unschedulable).length).toBeGreaterThanOrEqual(4);
      azure.pass(0.1);
    }
    expect(most).toBe(6);
  });

  it.each([
    { maxSurge: '1', maxUnavailable: '0', atOnce: 1 },
    { maxSurge: '50%', maxUnavailable: '0', atOnce: 2 },
    { maxSurge: '4', maxUnavailable: '0', atOnce: 4 },
    { maxSurge: '0', maxUnavailable: '2', atOnce: 2 },
  ])(
    'replaces $atOnce of four nodes at a time under $maxSurge surge, $maxUnavailable unavailable',
    async (row) => {
      const { atOnce, ...upgradeSettings } = row;
      const azure = anAzure(aFleetToUpgrade({ minAvailable: 0, upgradeSettings }));
      await change(azure, poolPath, { orchestratorVersion: '1.34.1' });
      let most = 0;
      for (let step = 0; step < 400; step += 1) {
        most = Math.max(most, nodesOf(azure).filter((node) => !node.ready).length);
        azure.pass(0.1);
      }
      expect(most).toBe(atOnce);
    },
  );

  it('remembers the versions it left, for a rollback', async () => {
    const azure = anAzure(aFleetToUpgrade());
    await upgraded(azure);
    const { body } = await azure.send('GET', `${poolPath}/upgradeProfiles/default`);
    const [pair] = (
      body.properties as { recentlyUsedVersions: { orchestratorVersion: string; timestamp: string }[] }
    ).recentlyUsedVersions;
    expect(pair?.orchestratorVersion).toBe('1.33.5');
    expect(pair?.timestamp).toMatch(/\.\d{9}Z$/);
  });

  it('ends the same, however often it is read', async () => {
    const run = async (steps: readonly number[]) => {
      const azure = anAzure(aFleetToUpgrade());
      await change(azure, poolPath, { orchestratorVersion: '1.34.1' });
      for (const minutes of steps) azure.pass(minutes);
      azure.pass(120 - steps.reduce((sum, minutes) => sum + minutes, 0));
      const operations = [...azure.world.operations.values()].map(({ id, finishedMs }) => [id, finishedMs]);
      return JSON.stringify({ operations, cluster: azure.world.clusters[0]!.document() });
    };
    const inOneGo = await run([]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 10 }), async (steps) => {
        expect(await run(steps)).toBe(inOneGo);
      }),
      { numRuns: 20 },
    );
  });
});

describe('a node that cannot be drained', () => {
  it('fails the upgrade after the drain timeout, names the budget, opens the node and removes the surge', async () => {
    const azure = anAzure(aFleetToUpgrade({ minAvailable: 4 }));
    const operation = await upgraded(azure);
    expect(operation).toMatchObject({ status: 'Failed', error: { code: 'UpgradeFailed' } });
    expect((operation.error as { message: string }).message).toMatch(/shop\/web.* blocked by pdb web/);
    const nodes = nodesOf(azure);
    expect(nodes).toHaveLength(4);
    expect(nodes.some((node) => node.unschedulable)).toBe(false);
    expect((await azure.send('GET', poolPath)).body.properties).toMatchObject({
      provisioningState: 'Failed',
    });
  });

  it('is quarantined under behaviour Cordon, and keeps a surge node in its place', async () => {
    const azure = anAzure(
      aFleetToUpgrade({ minAvailable: 4, upgradeSettings: { undrainableNodeBehavior: 'Cordon' } }),
    );
    expect((await upgraded(azure)).status).toBe('Failed');
    const quarantined = nodesOf(azure).filter(
      (node) => node.labels['kubernetes.azure.com/upgrade-status'] === 'Quarantined',
    );
    expect(quarantined.length).toBeGreaterThan(0);
    expect(quarantined.every((node) => node.unschedulable && node.kubeletVersion === 'v1.33.5')).toBe(true);
    expect(azure.world.clusters[0]?.pool('np1')?.surge.size).toBe(Math.min(2, quarantined.length));
  });

  it('is upgraded with the rest by the next PUT, once the budget allows it', async () => {
    const azure = anAzure(aFleetToUpgrade({ minAvailable: 4 }));
    await upgraded(azure);
    const budget = {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web', namespace: 'shop' },
    };
    const spec = { minAvailable: 1, selector: { matchLabels: { app: 'web' } } };
    azure.world.clusters[0]!.kubernetes.apply([{ ...budget, spec }]);
    expect((await upgraded(azure)).status).toBe('Succeeded');
    expect(new Set(nodesOf(azure).map((node) => node.kubeletVersion))).toEqual(new Set(['v1.34.1']));
  });
});

import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { armClientFor } from '../support/simulator-clients.ts';
import { type RunningSimulator, startSimulator } from '../support/simulator-process.ts';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await startSimulator('small', ['--speed', '6000']);
});
afterAll(() => simulator.stop());

describe('a node pool upgraded by the unmodified SDK', () => {
  it('follows the control plane, node by node, and the ledger says so', async () => {
    const { managedClusters, agentPools } = armClientFor(simulator);
    const cluster = await managedClusters.get('rg-one', 'aks-one-weu');
    await managedClusters.createOrUpdate('rg-one', 'aks-one-weu', {
      ...cluster,
      kubernetesVersion: '1.34.1',
    });
    const pool = await agentPools.get('rg-one', 'aks-one-weu', 'system');
    const upgraded = await agentPools.createOrUpdate(
      'rg-one',
      'aks-one-weu',
      'system',
      { ...pool, orchestratorVersion: '1.34.1' },
      { ifMatch: pool.eTag ?? '' },
    );
    expect(upgraded.provisioningState).toBe('Succeeded');
    const nodes = await listNodes();
    expect(nodes).toEqual(['v1.34.1 ready', 'v1.34.1 ready']);
    const operations = (await simulator.ledger()).map(({ effect, operation }) => [effect, operation?.result]);
    expect(operations).toEqual([
      ['managedCluster aks-one-weu 1.33.5 -> 1.34.1 accepted', 'Succeeded'],
      ['agentPool system 1.33.5 -> 1.34.1 accepted', 'Succeeded'],
    ]);
  });
});

async function listNodes(): Promise<string[]> {
  const config = new KubeConfig();
  config.loadFromFile(simulator.ready.clusters[0]?.kubeconfigFile ?? '');
  const { items } = await config.makeApiClient(CoreV1Api).listNode();
  return items.map(({ status }) => {
    const ready = status?.conditions?.find(({ type }) => type === 'Ready')?.status;
    return `${status?.nodeInfo?.kubeletVersion} ${ready === 'True' ? 'ready' : 'not ready'}`;
  });
}

import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningSimulator, startSimulator } from '../../processes/simulator-process.ts';
import { armClientFor } from '../../simulated/simulator-clients.ts';

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

describe('a pod evicted by the unmodified Kubernetes client', () => {
  it('stands in the ledger beside the changes of Azure', async () => {
    const core = coreClient();
    const { items } = await core.listNamespacedPod({ namespace: 'shop' });
    const name = items[0]?.metadata?.name ?? '';
    await core.createNamespacedPodEviction({
      name,
      namespace: 'shop',
      body: { metadata: { name, namespace: 'shop' } },
    });
    expect((await simulator.ledger()).at(-1)).toMatchObject({
      plane: 'kubernetes',
      cluster: 'aks-one-weu',
      status: 201,
      mutation: true,
      effect: `pod shop/${name} evicted`,
    });
  });
});

function coreClient(): CoreV1Api {
  const config = new KubeConfig();
  config.loadFromFile(simulator.ready.clusters[0]?.kubeconfigFile ?? '');
  return config.makeApiClient(CoreV1Api);
}

async function listNodes(): Promise<string[]> {
  const { items } = await coreClient().listNode();
  return items.map(({ status }) => {
    const ready = status?.conditions?.find(({ type }) => type === 'Ready')?.status;
    return `${status?.nodeInfo?.kubeletVersion} ${ready === 'True' ? 'ready' : 'not ready'}`;
  });
}

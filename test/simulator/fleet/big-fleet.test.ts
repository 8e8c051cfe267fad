import { describe, expect, it } from 'vitest';
import { expandClusters } from '#simulator/fleet/expand-fleet.ts';
import { FleetFileError, parseFleet } from '#simulator/read-fleet-file.ts';
import { aFleet, anAzure, aPool, change, clusterPath } from '../../simulated/simulated-azure.ts';

const many = aFleet({
  name: 'aks-{n}',
  resourceGroup: 'rg-{n}',
  repeat: {
    times: 120,
    subscriptions: ['00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-00000000000b'],
    locations: ['westeurope', 'northeurope', 'swedencentral'],
    tags: { ring: ['test', 'production'] },
  },
  pools: [aPool(), aPool({ name: 'np{n}', mode: 'User', repeat: 3 })],
});

describe('a cluster that is repeated', () => {
  it('counts from 1 with leading zeros and takes subscriptions, locations and tags in turn', () => {
    const clusters = expandClusters(many.clusters);
    expect(clusters).toHaveLength(120);
    expect(clusters[4]).toMatchObject({
      name: 'aks-005',
      resourceGroup: 'rg-005',
      subscription: '00000000-0000-0000-0000-00000000000a',
      location: 'northeurope',
      tags: { ring: 'test' },
    });
    expect(clusters[4]?.pools.map(({ name }) => name)).toEqual(['system', 'np1', 'np2', 'np3']);
  });

  it('is listed page by page', async () => {
    const azure = anAzure(many);
    const path = `/subscriptions/00000000-0000-0000-0000-00000000000a/providers/Microsoft.ContainerService/managedClusters`;
    const first = await azure.send('GET', path);
    const { pathname, search } = new URL(first.body.nextLink as string);
    const second = await azure.send('GET', pathname + search);
    expect([first, second].map(({ body }) => (body.value as object[]).length)).toEqual([50, 10]);
    expect(second.body.nextLink).toBeUndefined();
  });

  it.each([
    {
      cluster:
        '{ name: same, resourceGroup: rg, version: 1.33.5, repeat: { times: 2 }, pools: [{ name: a }] }',
      twin: 'cluster same in group rg',
    },
    {
      cluster: '{ name: one, resourceGroup: rg, version: 1.33.5, pools: [{ name: a, repeat: 2 }] }',
      twin: 'pool a in cluster one',
    },
  ])('is refused where it leaves two of one name: $twin', ({ cluster, twin }) => {
    const text = `apiVersion: drydock.dev/v1\nkind: Fleet\nmetadata: { name: x }\nspec: { start: 2026-11-20T08:00:00Z, clusters: [${cluster}] }\n`;
    expect(() => parseFleet(text, 'fleet.yaml')).toThrow(
      new FleetFileError([`fleet.yaml  there is more than one ${twin}`]),
    );
  });
});

describe('the Kubernetes of a cluster', () => {
  const fleet = aFleet({
    pools: [aPool({ properties: { nodeLabels: { first: 'yes' } } })],
    workloads: [{ kind: 'Deployment', namespace: 'shop', name: 'web', replicas: 3 }],
  });
  const pods = (azure: ReturnType<typeof anAzure>) =>
    azure.world.clusters[0]!.kubernetes.state.store.all('pods');

  it('is the same however late it is first read', async () => {
    const [early, late] = [anAzure(fleet), anAzure(fleet)];
    expect(pods(early)).toHaveLength(3);
    late.pass(120);
    early.pass(120);
    expect(pods(late)).toEqual(pods(early));
  });

  it('begins with the nodes of the file, even if the pool was changed before the first read', async () => {
    const azure = anAzure(fleet);
    await change(azure, `${clusterPath}/agentPools/system`, { nodeLabels: { second: 'yes' } });
    expect(azure.world.clusters[0]!.kubernetes.nodes()[0]?.labels).toMatchObject({ first: 'yes' });
  });
});

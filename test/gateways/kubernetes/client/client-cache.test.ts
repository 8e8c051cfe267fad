import { describe, expect, it } from 'vitest';
import { keepClients } from '#gateways/kubernetes/client/client-cache.ts';
import type { ClusterClient } from '#gateways/kubernetes/client/cluster-client.ts';

const idOf = (index: number) =>
  `/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/aks-${index}`;

function openKept() {
  const opened: string[] = [];
  const clients = keepClients((resourceId) => {
    opened.push(resourceId);
    return Promise.resolve({ close: () => Promise.resolve() } as ClusterClient);
  });
  const timesOpened = (index: number) => opened.filter((each) => each === idOf(index)).length;
  return { clients, timesOpened };
}

describe('the client of a cluster', () => {
  it('is opened once, however the cluster is spelled', async () => {
    const { clients, timesOpened } = openKept();
    await clients.of(idOf(1));
    await clients.of(idOf(1).toUpperCase());
    expect(timesOpened(1)).toBe(1);
  });

  it('is opened anew once it was dropped', async () => {
    const { clients, timesOpened } = openKept();
    await clients.of(idOf(1));
    clients.drop(idOf(1));
    await clients.of(idOf(1));
    expect(timesOpened(1)).toBe(2);
  });

  it('is forgotten when many others were asked since, but not while it is asked itself', async () => {
    const { clients, timesOpened } = openKept();
    for (let index = 0; index < 120; index += 1) {
      await clients.of(idOf(index));
      await clients.of(idOf(1));
    }
    await clients.of(idOf(0));
    expect([timesOpened(0), timesOpened(1)]).toEqual([2, 1]);
  });
});

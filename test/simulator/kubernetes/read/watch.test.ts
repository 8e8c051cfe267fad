import { CoreV1Api, type ListWatch, makeInformer, type V1Pod, Watch } from '@kubernetes/client-node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Served, serveCluster } from '../../../simulated/served-cluster.ts';
import {
  aDeployment,
  aSimulatedCluster,
  type SimulatedCluster,
} from '../../../simulated/simulated-cluster.ts';

let simulated: SimulatedCluster;
let served: Served;
let core: CoreV1Api;
let stop: () => void = () => undefined;

beforeAll(async () => {
  served = await serveCluster(() => simulated.cluster);
  core = served.kubeConfig().makeApiClient(CoreV1Api);
});
beforeEach(() => {
  simulated = aSimulatedCluster({ workloads: [aDeployment({ replicas: 2 })] });
});
afterEach(() => stop());
afterAll(() => served.close());

interface Seen {
  readonly type: string;
  readonly object: {
    readonly kind?: string;
    readonly code?: number;
    readonly metadata?: {
      readonly name?: string;
      readonly resourceVersion?: string;
      readonly annotations?: object;
    };
  };
}

describe('a watch by the unmodified client', () => {
  it('begins with what there is, and continues with what happens', async () => {
    const { seen } = await watching('/api/v1/nodes', {});
    await vi.waitFor(() => expect(named(seen, 'ADDED')).toEqual(['node-0', 'node-1', 'node-2']));
    simulated.cluster.cordon('node-1');
    simulated.cluster.removeNode('node-2');
    await vi.waitFor(() => expect(named(seen, 'DELETED')).toEqual(['node-2']));
    expect(new Set(named(seen, 'MODIFIED'))).toEqual(new Set(['node-1']));
  });

  it('continues from the revision of a list without missing anything', async () => {
    const { metadata } = await core.listNode();
    simulated.cluster.cordon('node-0');
    const { seen } = await watching('/api/v1/nodes', { resourceVersion: metadata?.resourceVersion });
    await vi.waitFor(() => expect(new Set(named(seen, 'MODIFIED'))).toEqual(new Set(['node-0'])));
    expect(named(seen, 'ADDED')).toEqual([]);
  });

  it('shows objects that come into a selection as added, those that leave it as deleted', async () => {
    const { metadata } = await core.listNode();
    const query = { resourceVersion: metadata?.resourceVersion, labelSelector: 'quarantine=yes' };
    const { seen } = await watching('/api/v1/nodes', query);
    simulated.cluster.labelNode('node-0', { quarantine: 'yes' });
    simulated.cluster.labelNode('node-0', { quarantine: 'no' });
    await vi.waitFor(() => expect(seen.map(({ type }) => type)).toEqual(['ADDED', 'DELETED']));
  });

  it('sees a pod end before it is gone, even where it is gone at once', async () => {
    const { metadata } = await core.listNode();
    const { seen } = await watching('/api/v1/pods', { resourceVersion: metadata?.resourceVersion });
    const [pod] = simulated.pods();
    await core.deleteNamespacedPod({
      name: pod!.metadata.name,
      namespace: 'shop',
      body: { gracePeriodSeconds: 0 },
    });
    await vi.waitFor(() => expect(typesOf(seen, pod!.metadata.name)).toEqual(['MODIFIED', 'DELETED']));
  });

  it('gets an error for a revision that is too old, and ends', async () => {
    await core.listNode();
    const { seen, ended } = await watching('/api/v1/nodes', { resourceVersion: '1' });
    await ended;
    expect(seen).toMatchObject([{ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } }]);
  });

  it('ends at its timeout, after a bookmark of the present where bookmarks are allowed', async () => {
    const query = { resourceVersion: (await core.listNode()).metadata?.resourceVersion, timeoutSeconds: 0 };
    const { seen, ended } = await watching('/api/v1/nodes', { ...query, allowWatchBookmarks: true });
    await ended;
    expect(seen).toMatchObject([{ type: 'BOOKMARK', object: { kind: 'Node', apiVersion: 'v1' } }]);
    expect(seen[0]?.object.metadata?.resourceVersion).toBe(String(simulated.cluster.state.store.revision));
  });

  it('says where its beginning ends when it is asked for initial events', async () => {
    const query = {
      sendInitialEvents: true,
      resourceVersionMatch: 'NotOlderThan',
      allowWatchBookmarks: true,
    };
    const { seen } = await watching('/api/v1/nodes', query);
    await vi.waitFor(() =>
      expect(seen.map(({ type }) => type)).toEqual([...Array(3).fill('ADDED'), 'BOOKMARK']),
    );
    expect(seen.at(-1)?.object.metadata?.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
  });

  it('is no mutation in the eyes of the ledger', async () => {
    await watching('/api/v1/nodes', {});
    expect(served.answered.at(-1)).toMatchObject({ status: 200, mutation: false });
  });
});

describe('an informer of the unmodified client', () => {
  it('follows the pods of a namespace', async () => {
    const path = '/api/v1/namespaces/shop/pods';
    const list = () => core.listNamespacedPod({ namespace: 'shop' });
    const informer: ListWatch<V1Pod> & { start: () => Promise<void>; stop: () => Promise<void> } =
      makeInformer(served.kubeConfig(), path, list) as never;
    stop = () => void informer.stop();
    await informer.start();
    const held = () =>
      informer
        .list('shop')
        .map((pod) => pod.metadata?.name ?? '')
        .sort();
    const there = () =>
      simulated
        .pods()
        .map(({ metadata }) => metadata.name)
        .sort();
    await vi.waitFor(() => expect(held()).toEqual(there()));
    const [victim] = there();
    simulated.cluster.evict('shop', victim!);
    simulated.advance(60);
    await vi.waitFor(() => expect(held()).toEqual(there()));
    expect(held()).not.toContain(victim);
  });
});

async function watching(path: string, query: Record<string, string | number | boolean | undefined>) {
  const seen: Seen[] = [];
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const watch = new Watch(served.kubeConfig());
  const controller = await watch.watch(
    path,
    query,
    (type: string, object: Seen['object']) => seen.push({ type, object }),
    () => resolve(),
  );
  stop = () => controller.abort();
  return { seen, ended };
}

function named(seen: readonly Seen[], type: string) {
  return seen.filter((event) => event.type === type).map(({ object }) => object.metadata?.name);
}

function typesOf(seen: readonly Seen[], name: string) {
  return seen.filter(({ object }) => object.metadata?.name === name).map(({ type }) => type);
}

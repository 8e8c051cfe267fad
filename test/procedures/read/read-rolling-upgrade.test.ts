import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { readRolling } from '#procedures/read/read-rolling-upgrade.ts';
import { fleetFile } from '../../campaigns/fleet-file.ts';
import { failureOf } from '../../rules/failure-of.ts';
import { azureForFile } from '../../simulated/azure-for-file.ts';

const fleet = fleetFile({
  one: [
    {
      name: 'aks-one',
      pools: [
        { name: 'system', mode: 'System', count: 12 },
        { name: 'other', count: 1 },
      ],
      workloads: [{ kind: 'DaemonSet', namespace: 'kube-system', name: 'node-agent' }],
    },
    {
      name: 'aks-shop',
      workloads: [
        { kind: 'Deployment', namespace: 'shop', name: 'till', replicas: 1, budget: { minAvailable: 1 } },
      ],
    },
  ],
});

let sent = 0;
const { simulator, gateways } = await azureForFile({ fleet, speed: 60 });

const named = (name: string) => simulator.ready.clusters.find((each) => each.name === name)!;
const startedAt = Date.parse('2026-11-20T08:00:00Z');
const muchLater = startedAt + 365 * 24 * 3_600_000;

async function look(name: string, since = startedAt) {
  sent = 0;
  const work = {
    signal: new AbortController().signal,
    onRequest: () => {
      sent += 1;
    },
  };
  const { resourceId } = named(name);
  return readRolling(gateways.kubernetes.rolling(resourceId, work), { pool: 'system', since });
}

async function cordonAll(name: string): Promise<void> {
  const config = new KubeConfig();
  config.loadFromFile(named(name).kubeconfigFile);
  const api = config.makeApiClient(CoreV1Api);
  for (const { metadata } of (await api.listNode()).items)
    await api.patchNode({
      name: metadata!.name!,
      body: [{ op: 'add', path: '/spec/unschedulable', value: true }],
    });
}

describe('a look at a pool that is upgraded', () => {
  it('is one request as long as no node is cordoned', async () => {
    const { nodes, pods } = await look('aks-one');
    expect(nodes).toHaveLength(12);
    expect(nodes[0]).toMatchObject({ ready: true, cordonedAt: null, readySince: expect.any(Number) });
    expect([sent, pods.size]).toEqual([1, 0]);
  });

  it('asks for the pods of ten cordoned nodes at most, and for no budgets where nothing is left to move', async () => {
    await cordonAll('aks-one');
    const { nodes, pods, budgets } = await look('aks-one');
    expect(nodes.every(({ cordonedAt }) => cordonedAt !== null && cordonedAt >= startedAt)).toBe(true);
    expect([sent, pods.size, budgets.length]).toEqual([11, 10, 0]);
  });

  it('finds the budget of what is left, and since when it refuses', async () => {
    await cordonAll('aks-shop');
    const { budgets } = await look('aks-shop');
    expect(budgets).toMatchObject([
      { budget: { namespace: 'shop', name: 'till' }, refusesSince: expect.any(Number) },
    ]);
    expect(sent).toBe(3);
  });

  it('asks for events only where a node was cordoned before', async () => {
    await cordonAll('aks-shop');
    await look('aks-shop', muchLater);
    expect(sent).toBe(4);
  });

  it.each([
    ['pods', '/pods', { pods: new Map(), budgets: [], unread: { what: 'pods' } }],
    ['budgets', '/poddisruptionbudgets', { budgets: [], unread: { what: 'disruption budgets' } }],
    ['events', '/events', { drainedAt: new Map(), unread: null }],
  ])('goes without %s where they may not be read', async (_, pathPattern, seen) => {
    await cordonAll('aks-shop');
    const match = { plane: 'kubernetes', pathPattern };
    const message = 'Not for you.';
    await simulator.fault({
      kind: 'error-answer',
      match,
      status: 403,
      code: 'Forbidden',
      message,
      times: 10,
    });
    expect(await look('aks-shop', muchLater)).toMatchObject({ nodes: [{ unschedulable: true }], ...seen });
  });

  it('fails where the API server does not answer', async () => {
    await simulator.fault({ kind: 'error-answer', match: { plane: 'kubernetes' }, status: 503, times: 10 });
    expect(await failureOf(look('aks-shop'))).toMatchObject({ kind: 'kubernetes-unreachable' });
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { fleetFile } from '../../../campaigns/fleet-file.ts';
import { failureOf } from '../../../rules/failure-of.ts';
import { azureForFile } from '../../../simulated/azure-for-file.ts';

const fleet = fleetFile({
  one: [
    {
      name: 'aks-big',
      pools: [{ name: 'system', mode: 'System', count: 3 }],
      workloads: [
        { kind: 'Deployment', namespace: 'shop', name: 'web', replicas: 600 },
        { kind: 'DaemonSet', namespace: 'kube-system', name: 'node-agent' },
      ],
    },
  ],
});

const { gateways, simulator } = await azureForFile({ fleet, speed: 60 });
const sent: number[] = [];
afterEach(() => {
  sent.length = 0;
});

const health = (signal = new AbortController().signal) => {
  const { resourceId } = simulator.ready.clusters[0]!;
  return gateways.kubernetes.health(resourceId, { signal, onRequest: () => sent.push(1) });
};

describe('what is read of health', () => {
  it('is a page for every 500 pods, each with its owner and node', async () => {
    const pods = await health().pods();
    expect(sent).toHaveLength(2);
    expect(pods.filter(({ owner }) => owner === 'Deployment shop/web')).toHaveLength(600);
    expect(pods.every(({ node }) => node?.startsWith('aks-system-'))).toBe(true);
  });

  it('is one request for each kind of workload', async () => {
    const workloads = await health().workloads();
    expect(sent).toHaveLength(3);
    expect(workloads.map(({ id }) => id)).toEqual([
      'Deployment shop/web',
      'DaemonSet kube-system/node-agent',
    ]);
  });

  it('is nodes with their pool, jobs and the checks of the API server', async () => {
    expect(await health().nodes()).toHaveLength(3);
    expect(await health().jobs()).toEqual([]);
    expect(await health().apiServer()).toEqual([]);
  });

  it('is refused part by part', async () => {
    const match = { plane: 'kubernetes', pathPattern: '/api/v1/pods' };
    await simulator.fault({ kind: 'error-answer', match, status: 403, code: 'Forbidden' });
    expect(await failureOf(health().pods())).toMatchObject({ kind: 'kubernetes-refused' });
    await expect(health().nodes()).resolves.toHaveLength(3);
  });

  it('ends with the work that it is for', async () => {
    const work = new AbortController();
    work.abort();
    await expect(health(work.signal).pods()).rejects.toThrow();
    expect(sent).toEqual([]);
  });

  it('counts warnings since an instant by their reason', async () => {
    await expect(health().warnings(Date.now() + 86_400_000)).resolves.toEqual([]);
  });
});

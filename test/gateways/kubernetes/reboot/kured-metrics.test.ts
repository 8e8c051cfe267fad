import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Kured } from '#domain/reboot/find-kured.ts';
import type { KuredMetric } from '#domain/reboot/judge-reboot-need.ts';
import { openRebootClient } from '#gateways/kubernetes/reboot/reboot-client.ts';
import { aKured, lock } from '../../../builders/a-kured.ts';
import { openSimulatedBench } from '../../../simulated/simulated-bench.ts';

let bench: Awaited<ReturnType<typeof openSimulatedBench>>;

beforeAll(async () => {
  bench = await openSimulatedBench();
  for (const name of ['node-1', 'node-2']) await bench.bench.addNode(name, {});
  bench.cluster.apply([aKured(), aKured({ name: 'elsewhere', args: ['--metrics-port=9090'] })]);
  bench.world.advance(60);
  bench.cluster.installPatches('node-1');
});
afterAll(() => bench.close());

async function ask(name: string): Promise<Record<string, KuredMetric>> {
  const rebootClient = openRebootClient(bench.bench.client, AbortSignal.timeout(10_000), []);
  const kured: Kured = {
    namespace: 'kube-system',
    name,
    lockAnnotation: lock,
    concurrency: 1,
    window: null,
  };
  const metrics = await rebootClient.kuredMetrics(kured);
  const read = [...metrics].map(
    async ([node, at]) => [node, await rebootClient.kuredMetric(node, at)] as const,
  );
  return Object.fromEntries(await Promise.all(read));
}

describe("kured's metrics", () => {
  it('are asked of its own pods, each of its node', async () => {
    expect(await ask('kured')).toEqual({ 'node-1': 'required', 'node-2': 'not-required' });
  });

  it('are unknown where no server listens, with the reason', async () => {
    const unread = { unread: "kured's metric could not be read: the API server answered 503" };
    expect(await ask('elsewhere')).toEqual({ 'node-1': unread, 'node-2': unread });
  });
});

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { DrainClient } from '#gateways/kubernetes/drain/drain-client.ts';
import { openRealBench, type RealBench } from '../clusters/real-bench.ts';
import { fillNode, mayBeAway, replicas, watchServing } from './full-node.ts';

const access = inject('controlPlane');
let bench: RealBench;

beforeAll(async () => {
  if (access !== null) bench = await openRealBench(access);
});
afterAll(() => bench?.close());

describe.skipIf(access === null)('a node with 60 pods under budgets', () => {
  it('drains, and no budget is ever violated', async () => {
    const place = await fillNode(bench, 'sixty', 6);
    const watch = await watchServing(access!.kubeconfig, place.namespace);
    const report = await place.drain();
    watch.stop();
    expect(report.outcome).toBe('drained');
    expect(report.pods.map(({ outcome }) => outcome)).toEqual(Array(60).fill('replaced'));
    expect(watch.fewest()).toBeGreaterThanOrEqual(replicas - mayBeAway);
    expect(watch.fewest()).toBeLessThan(replicas);
  });

  it('drains to the end when it is begun again after it was killed half-way', async () => {
    const place = await fillNode(bench, 'killed', 6);
    const watch = await watchServing(access!.kubeconfig, place.namespace);
    const killed = new AbortController();
    const told = new Set<string>();
    const count = (drainClient: DrainClient): DrainClient => ({
      ...drainClient,
      async evict(pod, options) {
        expect(told.has(pod.uid), `${pod.name} had been told to end`).toBe(false);
        const reply = await drainClient.evict(pod, options);
        if (reply.status === 201) told.add(pod.uid);
        if (told.size === 30) killed.abort(new Error('killed'));
        return reply;
      },
    });
    await expect(place.drain({ through: count, signal: killed.signal })).rejects.toThrow('killed');
    const report = await place.drain({ through: count });
    watch.stop();
    expect(report).toMatchObject({ outcome: 'drained', cordonedByUs: true });
    expect(told.size).toBeGreaterThan(50);
    expect(watch.fewest()).toBeGreaterThanOrEqual(replicas - mayBeAway);
  });
});

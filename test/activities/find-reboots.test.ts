import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findReboots } from '#activities/find-reboots.ts';
import type { RebootTerms } from '#domain/reboot/reboot-terms.ts';
import { openRebootDoor } from '#gateways/kubernetes/reboot-door.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { aKured } from '../support/a-kured.ts';
import { openSimulatedBench } from '../support/simulated-bench.ts';

let bench: Awaited<ReturnType<typeof openSimulatedBench>>;

beforeAll(async () => {
  bench = await openSimulatedBench();
  for (const name of ['node-1', 'node-2']) await bench.bench.addNode(name, {});
  bench.cluster.apply([aKured()]);
  bench.world.advance(60);
  bench.cluster.installPatches('node-2');
});
afterAll(() => bench.close());

const terms: RebootTerms = {
  ways: ['Restart'],
  kured: 'HoldLock',
  checkPod: null,
  drainTimeoutMs: 60_000,
  bootTimeoutMs: 60_000,
  readyForMs: 0,
};

function find(over: Partial<RebootTerms>) {
  const rebootDoor = async () => openRebootDoor(bench.bench.client, AbortSignal.timeout(10_000));
  const gateways = { kubernetes: { rebootDoor } } as unknown as Gateways;
  return new MockActivityEnvironment().run(findReboots(gateways), {
    resourceId: 'simulated',
    pool: 'system',
    pace: null,
    pollMs: 100,
    pollFloorMs: 100,
    terms: { ...terms, ...over },
  });
}

describe('which nodes wait for a reboot', () => {
  it('is known from the metrics of a kured, without a pod that looks', async () => {
    expect(await find({})).toMatchObject({
      needed: [{ node: 'node-2' }],
      isMore: false,
      unknown: { count: 0 },
    });
  });

  it('is not asked where the pool is left to kured', async () => {
    expect(await find({ kured: 'Leave' })).toMatchObject({
      kured: { name: 'kured' },
      needed: [],
      unknown: { count: 0 },
    });
  });
});

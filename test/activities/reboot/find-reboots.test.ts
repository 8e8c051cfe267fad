import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findReboots } from '#activities/reboot/find-reboots.ts';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { RebootTerms } from '#domain/reboot/reboot-terms.ts';
import { openRebootClient } from '#gateways/kubernetes/reboot/reboot-client.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { aKured } from '../../builders/a-kured.ts';
import { openSimulatedBench } from '../../simulated/simulated-bench.ts';

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
  methods: ['Restart'],
  kured: 'HoldLock',
  checkPod: null,
  drainTimeoutMs: 60_000,
  bootTimeoutMs: 60_000,
  readyForMs: 0,
};

const resourceId =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/aks-one';

function find(over: Partial<RebootTerms>, query: Gateways['web']['query'] = notAsked) {
  const rebootClient = async () => openRebootClient(bench.bench.client, AbortSignal.timeout(10_000), []);
  const gateways = { kubernetes: { rebootClient }, web: { query } } as unknown as Gateways;
  return new MockActivityEnvironment().run(findReboots(gateways), {
    resourceId,
    pool: 'system',
    pace: null,
    pollMs: 100,
    pollFloorMs: 100,
    terms: { ...terms, ...over },
  });
}

const notAsked = () => Promise.reject(new Error('nobody is to be asked'));
const kuredMetric = {
  address: 'https://prometheus.example.com/{{subscription}}',
  query: 'kured_reboot_required{cluster="{{cluster}}"}',
  auth: { env: 'DRYDOCK_METRIC_TOKEN' },
} as const;

describe('which nodes wait for a reboot', () => {
  it("is known from kured's metrics, without a check pod", async () => {
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

  it('is known from the Prometheus of the file, where there is one, instead of the pods of kured', async () => {
    const asked: object[] = [];
    const found = await find({ kuredMetric }, async (question) => {
      asked.push(question);
      return [{ labels: { node: 'node-1' }, value: '1' }];
    });
    expect(asked).toEqual([
      {
        address: 'https://prometheus.example.com/s',
        query: 'kured_reboot_required{cluster="aks-one"}',
        auth: { env: 'DRYDOCK_METRIC_TOKEN' },
      },
    ]);
    expect(found).toMatchObject({
      needed: [{ node: 'node-1' }],
      unknown: { count: 1, first: [{ node: 'node-2', because: expect.stringContaining('has no sample') }] },
    });
  });

  it.each([
    ['is not known where that refuses', 'metric-refused', { needed: [], unknown: { count: 2 } }],
    ['is asked again where that does not answer', 'metric-unreachable', null],
  ] as const)('%s', async (_, kind, expected) => {
    const found = find({ kuredMetric }, () => Promise.reject(new FailureError(failure(kind, 'no'))));
    if (expected === null) await expect(found).rejects.toThrow(FailureError);
    else expect(await found).toMatchObject(expected);
  });
});

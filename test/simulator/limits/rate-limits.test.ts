import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RateLimits } from '#simulator/limits/rate-limits.ts';
import { aFleet, anAzure, clusterPath } from '../../simulated/simulated-azure.ts';

const group = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters';
const list = '/subscriptions/s/providers/Microsoft.ContainerService/managedClusters';

/** How many requests pass at once, and how long the next one has to wait. */
function burst(
  limits: RateLimits,
  request: { method: string; path: string },
): { passed: number; wait: number; by: string } {
  for (let passed = 0; passed < 10_000; passed += 1) {
    const { refusal } = limits.draw({ ...request, region: 'westeurope' }, 0);
    if (refusal !== null) return { passed, wait: refusal.retryAfterSeconds, by: refusal.by };
  }
  throw new Error('there is no limit');
}

describe("Azure's limits", () => {
  it.each([
    { what: 'clusters of a group', method: 'GET', path: group, passed: 60, wait: 1, by: 'provider' },
    {
      what: 'clusters of a subscription: ARM is the first to refuse',
      method: 'GET',
      path: list,
      passed: 250,
      wait: 1,
      by: 'arm',
    },
    { what: 'a cluster', method: 'GET', path: `${group}/c`, passed: 60, wait: 1, by: 'provider' },
    { what: 'changes of a cluster', method: 'PUT', path: `${group}/c`, passed: 20, wait: 60, by: 'provider' },
    {
      what: 'changes of a pool',
      method: 'PUT',
      path: `${group}/c/agentPools/p`,
      passed: 20,
      wait: 60,
      by: 'provider',
    },
    {
      what: 'operations',
      method: 'GET',
      path: '/subscriptions/s/providers/Microsoft.ContainerService/locations/l/operations/1',
      passed: 200,
      wait: 1,
      by: 'provider',
    },
    {
      what: 'everything else',
      method: 'GET',
      path: `${group}/c/agentPools`,
      passed: 60,
      wait: 1,
      by: 'provider',
    },
    {
      what: "other providers' resources",
      method: 'GET',
      path: '/subscriptions/s/resourceGroups',
      passed: 250,
      wait: 1,
      by: 'arm',
    },
  ])('let $passed requests at once pass for $what', ({ method, path, passed, wait, by }) => {
    expect(burst(new RateLimits(), { method, path })).toEqual({ passed, wait, by });
  });

  it('count each pool on its own', () => {
    const limits = new RateLimits();
    for (const pool of ['a', 'b']) {
      expect(burst(limits, { method: 'PUT', path: `${group}/c/agentPools/${pool}` }).passed).toBe(20);
    }
  });

  it('never let more pass than the bucket holds and time has filled', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 300 }), (gaps) => {
        const limits = new RateLimits();
        let nowMs = 0;
        let passed = 0;
        for (const gap of gaps) {
          nowMs += gap;
          if (limits.draw({ method: 'GET', path: `${group}/c`, region: 'r' }, nowMs).refusal === null)
            passed += 1;
        }
        expect(passed).toBeLessThanOrEqual(60 + nowMs / 1000);
      }),
    );
  });
});

describe('a simulator', () => {
  // The buckets fill in real time.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  const read = (isLimited: boolean) => {
    const azure = anAzure(aFleet());
    azure.world.isLimited = isLimited;
    return Array.from({ length: 70 }, () => azure.send('GET', clusterPath));
  };

  it('says what is left, with limits on or off', async () => {
    const [first, second] = await Promise.all(read(false));
    const left = [first, second].map((answer) =>
      Number(answer?.headers.get('x-ms-ratelimit-remaining-subscription-global-reads')),
    );
    expect(left).toEqual([3749, 3748]);
  });

  it('refuses beyond the limit only when limits are on', async () => {
    const statuses = async (isLimited: boolean) =>
      (await Promise.all(read(isLimited))).map(({ status }) => status);
    expect(new Set(await statuses(false))).toEqual(new Set([200]));
    const limited = await Promise.all(read(true));
    const refused = limited.find(({ status }) => status === 429);
    expect([refused?.body.code, refused?.headers.get('retry-after')]).toEqual(['Throttled', '1']);
  });
});

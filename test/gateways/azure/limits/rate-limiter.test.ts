import { createPipelineRequest } from '@azure/core-rest-pipeline';
import { describe, expect, it } from 'vitest';
import { FailureError } from '#domain/failure-error.ts';
import { createRateLimiter, rateLimitPolicy } from '#gateways/azure/limits/rate-limiter.ts';

const pool =
  'https://management.azure.com/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c/agentPools/np1';

/** A limiter whose clock stands still until it is moved. */
function aLimiter() {
  const clock = { now: 0 };
  return { clock, limiter: createRateLimiter(() => clock.now) };
}

describe('createRateLimiter', () => {
  it('lets the published burst of PUTs to a pool through at once, then refuses rather than wait a minute', () => {
    const { limiter, clock } = aLimiter();
    for (let i = 0; i < 20; i += 1) expect(limiter.reserve('PUT', pool)).toBe(0);
    expect(() => limiter.reserve('PUT', pool)).toThrow(FailureError);
    clock.now = 61_000;
    expect(limiter.reserve('PUT', pool)).toBe(0);
  });

  it('says how long to wait in what it throws, and takes nothing for it', () => {
    const { limiter } = aLimiter();
    for (let i = 0; i < 20; i += 1) limiter.reserve('PUT', pool);
    const failures = [1, 2].map(() => {
      try {
        return limiter.reserve('PUT', pool);
      } catch (error) {
        return error instanceof FailureError && error.failure;
      }
    });
    expect(failures).toEqual([
      expect.objectContaining({ kind: 'throttled', retryAfterMs: 60_000 }),
      expect.objectContaining({ kind: 'throttled', retryAfterMs: 60_000 }),
    ]);
  });

  it('lines short waits up one behind the other, each a little later than its token comes', () => {
    const { limiter } = aLimiter();
    for (let i = 0; i < 60; i += 1) limiter.reserve('GET', pool);
    expect([limiter.reserve('GET', pool), limiter.reserve('GET', pool)]).toEqual([1_500, 2_500]);
  });

  it('has a burst for every region of a subscription, once it knows where a cluster is', () => {
    const { limiter } = aLimiter();
    const group = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters';
    const ask = (name: string) =>
      limiter.reserve('POST', `https://management.azure.com${group}/${name}/listClusterUserCredential`);
    for (const [name, region] of [
      ['a', 'westeurope'],
      ['b', 'swedencentral'],
    ] as const)
      limiter.learnRegion(`${group}/${name}`, region);
    for (let i = 0; i < 60; i += 1) expect([ask('a'), ask('b')]).toEqual([0, 0]);
    expect([ask('a'), ask('b')]).toEqual([1_500, 1_500]);
  });
});

describe('rateLimitPolicy', () => {
  it('stops waiting when the request is cancelled, and sends nothing', async () => {
    const stop = new AbortController();
    const limiter = { ...createRateLimiter(), reserve: () => 3_600_000 };
    const policy = rateLimitPolicy(limiter);
    const sent = policy.sendRequest(createPipelineRequest({ url: pool, abortSignal: stop.signal }), () =>
      Promise.reject(new Error('sent')),
    );
    expect(limiter.waiting()).toBe(1);
    stop.abort();
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
    expect(limiter.waiting()).toBe(0);
  });
});

import { setTimeout as wait } from 'node:timers/promises';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { limitsFor } from './request-limits.ts';
import { type Bucket, takeToken, tokensAt } from './token-bucket.ts';

/** Waits that are longer belong into a durable timer, not into a process that may die. */
const longestWaitMs = 20_000;
const manyBuckets = 2_000;
/** Requests that leave in step with the tokens can arrive closer together, and one too early would be refused. */
const spreadMs = 500;

export interface RateLimiter {
  /** Reserves a place for the request; the delay in ms until it may be sent, or a `throttled` FailureError. */
  reserve(method: string, url: string): number;
  /** Runs a wait for a reserved place, and counts it. */
  waitFor(delayMs: number, signal: AbortSignal | undefined): Promise<void>;
  /** Requests that wait at this moment. */
  waiting(): number;
  /** From now on the requests of this cluster count in its region. */
  learnRegion(resourceId: string, location: string): void;
}

/** One limiter per process and credential: every client shares it. `now` is a monotonic clock in ms. */
export function createRateLimiter(now: () => number = () => performance.now()): RateLimiter {
  const buckets = new Map<string, { readonly bucket: Bucket; readonly fullAt: number }>();
  const regions = new Map<string, string>();
  let waiting = 0;
  return {
    learnRegion: (resourceId, location) => regions.set(resourceId.toLowerCase(), location.toLowerCase()),
    waiting: () => waiting,
    async waitFor(delayMs, signal) {
      waiting += 1;
      try {
        await wait(delayMs, undefined, { signal });
      } finally {
        waiting -= 1;
      }
    },
    reserve(method, url) {
      const at = now();
      const taken = limitsFor(method, url, (path) => regions.get(path)).map((limit) => ({
        limit,
        ...takeToken(buckets.get(limit.key)?.bucket ?? null, limit, at),
      }));
      const delayMs = Math.max(0, ...taken.map((each) => each.delayMs));
      if (delayMs > longestWaitMs) throw new FailureError(ownLimit(delayMs));
      for (const { limit, bucket } of taken) {
        const missing = limit.burst - tokensAt(bucket, limit, at);
        buckets.set(limit.key, { bucket, fullAt: at + (missing / limit.perSecond) * 1000 });
      }
      if (buckets.size > manyBuckets) forgetFull(buckets, at);
      return delayMs === 0 ? 0 : delayMs + spreadMs;
    },
  };
}

function ownLimit(delayMs: number) {
  return failure('throttled', "Drydock keeps within Azure's published request limits.", {
    retryAfterMs: delayMs,
  });
}

/** A full bucket says nothing that an absent one does not. */
function forgetFull(buckets: Map<string, { readonly fullAt: number }>, now: number): void {
  for (const [key, { fullAt }] of buckets) if (fullAt <= now) buckets.delete(key);
}

/** Every request, repeated ones too, waits for its place; a cancelled one stops waiting. */
export function rateLimitPolicy(limiter: RateLimiter): PipelinePolicy {
  return {
    name: 'drydockRateLimit',
    async sendRequest(request, next) {
      const delayMs = limiter.reserve(request.method, request.url);
      const signal = request.abortSignal instanceof AbortSignal ? request.abortSignal : undefined;
      if (delayMs > 0) await limiter.waitFor(delayMs, signal);
      return next(request);
    },
  };
}

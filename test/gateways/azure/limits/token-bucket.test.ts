import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bucket, takeToken, tokensAt } from '#gateways/azure/limits/token-bucket.ts';

const limits = fc.record({
  burst: fc.integer({ min: 1, max: 50 }),
  perSecond: fc.double({ min: 0.01, max: 50, noNaN: true }),
});
/** Pauses between requests, in ms. */
const pauses = fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 120 });

/** When each request, asked for after its pause, may start (ms). */
function starts(limit: { burst: number; perSecond: number }, gaps: readonly number[]): readonly number[] {
  let bucket: Bucket | null = null;
  let now = 0;
  return gaps.map((gap) => {
    now += gap;
    const taken = takeToken(bucket, limit, now);
    bucket = taken.bucket;
    return now + taken.delayMs;
  });
}

describe('takeToken', () => {
  it('never lets more than burst + rate * t start within any t', () => {
    fc.assert(
      fc.property(limits, pauses, (limit, gaps) => {
        const all = starts(limit, gaps);
        for (const [first, from] of all.entries())
          for (const [last, to] of all.entries())
            if (last > first) {
              // Delays are whole milliseconds, so two starts may be one nearer to each other.
              const allowed = limit.burst + (limit.perSecond * (to - from + 1)) / 1000;
              expect(last - first + 1).toBeLessThanOrEqual(allowed + 1e-6);
            }
      }),
    );
  });

  it('lets requests start in the order in which they were asked for', () => {
    fc.assert(
      fc.property(limits, pauses, (limit, gaps) => {
        const all = starts(limit, gaps);
        expect(all).toEqual([...all].sort((a, b) => a - b));
      }),
    );
  });

  it('never holds more than the burst, however long nothing happens', () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 0, max: 1e9 }), (limit, later) => {
        const { bucket } = takeToken(null, limit, 0);
        expect(tokensAt(bucket, limit, later)).toBeLessThanOrEqual(limit.burst);
      }),
    );
  });

  it('lets the whole burst start at once, and the next one a refill later', () => {
    expect(starts({ burst: 3, perSecond: 2 }, [0, 0, 0, 0, 0])).toEqual([0, 0, 0, 500, 1_000]);
  });

  it('gives nothing for a clock that goes back', () => {
    const limit = { burst: 1, perSecond: 1 };
    const { bucket } = takeToken(null, limit, 10_000);
    expect(takeToken(bucket, limit, 5_000).delayMs).toBe(1_000);
  });
});

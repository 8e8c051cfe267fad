import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Count } from '#domain/campaign/campaign.ts';
import { resolveCount } from '#domain/campaign/count.ts';

describe('a count', () => {
  it.each<[Count, number, number]>([
    [0, 10, 0],
    [3, 10, 3],
    [3, 2, 3],
    ['25%', 10, 2],
    ['25%', 3, 1],
    ['1%', 3, 1],
    ['0%', 10, 0],
    ['100%', 7, 7],
    ['33.4%', 3, 1],
    ['50%', 0, 1],
  ])('%s of %i is %i', (count, total, resolved) => {
    expect(resolveCount(count, total)).toBe(resolved);
  });

  it('in percent never rounds up, but is at least 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 5000 }), (percent, total) => {
        const resolved = resolveCount(`${percent}%`, total);
        expect(resolved).toBeGreaterThanOrEqual(1);
        expect(resolved).toBeLessThanOrEqual(Math.max(1, (total * percent) / 100));
      }),
    );
  });
});

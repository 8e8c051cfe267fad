import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapBounded } from '#procedures/map-bounded.ts';

describe('mapBounded', () => {
  it('keeps the order and never has more at work than it may', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer()), fc.integer({ min: 1, max: 5 }), async (items, limit) => {
        let atWork = 0;
        let most = 0;
        const doubled = await mapBounded(items, limit, async (item) => {
          atWork += 1;
          most = Math.max(most, atWork);
          await Promise.resolve();
          atWork -= 1;
          return item * 2;
        });
        expect(doubled).toEqual(items.map((each) => each * 2));
        expect(most).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('ends with the first failure', async () => {
    const failing = mapBounded([1, 2, 3], 2, async (item) => {
      if (item === 2) throw new Error('two');
      return item;
    });
    await expect(failing).rejects.toThrow('two');
  });
});

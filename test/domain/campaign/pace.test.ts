import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paceTime, realDuration } from '#domain/campaign/pace.ts';

const pace = { speed: 900, virtualEpoch: 1_000_000, realEpoch: 5_000, simulatorId: 's' };

describe('the clock of a campaign', () => {
  it('is the real one where there is no pace', () => {
    expect([paceTime(null, 42), realDuration(null, 42)]).toEqual([42, 42]);
  });

  it('stands at the virtual epoch at the real one and runs at its speed from there', () => {
    expect([paceTime(pace, 5_000), paceTime(pace, 6_000)]).toEqual([1_000_000, 1_900_000]);
    expect(realDuration(pace, 900_000)).toBe(1_000);
  });

  it('advances by a duration in exactly the real time that this takes', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 1e9 }), (start, duration) => {
        const after = paceTime(pace, start + realDuration(pace, duration));
        expect(after - paceTime(pace, start)).toBeCloseTo(duration, 1);
      }),
    );
  });
});

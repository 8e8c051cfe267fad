import { describe, expect, it } from 'vitest';
import { surgeNodes } from '#domain/fleet/surge.ts';

describe("Azure's surge", () => {
  it.each([
    ['1', 3, 1],
    ['0', 3, 0],
    ['33%', 3, 1],
    ['33%', 4, 2],
    ['10%', 1, 1],
    ['10%', 11, 2],
    ['100%', 5, 5],
    ['5', 2, 2],
    ['10%', 0, 0],
    [undefined, 11, 2],
  ])('of %s on %i nodes is %i: percentages round up, never more than the pool', (maxSurge, count, surge) => {
    expect(surgeNodes(maxSurge === undefined ? {} : { maxSurge }, count)).toBe(surge);
  });
});

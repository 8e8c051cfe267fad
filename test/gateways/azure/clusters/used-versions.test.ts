import { describe, expect, it } from 'vitest';
import { toUsedVersions } from '#gateways/azure/clusters/read-clusters.ts';

const pair = { orchestratorVersion: '1.33.5', nodeImageVersion: 'image' };

describe('what a pool used recently', () => {
  it('is nothing where Azure leaves the list out', () => {
    expect(toUsedVersions({})).toEqual([]);
  });

  it.each<[string, object, number | null]>([
    [
      'with its instant',
      { timestamp: new Date('2026-11-20T08:00:00.123456789Z') },
      Date.parse('2026-11-20T08:00:00.123Z'),
    ],
    ['without one', {}, null],
    ['with one that is none', { timestamp: new Date('soon') }, null],
  ])('is taken %s', (_, more, leftAt) => {
    expect(toUsedVersions({ recentlyUsedVersions: [{ ...pair, ...more }] })).toEqual([
      { version: '1.33.5', nodeImageVersion: 'image', leftAt },
    ]);
  });

  it('counts only where version and image are both there', () => {
    expect(toUsedVersions({ recentlyUsedVersions: [{ orchestratorVersion: '1.33.5' }, {}] })).toEqual([]);
  });
});

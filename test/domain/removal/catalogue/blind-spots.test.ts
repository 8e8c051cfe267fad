import { describe, expect, it } from 'vitest';
import { blindSpotsBetween } from '#domain/removal/catalogue/blind-spots.ts';

const ids = (server: number, target: number) => blindSpotsBetween(server, target).map(({ id }) => id);

describe('what a version changes and no object shows', () => {
  it('is reported once it lies between server and target', () => {
    expect(ids(34, 35)).toEqual(['flags-and-gates', 'cgroup-v1-nodes', 'ipvs']);
    expect(ids(35, 36)).toEqual(['flags-and-gates']);
    expect(ids(33, 34)).toEqual(['flags-and-gates']);
    expect(ids(24, 37)).toEqual([
      'flags-and-gates',
      'cgroup-v2-programs',
      'cgroup-v1-nodes',
      'ipvs',
      'static-pods',
    ]);
  });

  it('is nothing where the server is there already', () => {
    expect(ids(35, 35)).toEqual([]);
    expect(ids(36, 35)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { fleetTable } from '#cli/view/cluster/fleet-table.ts';
import { aCluster, aPool } from '../../../builders/a-cluster.ts';
import { aFleet } from '../../../builders/a-fleet.ts';
import { withoutColour } from '../terminal/without-colour.ts';

const now = Date.parse('2025-11-01T00:00:00Z');

describe('the table of the fleet', () => {
  it('names images that are behind, by how much, and those that are stale', () => {
    const newest = aPool().latestNodeImageVersion!;
    const pools = [
      aPool(),
      aPool({ name: 'behind', nodeImageVersion: newest.replace('.19.', '.12.') }),
      aPool({ name: 'current', nodeImageVersion: newest }),
      aPool({ name: 'odd', nodeImageVersion: 'custom', scaleSetPriority: 'Spot' }),
    ];
    const lines = fleetTable(aFleet([aCluster({ pools })]), now, withoutColour).split('\n');
    const note = (name: string) =>
      lines
        .find((line) => line.includes(` ${name} `))
        ?.split(/ {2,}/)
        .at(-1)
        ?.trim();
    expect(note('system')).toBe('stale image: 39d old, 26d behind');
    expect(note('behind')).toBe('image: 20d old, 7d behind');
    expect(note('current')).toBe('image: 13d old');
    expect(note('odd')).toBe('Spot');
  });
});

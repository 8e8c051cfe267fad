import { describe, expect, it } from 'vitest';
import { fleetTable } from '#cli/view/cluster/fleet-table.ts';
import type { Fleet } from '#domain/fleet/fleet.ts';
import { aCluster, aPool } from '../../../builders/a-cluster.ts';
import { aFleet } from '../../../builders/a-fleet.ts';
import { withoutColour } from '../terminal/without-colour.ts';

const now = Date.parse('2025-11-01T00:00:00Z');

const table = (fleet: Fleet) => fleetTable({ fleet, now, holdTag: 'drydock-hold', palette: withoutColour });

describe('the table of the fleet', () => {
  it('names images that are behind, by how much, and those that are stale', () => {
    const newest = aPool().latestNodeImageVersion!;
    const pools = [
      aPool(),
      aPool({ name: 'behind', nodeImageVersion: newest.replace('.19.', '.12.') }),
      aPool({ name: 'current', nodeImageVersion: newest }),
      aPool({ name: 'odd', nodeImageVersion: 'custom', scaleSetPriority: 'Spot' }),
    ];
    const lines = table(aFleet([aCluster({ pools })])).split('\n');
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

  it('has clusters by the names that targets take, and says which the hold tag skips', () => {
    const tags = { 'Drydock-Hold': 'until Monday' };
    const inGroup = (resourceGroup: string, over: object = {}) =>
      aCluster({ name: 'aks-prod', resourceGroup, ...over });
    const held = [aPool(), aPool({ name: 'np1', tags })];
    const fleet = aFleet([
      inGroup('rg-a', { tags }),
      inGroup('rg-b', { pools: held }),
      aCluster({ name: 'aks-c' }),
    ]);
    const lines = table(fleet).split('\n');
    const of = (name: string) => lines.filter((line) => line.includes(`${name} `));
    expect(of('rg-a/aks-prod')).toEqual([expect.stringContaining('skipped: tag drydock-hold')]);
    expect(of('rg-b/aks-prod')).toEqual([expect.not.stringContaining('skipped')]);
    expect(of('np1')).toEqual([expect.stringContaining('skipped: tag drydock-hold')]);
    expect(of('aks-c')).toEqual([expect.stringMatching(/^aks-c /)]);
  });
});

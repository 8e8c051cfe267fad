import { describe, expect, it } from 'vitest';
import { fleetTable } from '#cli/view/cluster/fleet-table.ts';
import type { Fleet } from '#domain/fleet/fleet.ts';
import { aCluster, aPool } from '../../../builders/a-cluster.ts';
import { aFleet } from '../../../builders/a-fleet.ts';
import { withoutColour } from '../terminal/without-colour.ts';

const now = Date.parse('2025-11-01T00:00:00Z');

const table = (fleet: Fleet, more: { readonly width?: number } = {}) =>
  fleetTable({ fleet, now, holdTag: 'drydock-hold', palette: withoutColour, ...more });

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

  it.each([
    [
      80,
      [
        'NAME        LOCATION        VERSION   NODES   IMAGE         STATE',
        '    AVAILABLE; NOTE',
        'aks-auto    westeurope      1.33.5    6                     Succeeded',
        '│   1.33.6, 1.34.0, 1.34.1; auto-upgrade channel stable; AKS Automatic',
        '├─ system   System, Linux   1.33.5    3       202509.23.0   Succeeded',
        '│   image 202510.19.0; stale image: 39d old, 26d behind',
        '└─ spot     User, Linux     1.33.5    3       202509.23.0   Succeeded',
        '    image 202510.19.0; stale image: 39d old, 26d behind; Spot',
      ],
    ],
    [
      60,
      [
        'NAME        LOCATION        VERSION   NODES   IMAGE',
        '    STATE; AVAILABLE; NOTE',
        'aks-auto    westeurope      1.33.5    6',
        '│   Succeeded; 1.33.6, 1.34.0, 1.34.1; auto-upgrade channel',
        '│   stable; AKS Automatic',
        '├─ system   System, Linux   1.33.5    3       202509.23.0',
        '│   Succeeded; image 202510.19.0; stale image: 39d old, 26d',
        '│   behind',
        '└─ spot     User, Linux     1.33.5    3       202509.23.0',
        '    Succeeded; image 202510.19.0; stale image: 39d old, 26d',
        '    behind; Spot',
      ],
    ],
  ])(
    'cuts nothing in a terminal of %i columns: names of columns and branches go on below',
    (width, expected) => {
      const pools = [aPool(), aPool({ name: 'spot', mode: 'User', scaleSetPriority: 'Spot' })];
      const automatic = { name: 'aks-auto', isAutomatic: true, upgradeChannel: 'stable', pools };
      expect(
        table(aFleet([aCluster(automatic)]), { width })
          .split('\n')
          .slice(0, -2),
      ).toEqual(expected);
    },
  );
});

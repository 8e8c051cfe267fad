import { describe, expect, it } from 'vitest';
import { settingCommands } from '#domain/fleet/az-command.ts';
import { ownSettingsBehind, surgeNodes, type UpgradeSettings } from '#domain/fleet/upgrade-settings.ts';
import { aPool } from '../../builders/a-cluster.ts';

describe('the upgrade settings to restore after an upgrade', () => {
  it.each<[string, UpgradeSettings, UpgradeSettings, UpgradeSettings]>([
    [
      'the own values of what is changed',
      { maxSurge: '1' },
      { maxSurge: '33%', drainTimeoutInMinutes: 45 },
      { maxSurge: '33%' },
    ],
    ["Azure's default where the pool sets nothing", { maxSurge: '1' }, {}, { maxSurge: '10%' }],
    ['none of the values that stay', { maxSurge: '1', maxUnavailable: '0' }, { maxSurge: '1' }, {}],
    ['none where nothing is changed', {}, { maxSurge: '33%' }, {}],
  ])('are %s', (_rule, wanted, own, behind) => {
    expect(ownSettingsBehind(wanted, aPool({ upgradeSettings: own }))).toEqual(behind);
  });

  it('can be restored by an operator with one command', () => {
    const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c';
    const commands = settingCommands(id, 'np1', {
      maxSurge: '33%',
      upgradeStrategy: 'Rolling',
      upgradeSettingsBlueGreen: { finalSoakDurationInMinutes: 60 },
    });
    const update = 'az aks nodepool update --subscription s -g g --cluster-name c -n np1';
    expect(commands.map(({ command }) => command)).toEqual([
      `${update} --max-surge 33%`,
      `${update} --upgrade-strategy Rolling`,
      `${update} --final-soak-duration 60`,
    ]);
  });
});

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
    const upgradeSettings = maxSurge === undefined ? {} : { maxSurge };
    expect(surgeNodes(aPool({ count, upgradeSettings }))).toBe(surge);
    expect(
      surgeNodes(aPool({ count, upgradeSettings: { maxSurge: '7' } }), { maxSurge: maxSurge ?? '10%' }),
    ).toBe(surge);
    expect(surgeNodes(aPool({ count, upgradeSettings, scaleSetPriority: 'Spot' }), upgradeSettings)).toBe(0);
  });
});

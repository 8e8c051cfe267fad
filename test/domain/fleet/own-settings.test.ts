import { describe, expect, it } from 'vitest';
import { settingCommand } from '#domain/change/az-command.ts';
import { ownSettingsBehind } from '#domain/fleet/own-settings.ts';
import type { UpgradeSettings } from '#domain/fleet/upgrade-settings.ts';

describe('what has to be put back after an upgrade', () => {
  it.each<[string, UpgradeSettings, UpgradeSettings, UpgradeSettings]>([
    [
      'what the pool had of what is changed',
      { maxSurge: '1' },
      { maxSurge: '33%', drainTimeoutInMinutes: 45 },
      { maxSurge: '33%' },
    ],
    ["Azure's default where the pool named nothing", { maxSurge: '1' }, {}, { maxSurge: '10%' }],
    ['nothing that stays as it was', { maxSurge: '1', maxUnavailable: '0' }, { maxSurge: '1' }, {}],
    ['nothing where nothing is changed', {}, { maxSurge: '33%' }, {}],
  ])('is %s', (_rule, wanted, own, behind) => {
    expect(ownSettingsBehind(wanted, own)).toEqual(behind);
  });

  it('can be put back by a person with one command', () => {
    const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c';
    expect(settingCommand(id, 'np1', 'maxSurge', '33%')).toBe(
      'az aks nodepool update --subscription s -g g --cluster-name c -n np1 --max-surge 33%',
    );
  });
});

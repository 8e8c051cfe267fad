import { describe, expect, it } from 'vitest';
import { decideBegin } from '#domain/change/decide-begin.ts';
import { aksBlueGreenSettings, azureSoakMs } from '#domain/fleet/blue-green.ts';
import type { NodePool } from '#domain/fleet/fleet.ts';
import {
  acceptedSettings,
  blueGreenOf,
  drainTimeoutMinutes,
  ownSettingsBehind,
  surgeNodes,
  type WrittenSettings,
} from '#domain/fleet/upgrade-settings.ts';
import { aCluster, aPool } from '../../builders/a-cluster.ts';

const blue = aPool({ count: 4, upgradeStrategy: 'BlueGreen' });
const rolling = { upgradeSettings: { maxSurge: '1', maxUnavailable: '0' } };
const asked: WrittenSettings = {
  ...rolling,
  upgradeStrategy: 'BlueGreen',
  upgradeSettingsBlueGreen: { drainBatchSize: '50%' },
};

describe('what is sent of a strategy', () => {
  it.each<[string, WrittenSettings, NodePool, WrittenSettings]>([
    ['nothing to a pool that is blue-green and stays so', rolling, blue, { upgradeSettings: {} }],
    ['strategy and settings of its own', asked, aPool(), { ...asked, upgradeSettings: {} }],
    [
      'rolling settings to a blue-green pool that is to roll',
      { ...asked, upgradeStrategy: 'Rolling' },
      blue,
      { ...rolling, upgradeStrategy: 'Rolling' },
    ],
    [
      'no blue-green settings where no strategy is asked for and the pool rolls',
      { ...rolling, upgradeSettingsBlueGreen: { drainBatchSize: '1' } },
      aPool(),
      rolling,
    ],
    ['no strategy to VirtualMachines', asked, aPool({ type: 'VirtualMachines' }), rolling],
    [
      'neither strategy nor surge to Spot',
      asked,
      aPool({ scaleSetPriority: 'Spot' }),
      { upgradeSettings: {} },
    ],
  ])('is %s', (_what, written, pool, sent) => {
    expect(acceptedSettings(written, pool)).toEqual(sent);
  });
});

it.each([
  [{}, 4, { ...aksBlueGreenSettings }, 30],
  [
    { upgradeSettingsBlueGreen: { drainTimeoutInMinutes: 5 } },
    4,
    { ...aksBlueGreenSettings, drainTimeoutInMinutes: 5 },
    5,
  ],
  [{ upgradeStrategy: 'Rolling' as const }, 1, null, 30],
])('a blue-green pool of 4 nodes with %j laid over gets %i more', (sent, more, settings, drain) => {
  expect(surgeNodes(blue, sent)).toBe(more);
  expect(blueGreenOf(blue, sent)).toEqual(settings);
  expect(drainTimeoutMinutes(blue, sent)).toBe(drain);
});

it.each([
  ['10%', 2, 15 + 60],
  ['50%', 4, 15 + 60],
  ['33%', 4, 15 + 60],
  ['1', 4, 3 * 15 + 60],
  ['100%', 4, 60],
  ['9', 4, 60],
  ['10%', 0, 60],
])('batches of %s of %i nodes soak %i minutes', (drainBatchSize, nodes, minutes) => {
  expect(azureSoakMs({ ...aksBlueGreenSettings, drainBatchSize }, nodes)).toBe(minutes * 60_000);
});

it('gives back exactly what it changed', () => {
  const own = aPool({ upgradeSettingsBlueGreen: { finalSoakDurationInMinutes: 5 } });
  const sent = {
    upgradeStrategy: 'BlueGreen' as const,
    upgradeSettingsBlueGreen: { finalSoakDurationInMinutes: 90, drainTimeoutInMinutes: 30 },
  };
  expect(ownSettingsBehind(sent, own)).toEqual({
    upgradeStrategy: 'Rolling',
    upgradeSettingsBlueGreen: { finalSoakDurationInMinutes: 5 },
  });
  expect(ownSettingsBehind({ upgradeStrategy: 'Rolling' }, own)).toEqual({});
});

it.each([
  ['Rolling', {}, 'send'],
  ['BlueGreen', {}, 'send'],
  ['BlueGreen', { drainBatchSize: '2' }, 'nothing'],
] as const)('a pool of %s with %j is sent what it lacks', (upgradeStrategy, own, does) => {
  const pool = aPool({ upgradeStrategy, upgradeSettingsBlueGreen: own });
  const cluster = aCluster({ pools: [pool] });
  const change = {
    kind: 'set-upgrade-settings',
    resourceId: cluster.resourceId,
    pool: pool.name,
    upgradeSettings: { upgradeStrategy: 'BlueGreen', upgradeSettingsBlueGreen: { drainBatchSize: '2' } },
  } as const;
  expect(decideBegin(change, cluster, false).do).toBe(does);
});

import { describe, expect, it } from 'vitest';
import type { NodePoolOverride } from '#domain/campaign/campaign.ts';
import type { NodePool } from '#domain/fleet/fleet.ts';
import type { UpgradeSettings } from '#domain/fleet/upgrade-settings.ts';
import { poolStrategy, settingsRefusal } from '#domain/plan/steps/pool-settings.ts';
import { aCampaign } from '../../../builders/a-campaign.ts';
import { aPool, aWindowsPool } from '../../../builders/a-cluster.ts';

const { defaults } = aCampaign().nodePools;
const strategyOf = (pool: NodePool, ...overrides: readonly NodePoolOverride[]) =>
  poolStrategy({ defaults, overrides }, pool);

describe('the strategy of a pool', () => {
  it('is the default where nothing matches', () => {
    expect(strategyOf(aPool(), { match: { name: 'gpu*' }, settings: { soakMs: 9 } })).toEqual(defaults);
  });

  it.each<[string, NodePoolOverride['match'], boolean]>([
    ['anything', {}, true],
    ['its name', { name: 'win*' }, true],
    ['its operating system', { osType: 'Windows' }, true],
    ['its mode', { mode: 'User' }, true],
    ['its priority', { scaleSetPriority: 'Regular' }, true],
    ['another priority', { scaleSetPriority: 'Spot' }, false],
    ['all of it', { name: '*22', osType: 'Windows', mode: 'User' }, true],
    ['one thing that differs', { name: '*22', osType: 'Linux' }, false],
  ])('is overridden by a match on %s: %j', (_what, match, isMatched) => {
    expect(strategyOf(aWindowsPool(), { match, settings: { soakMs: 9 } }).soakMs).toBe(isMatched ? 9 : 0);
  });

  it('takes the later of two that match, and of upgrade settings only the fields named', () => {
    const strategy = strategyOf(
      aPool(),
      { match: {}, settings: { soakMs: 1, upgradeSettings: { maxSurge: '50%' } } },
      { match: {}, settings: { soakMs: 2, upgradeSettings: { drainTimeoutInMinutes: 60 } } },
    );
    expect(strategy).toEqual({
      ...defaults,
      soakMs: 2,
      upgradeSettings: { maxSurge: '50%', maxUnavailable: '0', drainTimeoutInMinutes: 60 },
    });
  });
});

it.each<[string, readonly NodePoolOverride[]]>([
  ['the defaults', []],
  [
    'an override of its own',
    [{ match: { scaleSetPriority: 'Spot' }, settings: { upgradeSettings: { maxSurge: '50%' } } }],
  ],
])('a Spot pool is sent no surge setting, whether of %s; the rest is', (_of, overrides) => {
  const drain = { match: {}, settings: { upgradeSettings: { drainTimeoutInMinutes: 60 } } };
  const spot = aPool({ scaleSetPriority: 'Spot', upgradeSettings: {} });
  const strategy = strategyOf(spot, ...overrides, drain);
  expect(strategy.upgradeSettings).toEqual({ drainTimeoutInMinutes: 60 });
  expect(settingsRefusal(spot, strategy)).toBeNull();
});

describe('the rule for a drain that is blocked', () => {
  const ask = { match: {}, settings: { stalledDrain: { afterwards: 'Ask' } } } as const;

  it('is the default, with what an override names laid over', () => {
    expect(strategyOf(aPool(), ask).stalledDrain).toEqual({ ...defaults.stalledDrain, afterwards: 'Ask' });
  });
});

describe('what AKS would refuse', () => {
  it.each<[string, NodePool['mode'], UpgradeSettings, UpgradeSettings, boolean]>([
    ['maxUnavailable on a system pool', 'System', {}, { maxUnavailable: '1' }, true],
    ["the pool's own maxUnavailable on a system pool", 'System', { maxUnavailable: '25%' }, {}, true],
    ['maxUnavailable on a user pool is taken', 'User', {}, { maxUnavailable: '1', maxSurge: '0' }, false],
    ['neither surge nor unavailable', 'User', {}, { maxSurge: '0', maxUnavailable: '0' }, true],
    ["neither, the pool's own counted", 'User', { maxSurge: '0' }, { maxUnavailable: '0' }, true],
    ['nothing named is taken', 'System', {}, {}, false],
  ])('%s', (_rule, mode, own, wanted, isRefused) => {
    const pool = aPool({ mode, upgradeSettings: own });
    expect(settingsRefusal(pool, { ...defaults, upgradeSettings: wanted }) !== null).toBe(isRefused);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Selector, Stage } from '#domain/campaign/campaign.ts';
import { selectStageClusters, subscriptionsOf } from '#domain/plan/selection.ts';
import { aCampaign, aRing, aStage } from '../../builders/a-campaign.ts';
import { aCluster } from '../../builders/a-cluster.ts';
import { aFleet } from '../../builders/a-fleet.ts';

const anyCluster = { subscriptions: ['*'], resourceGroups: [], locations: [], tags: {} };
const selecting = (over: Partial<Exclude<Selector, { resourceId: string }>>): Selector => ({
  ...anyCluster,
  ...over,
});

const test = aCluster({ name: 'aks-test', tags: { ring: 'test' } });
const pay = aCluster({
  name: 'aks-pay',
  tags: { Ring: 'production' },
  resourceGroup: 'rg-pay',
  location: 'northeurope',
});
const shop = aCluster({ name: 'aks-shop', tags: { ring: 'production' }, subscriptionId: 'B' });
const fleet = aFleet([test, shop, pay]);

const namesOf = (...stages: readonly Stage[]) =>
  selectStageClusters(aCampaign({ stages }), fleet).map(({ clusters }) => clusters.map(({ name }) => name));

describe('the clusters of a stage', () => {
  it.each<[string, readonly Selector[], readonly string[]]>([
    ['all, by name', [anyCluster], ['aks-pay', 'aks-shop', 'aks-test']],
    ['by tag, its name in any case', [selecting({ tags: { RING: 'production' } })], ['aks-pay', 'aks-shop']],
    ['by tag, its value exactly', [selecting({ tags: { ring: 'Production' } })], []],
    ['by a pattern of the value', [selecting({ tags: { ring: 'prod*' } })], ['aks-pay', 'aks-shop']],
    ['by group, in any case', [selecting({ resourceGroups: ['RG-PAY'] })], ['aks-pay']],
    ['by location, as people write it', [selecting({ locations: ['North Europe'] })], ['aks-pay']],
    ['by subscription', [selecting({ subscriptions: ['b'] })], ['aks-shop']],
    [
      'by all the given lists at once',
      [selecting({ resourceGroups: ['rg-pay'], tags: { ring: 'test' } })],
      [],
    ],
    ['by resource id, in any case', [{ resourceId: test.resourceId.toUpperCase() }], ['aks-test']],
    [
      'the union, each once',
      [
        { resourceId: test.resourceId },
        selecting({ tags: { ring: 'test' } }),
        selecting({ resourceGroups: ['rg-pay'] }),
      ],
      ['aks-pay', 'aks-test'],
    ],
  ])('%s', (_rule, clusters, names) => {
    expect(namesOf(aStage({ clusters }))).toEqual([names]);
  });

  it('are without those excluded', () => {
    const exclude = [{ resourceId: shop.resourceId }, selecting({ tags: { ring: 'test' } })];
    expect(namesOf(aStage({ exclude }))).toEqual([['aks-pay']]);
  });

  it('belong to the first stage that selects them; the later one knows who has them', () => {
    const stages = [aRing('test'), aStage({ name: 'rest' })];
    const [first, rest] = selectStageClusters(aCampaign({ stages }), fleet);
    expect(first?.clusters).toEqual([test]);
    expect(rest?.clusters).toEqual([pay, shop]);
    expect(rest?.takenBefore).toEqual([{ cluster: test, by: 'test' }]);
  });

  it('named by an id that Azure does not show are missed', () => {
    const gone = test.resourceId.replace('aks-test', 'aks-gone');
    const [stage] = selectStageClusters(
      aCampaign({ stages: [aStage({ clusters: [{ resourceId: gone }] })] }),
      fleet,
    );
    expect(stage).toMatchObject({ clusters: [], missing: [gone] });
  });

  it('do not depend on the order in which the fleet was read', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([test, shop, pay], { minLength: 3 }), (clusters) => {
        const campaign = aCampaign({ stages: [aRing('test'), aStage({ name: 'rest' })] });
        expect(selectStageClusters(campaign, aFleet(clusters))).toEqual(selectStageClusters(campaign, fleet));
      }),
    );
  });
});

describe('the subscriptions to read', () => {
  it.each<[string, readonly Selector[], readonly string[]]>([
    [
      'those named, each once and sorted',
      [selecting({ subscriptions: ['b', 'A'] }), selecting({ subscriptions: ['B'] })],
      ['a', 'b'],
    ],
    ['that of a resource id', [{ resourceId: shop.resourceId }], ['b']],
    ['all where one selector asks for all', [{ resourceId: shop.resourceId }, anyCluster], ['*']],
    ['all where none is named', [selecting({ subscriptions: [] })], ['*']],
    ['all where a pattern has to be matched', [selecting({ subscriptions: ['0000*'] })], ['*']],
    ['none for an id that is none', [{ resourceId: 'aks-test' }], []],
  ])('are %s', (_rule, clusters, subscriptions) => {
    expect(subscriptionsOf(aCampaign({ stages: [aStage({ clusters })] }))).toEqual(subscriptions);
  });
});

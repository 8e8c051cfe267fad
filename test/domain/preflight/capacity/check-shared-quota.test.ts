import { describe, expect, it } from 'vitest';
import { checkSharedQuota, type QuotaOfCluster } from '#domain/preflight/capacity/check-shared-quota.ts';
import { aCluster, aPool } from '../../../builders/a-cluster.ts';
import { aPoolStep, told } from '../../../builders/a-preflight-reading.ts';

/** A cluster whose only pool surges by `surge` machines of four vCPUs, in a region with `free` of 100 left. */
function wanting(
  name: string,
  {
    surge = 2,
    free = 20,
    vmSize = 'Standard_D4s_v5',
    ...place
  }: Partial<Record<'surge' | 'free', number>> &
    Partial<Record<'vmSize' | 'location' | 'subscriptionId', string>> = {},
): QuotaOfCluster {
  return {
    cluster: aCluster({ name, pools: [aPool({ vmSize })], ...place }),
    steps: [aPoolStep({ surge })],
    usages: [
      { family: 'cores', used: 0, limit: 1000 },
      { family: 'standardDSv5Family', used: 100 - free, limit: 100 },
    ],
  };
}

const names = (clusters: readonly QuotaOfCluster[], atATime: number) =>
  checkSharedQuota(clusters, atATime).map(({ cluster }) => cluster);

describe('the quota of clusters side by side', () => {
  const three = ['aks-a', 'aks-b', 'aks-c'].map((name) => wanting(name));

  it('is a warning to each of them where their surges do not fit together', () => {
    expect(names(three, 3)).toEqual(['aks-a', 'aks-b', 'aks-c']);
    expect(told(checkSharedQuota(three, 3).slice(0, 1))).toEqual([
      "warning quota aks-a: quota standardDSv5Family in westeurope is too small for the surge nodes of 3 clusters at a time: together they may need 24 vCPUs; 80 of 100 are in use; raise the quota, or lower the stage's maxConcurrency or maxSurge",
    ]);
  });

  it('suffices where fewer of them run at a time', () => {
    expect(names(three, 2)).toEqual([]);
  });

  it('counts the hungriest that may meet', () => {
    expect(
      names([wanting('aks-a', { surge: 1 }), wanting('aks-b', { surge: 4 }), wanting('aks-c')], 2),
    ).toHaveLength(3);
  });

  it.each([
    ['regions', { location: 'northeurope' }],
    ['subscriptions', { subscriptionId: '00000000-0000-0000-0000-00000000000b' }],
    ['machine families', { vmSize: 'Standard_E4s_v5' }],
  ])('is not shared by clusters of different %s', (_, other) => {
    expect(names([wanting('aks-a', { free: 8 }), wanting('aks-b', { free: 8, ...other })], 2)).toEqual([]);
  });

  it('is not said of clusters of which one alone has no room: that is said of it already', () => {
    expect(names([wanting('aks-a', { surge: 6 }), wanting('aks-b')], 2)).toEqual([]);
  });
});

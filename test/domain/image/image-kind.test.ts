import { describe, expect, it } from 'vitest';
import { imageKind } from '#domain/image/image-kind.ts';
import { aCluster, aPool } from '../../builders/a-cluster.ts';

const cluster = aCluster();
const pool = aPool();
const kind = imageKind(cluster, pool);

describe('imageKind', () => {
  it.each([
    [
      'however old their images are',
      cluster,
      { nodeImageVersion: 'AKSUbuntu-2204gen2containerd-202501.02.0' },
    ],
    ['in other clusters of the region', aCluster({ name: 'aks-two-weu' }), { name: 'np1' }],
    ['in other subscriptions', aCluster({ subscriptionId: '00000000-0000-0000-0000-00000000000b' }), {}],
  ])('is the same for pools of one family %s', (_, other, over) => {
    expect(imageKind(other, aPool(over))).toBe(kind);
  });

  it.each([
    ['in another region', aCluster({ location: 'northeurope' }), {}],
    ['of another family', cluster, { nodeImageVersion: 'AKSUbuntu-2204gen2arm64containerd-202509.23.0' }],
    ['of another OS', cluster, { osSKU: 'Ubuntu2204' }],
    ['without an image', cluster, { nodeImageVersion: '' }],
  ])('is another one for a pool %s', (_, other, over) => {
    expect(imageKind(other, aPool(over))).not.toBe(kind);
  });

  it('is its own for every pool whose image has no known form', () => {
    const kinds = ['np1', 'np2'].map((name) => imageKind(cluster, aPool({ name, nodeImageVersion: 'own' })));
    expect(new Set(kinds).size).toBe(2);
  });
});

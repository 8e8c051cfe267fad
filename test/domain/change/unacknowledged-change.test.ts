import { describe, expect, it } from 'vitest';
import type { Change } from '#domain/change/change.ts';
import { isChangedSince, isEndUnacknowledged } from '#domain/change/unacknowledged-change.ts';
import type { Cluster, NodePool } from '#domain/fleet/fleet.ts';
import { aCluster, aPool } from '../../builders/a-cluster.ts';

const { resourceId } = aCluster();
const own = { resourceId, pool: 'np1' };
const controlPlane: Change = { kind: 'upgrade-control-plane', resourceId, to: '1.34.1' };
const pool: Change = { kind: 'upgrade-node-pool', ...own, to: '1.34.1', upgradeSettings: {} };
const image: Change = { kind: 'upgrade-node-image', ...own, to: 'AKSUbuntu-2204gen2containerd-202510.19.0' };
const goBack: Change = { kind: 'roll-back-node-pool', ...own, to: '1.33.5', nodeImageVersion: 'old' };
const settings: Change = { kind: 'set-upgrade-settings', ...own, upgradeSettings: { maxSurge: '2' } };
const clean: Change = { kind: 'delete-machines', ...own, machines: ['n1'] };

const failed = { provisioningState: 'Failed', eTag: 'after' };
const upgraded = { ...failed, orchestratorVersion: '1.34.1' };
const withPool = (over: Partial<NodePool>): Partial<Cluster> => ({
  pools: [aPool(), aPool({ name: 'np1', ...over })],
});
const isUnacknowledged = (change: Change, over: Partial<Cluster>) =>
  isEndUnacknowledged(change, aCluster(over), 'before');

describe('an operation that an attempt without an answer may have begun', () => {
  it.each<[string, Change, Partial<Cluster>]>([
    ['a control plane that failed', controlPlane, { ...failed, kubernetesVersion: '1.34.1' }],
    ['a pool that failed', pool, withPool(upgraded)],
    ['a pool that was canceled', pool, withPool({ ...upgraded, provisioningState: 'Canceled' })],
    ['a rollback that failed', goBack, withPool({ ...failed, orchestratorVersion: '1.33.5' })],
    ['an image that failed', image, withPool(failed)],
  ])('ended unacknowledged: %s', (_, change, over) => {
    expect(isUnacknowledged(change, over)).toBe(true);
  });

  it.each<[string, Change, Partial<Cluster>]>([
    ['a pool that failed before it was sent', pool, withPool({ ...upgraded, eTag: 'before' })],
    ['a control plane that failed before it was sent', controlPlane, { ...failed, eTag: 'before' }],
    [
      'a pool that failed on its way elsewhere',
      pool,
      withPool({ ...upgraded, orchestratorVersion: '1.34.0' }),
    ],
    ['a pool that fails to upgrade, while it goes back', goBack, withPool(upgraded)],
    ['a pool that is well', pool, withPool({ ...upgraded, provisioningState: 'Succeeded' })],
    ['a pool that is on its way', pool, withPool({ ...upgraded, provisioningState: 'Upgrading' })],
    ['a pool that is gone', pool, { pools: [aPool()] }],
    ['settings, which are never sent into a failed pool', settings, withPool(failed)],
    ['a clean-up, which is never sent twice', clean, withPool(failed)],
  ])('did not: %s', (_, change, over) => {
    expect(isUnacknowledged(change, over)).toBe(false);
  });
});

it.each<[string, Change, Partial<Cluster>, boolean]>([
  ['a pool with another eTag', pool, withPool({ eTag: 'after' }), true],
  ['a pool with the same', pool, withPool({ eTag: 'before' }), false],
  ['a pool that is gone', pool, { pools: [aPool()] }, true],
  ['a control plane with another eTag', controlPlane, { eTag: 'after' }, true],
  ['a control plane with the same', controlPlane, { eTag: 'before' }, false],
])('reports whether it was changed since an attempt: %s', (_, change, over, isChanged) => {
  expect(isChangedSince(change, aCluster(over), 'before')).toBe(isChanged);
});

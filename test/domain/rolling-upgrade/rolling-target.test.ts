import { describe, expect, it } from 'vitest';
import { rollingTarget } from '#domain/rolling-upgrade/rolling-target.ts';
import { aCluster, aPool } from '../../builders/a-cluster.ts';
import { sentAt } from '../../builders/a-rolling-view.ts';

const minute = 60_000;
const own = { nodeSoakDurationInMinutes: 10 };
const cluster = aCluster({ pools: [aPool({ name: 'system', count: 3, upgradeSettings: own })] });
const { resourceId } = cluster;
const where = { resourceId, pool: 'system' };

describe('what a change means for the nodes of a pool', () => {
  it("is the version asked for, and the soak that is sent or else the pool's own", () => {
    const change = { kind: 'upgrade-node-pool', ...where, to: '1.34.1' } as const;
    const target = { version: '1.34.1', nodes: 3, since: sentAt };
    expect(rollingTarget({ ...change, upgradeSettings: { maxSurge: '1' } }, cluster, sentAt)).toEqual({
      ...target,
      nodeSoakMs: 10 * minute,
    });
    expect(
      rollingTarget({ ...change, upgradeSettings: { nodeSoakDurationInMinutes: 5 } }, cluster, sentAt),
    ).toEqual({ ...target, nodeSoakMs: 5 * minute });
  });

  it('is the old version in a rollback', () => {
    const back = { kind: 'roll-back-node-pool', ...where, to: '1.33.5', nodeImageVersion: 'old' } as const;
    const upgraded = aCluster({ pools: [aPool({ currentOrchestratorVersion: '1.34.1' })] });
    expect(rollingTarget(back, upgraded, sentAt)).toEqual({
      version: '1.33.5',
      nodes: 3,
      since: sentAt,
      nodeSoakMs: 0,
    });
  });

  it('is an image where the version stays: the newest or a newer one, or the old one in a rollback', () => {
    const image = { kind: 'upgrade-node-image', ...where, to: 'newest' } as const;
    expect(rollingTarget(image, cluster, sentAt)).toEqual({
      version: '1.33.5',
      image: { atLeast: 'newest' },
      nodes: 3,
      since: sentAt,
      nodeSoakMs: 10 * minute,
    });
    const back = { kind: 'roll-back-node-pool', ...where, to: '1.33.5', nodeImageVersion: 'old' } as const;
    expect(rollingTarget(back, cluster, sentAt)).toMatchObject({
      version: '1.33.5',
      image: { exactly: 'old' },
    });
  });

  it('is nothing for what replaces no nodes, and for a pool that is gone', () => {
    expect(rollingTarget({ kind: 'upgrade-control-plane', resourceId, to: '1.34.1' }, cluster, 0)).toBeNull();
    expect(
      rollingTarget({ kind: 'restore-upgrade-settings', ...where, upgradeSettings: {} }, cluster, 0),
    ).toBeNull();
    expect(
      rollingTarget(
        { kind: 'roll-back-node-pool', resourceId, pool: 'gone', to: '1.33.5', nodeImageVersion: 'old' },
        cluster,
        0,
      ),
    ).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import type { NodePool } from '#domain/fleet/fleet.ts';
import { forecastRollback } from '#domain/rollback/rollback-forecast.ts';
import { aCluster, aPool } from '../../builders/a-cluster.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const day = 24 * 3_600_000;
const np1 = aPool({ name: 'np1', currentOrchestratorVersion: '1.33.5', nodeImageVersion: 'old' });
const cluster = aCluster({ pools: [np1] });
const to = (version: string) => ({ version, image: null });

describe('the clock of a pool that is about to be upgraded', () => {
  it('runs for seven days', () => {
    expect(forecastRollback(cluster, 'np1', to('1.34.1'), now)).toEqual({
      open: true,
      nodeImageVersion: 'old',
      until: now + 7 * day,
    });
  });

  it.each([
    [{ upgradeChannel: 'stable' }, 'the automatic upgrade channel is stable'],
    [{ nodeOSUpgradeChannel: 'NodeImage' }, 'the node OS upgrade channel is NodeImage'],
    [
      { upgradeChannel: 'patch', nodeOSUpgradeChannel: 'NodeImage' },
      'the automatic upgrade channel is patch; the node OS upgrade channel is NodeImage',
    ],
  ])('never runs with %j', (channels, because) => {
    expect(forecastRollback({ ...cluster, ...channels }, 'np1', to('1.34.1'), now)).toEqual({
      open: false,
      nodeImageVersion: 'old',
      because,
    });
  });

  it.each([
    ['is there already, half upgraded or done', 'np1', '1.33.5'],
    ['is gone', 'np2', '1.34.1'],
  ])('is left as it was where the pool %s', (_, pool, version) => {
    expect(forecastRollback(cluster, pool, to(version), now)).toBe(null);
  });

  it('runs for an image alone, as long as the pool has not got it', () => {
    const image = aPool().latestNodeImageVersion;
    const [behind, there] = [aPool(), aPool({ nodeImageVersion: image ?? '' })];
    const forecast = (pool: NodePool) =>
      forecastRollback(aCluster({ pools: [pool] }), 'system', { version: '1.33.5', image }, now);
    expect(forecast(behind)).toMatchObject({ open: true, nodeImageVersion: behind.nodeImageVersion });
    expect(forecast(there)).toBe(null);
  });
});

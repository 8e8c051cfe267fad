import { expect, it } from 'vitest';
import { aksBlueGreenSettings } from '#domain/fleet/blue-green.ts';
import { checkQuota } from '#domain/preflight/capacity/check-quota.ts';
import { checkSubnets } from '#domain/preflight/capacity/check-subnets.ts';
import { aCluster, aPool } from '../../../builders/a-cluster.ts';
import { aPoolStep } from '../../../builders/a-preflight-reading.ts';

const subnetId = '/subnets/nodes';

it.each([
  ['rolling', {}, /lower maxSurge/],
  [
    'migrating',
    { migration: { to: 'np1b', version: '1.33.5', osSKU: 'Ubuntu2404', drainTimeoutMs: 1 } },
    /scale it down first/,
  ],
  ['blue-green', { blueGreen: aksBlueGreenSettings }, /set upgradeStrategy Rolling/],
])('a pool (%s) without room is told what needs less of it', (_, step, remedy) => {
  const pool = aPool({ subnetId });
  const cluster = aCluster({ pools: [pool] });
  const steps = [aPoolStep({ pool: pool.name, surge: 4, ...step })];
  const cores = [{ family: 'cores', used: 19, limit: 20 }];
  const rooms = new Map([[subnetId, { value: { name: 'nodes', free: 3 } }]]);
  const blockers = [...checkQuota(cluster, steps, cores), ...checkSubnets(cluster, steps, rooms)].filter(
    ({ level }) => level === 'blocker',
  );
  expect(blockers.map(({ check, todo }) => [check, todo])).toEqual([
    ['quota', expect.stringMatching(remedy)],
    ['subnetAddresses', expect.stringMatching(remedy)],
  ]);
});

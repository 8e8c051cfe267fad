import { describe, expect, it } from 'vitest';
import type { Change } from '#domain/change/change.ts';
import { decideRollback } from '#domain/rollback/decide-rollback.ts';
import { azureForFile } from '../../simulated/azure-for-file.ts';

const { simulator, gateways } = await azureForFile({ speed: 1 });
const resourceId = simulator.ready.clusters[0]?.resourceId ?? '';

/** Sends a change and lets it end. */
async function carryOut(change: Change, eTag: string) {
  const begun = await gateways.azure.begin(change, { eTag, notAfterMs: null, correlationId: 'a-test' });
  if (begun.kind !== 'accepted') throw new Error(`not accepted: ${begun.kind}`);
  await simulator.advance('5h');
  return gateways.azure.readOperation(begun.operation);
}

async function system() {
  const cluster = await gateways.azure.inspectCluster(resourceId);
  return { cluster, pool: cluster.pools.find(({ name }) => name === 'system')! };
}

describe('a rollback by way of Azure', () => {
  it('goes back to what Azure says the pool left, and cannot be repeated', async () => {
    const { azure } = gateways;
    expect(await azure.recentlyUsedVersions(resourceId, 'system')).toEqual([]);
    const before = await system();
    const to = '1.34.1';
    await carryOut({ kind: 'upgrade-control-plane', resourceId, to }, before.cluster.eTag);
    const upgrade = {
      kind: 'upgrade-node-pool',
      resourceId,
      pool: 'system',
      to,
      upgradeSettings: {},
    } as const;
    await carryOut(upgrade, (await system()).pool.eTag);
    const pairs = await azure.recentlyUsedVersions(resourceId, 'system');
    const { currentOrchestratorVersion: back, nodeImageVersion } = before.pool;
    expect(pairs).toEqual([{ version: back, nodeImageVersion, leftAt: expect.any(Number) }]);

    const upgraded = await system();
    expect(upgraded.pool.currentOrchestratorVersion).toBe(to);
    const change = {
      kind: 'roll-back-node-pool',
      resourceId,
      pool: 'system',
      to: back,
      nodeImageVersion,
    } as const;
    expect(await carryOut(change, upgraded.pool.eTag)).toEqual({ state: 'succeeded' });
    const after = await system();
    expect(after.pool).toMatchObject({ currentOrchestratorVersion: back, nodeImageVersion });
    expect(
      decideRollback({
        cluster: after.cluster,
        pool: 'system',
        back,
        pairs: await azure.recentlyUsedVersions(resourceId, 'system'),
        offers: null,
        rolledBack: true,
        now: Date.now(),
      }),
    ).toMatchObject({ refusals: [{ kind: 'already-rolled-back' }] });
  });
});

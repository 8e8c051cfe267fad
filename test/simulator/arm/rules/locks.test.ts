import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#simulator/values/json-value.ts';
import { aFleet, anAzure, aPool, change, clusterPath } from '../../../simulated/simulated-azure.ts';

const subscription = '/subscriptions/00000000-0000-0000-0000-00000000000a';
const group = `${subscription}/resourceGroups/rg-one`;
const machines = `${subscription}/resourceGroups/MC_rg-one_aks-one-weu_westeurope`;
const poolPath = `${clusterPath}/agentPools/system`;
const lockPath = (scope: string) => `${scope}/providers/Microsoft.Authorization/locks/keep`;

type Level = 'ReadOnly' | 'CanNotDelete';

/** Two nodes at 1.33.5 under a control plane at 1.34.1. */
function lockedAt(scope: string, level: Level) {
  const fleet = aFleet({ version: '1.34.1', pools: [aPool({ version: '1.33.5' })] });
  return anAzure({ ...fleet, locks: [{ name: 'keep', scope, level }] });
}

const upgrade = { orchestratorVersion: '1.34.1' };

describe('a lock', () => {
  it('is listed at its subscription, as Microsoft.Authorization writes it', async () => {
    const azure = lockedAt(group, 'CanNotDelete');
    const { body } = await azure.send('GET', `${subscription}/providers/Microsoft.Authorization/locks`);
    expect(body.value).toEqual([
      {
        id: lockPath(group),
        name: 'keep',
        type: 'Microsoft.Authorization/locks',
        properties: { level: 'CanNotDelete' },
      },
    ]);
  });

  it.each([subscription, group, clusterPath, poolPath])(
    'ReadOnly on %s refuses the upgrade of a pool',
    async (scope) => {
      const { status, body } = await change(lockedAt(scope, 'ReadOnly'), poolPath, upgrade);
      expect([status, (body.error as JsonObject).code]).toEqual([409, 'ScopeLocked']);
    },
  );

  it('ReadOnly refuses even the kubeconfig, which is a POST', async () => {
    const { status } = await lockedAt(group, 'ReadOnly').send(
      'POST',
      `${clusterPath}/listClusterUserCredential`,
    );
    expect(status).toBe(409);
  });

  it('CanNotDelete on the cluster refuses no change', async () => {
    expect((await change(lockedAt(clusterPath, 'CanNotDelete'), poolPath, upgrade)).status).toBe(200);
  });

  it.each<[Level, number]>([
    ['ReadOnly', 2],
    ['CanNotDelete', 3],
  ])('%s on the group of the machines ends the upgrade, and leaves %i machines', async (level, left) => {
    const azure = lockedAt(machines, level);
    expect((await change(azure, poolPath, upgrade)).status).toBe(200);
    azure.pass(60);
    expect((await azure.send('GET', poolPath)).body.properties).toMatchObject({
      provisioningState: 'Failed',
    });
    expect(azure.world.clusters[0]!.kubernetes.nodes('system')).toHaveLength(left);
  });

  it('is lifted for good, over a restart too', async () => {
    const azure = lockedAt(group, 'ReadOnly');
    expect((await azure.send('DELETE', lockPath(group))).status).toBe(200);
    expect((await azure.send('DELETE', lockPath(group))).status).toBe(404);
    const again = await azure.restarted();
    expect((await change(again, poolPath, upgrade)).status).toBe(200);
  });
});

import { describe, expect } from 'vitest';
import type { FleetRecord } from '#domain/status/fleet-record.ts';
import { recordQuery } from '#protocol/entities.ts';
import { fleetFile } from '../campaigns/fleet-file.ts';
import { promotionSpec, ringPair, soaksTest } from '../campaigns/image-promotion.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations } from '../simulated/accepted-operations.ts';

const pools = [{ name: 'system', mode: 'System', count: 2 }];
const windows = { name: 'win', mode: 'User', count: 1, osSku: 'Windows2022' };
const fleet = fleetFile({ goes: ringPair('goes', pools), bare: ringPair('bare', pools, windows) });

const it = withDrydock({ fleet, speed: 2400 })
  .extend('upgradedIn', ({ drydock }) => async (group: string): Promise<readonly string[]> => {
    const accepted = await acceptedOperations(drydock.simulator);
    return accepted
      .filter(({ cluster, kind }) => cluster?.startsWith(`aks-${group}-`) && kind === 'node-image-upgrade')
      .map((each) => `${each.cluster} ${each.pool}`);
  })
  .extend('record', ({ drydock }) => async (): Promise<FleetRecord> => {
    const { client } = drydock.session;
    for await (const { workflowId } of client.workflow.list({ query: 'WorkflowType = "fleetRecord"' })) {
      const found = await client.workflow
        .getHandle(workflowId)
        .query<FleetRecord>(recordQuery)
        .catch(() => null);
      if (found?.outcomes.some(({ resourceId }) => resourceId.includes('aks-goes-prod'))) return found;
    }
    throw new Error('nothing was kept');
  });

describe('production gets the images that the test stage has run', () => {
  it.concurrent('once they have soaked, and what outlives the campaign says so', async ({
    drydock,
    upgradedIn,
    record,
  }) => {
    const campaign = await drydock.start(promotionSpec('goes', 'Consistent'));
    await campaign.until(soaksTest);
    await campaign.steer('promote', { target: 'stage/test' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await upgradedIn('goes')).toEqual(['aks-goes-test system', 'aks-goes-prod system']);
    const { images, runs, outcomes } = await record();
    expect(images).toContainEqual(
      expect.objectContaining({
        image: 'AKSUbuntu-2204gen2containerd-202611.16.0',
        isSoaked: true,
        trouble: null,
      }),
    );
    const measured = runs.filter(({ cluster }) => cluster.includes('aks-goes-'));
    expect(measured.map(({ osType, rounds }) => [osType, rounds])).toEqual([
      ['Linux', 2],
      ['Linux', 2],
    ]);
    expect(outcomes).toContainEqual(expect.objectContaining({ campaign: campaign.name, phase: 'Completed' }));
  });

  it.concurrent('and not what it has no pool of, which the plan says already', async ({
    drydock,
    upgradedIn,
  }) => {
    const campaign = await drydock.start(promotionSpec('bare', 'Consistent'));
    const [, production] = campaign.plan.stages;
    expect(production?.clusters[0]?.steps.map(({ pool, reason }) => [pool, reason])).toEqual([
      ['system', null],
      ['win', 'blocked: stage test has run no image of AKSWindows-2022'],
    ]);
    await campaign.until(soaksTest);
    await campaign.steer('promote', { target: 'stage/test' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    expect(await upgradedIn('bare')).toEqual(['aks-bare-test system', 'aks-bare-prod system']);
    const status = await campaign.status();
    expect(status.stages[1]?.clusters[0]?.reason).toBe(
      'win blocked: stage test has run no image of AKSWindows-2022',
    );
  });
});

import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { withGateways } from '#cli/clusters/with-gateways.ts';
import { fleetFile } from '../campaigns/fleet-file.ts';
import { promotionSpec, ringPair, soaksTest } from '../campaigns/image-promotion.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations } from '../simulated/accepted-operations.ts';

const pools = [{ name: 'system', mode: 'System', count: 1 }];
/** A new image every few hours: between the stages of any campaign one comes out. */
const fleet = fleetFile(
  { held: ringPair('held', pools), told: ringPair('told', pools) },
  { imageReleases: { linuxDays: 0.5, windowsDays: 0.5 } },
);

const it = withDrydock({ fleet, speed: 2400 })
  /** Plays a campaign until its test stage soaks and Azure has a newer image than that runs; then ends the soak. */
  .extend('overtaken', ({ drydock }) => async (group: string, nodeImageSelection: string) => {
    const campaign = await drydock.start(promotionSpec(group, nodeImageSelection));
    await campaign.until(soaksTest);
    const { resourceId } = drydock.simulator.ready.clusters.find(({ name }) => name === `aks-${group}-test`)!;
    await withGateways(async ({ azure }) => {
      const [pool] = (await azure.inspectCluster(resourceId)).pools;
      while ((await azure.latestNodeImage(resourceId, 'system')) === pool?.nodeImageVersion) await pause(200);
    });
    await campaign.steer('promote', { target: 'stage/test' });
    return campaign;
  })
  .extend('upgradesOf', ({ drydock }) => async (cluster: string): Promise<number> => {
    const accepted = await acceptedOperations(drydock.simulator);
    return accepted.filter((each) => each.cluster === cluster && each.kind === 'node-image-upgrade').length;
  });

describe('an image that came out after the test stage got its own', () => {
  it.concurrent('is not given to production where the file says Consistent, and nothing is touched there', async ({
    drydock,
    overtaken,
  }) => {
    const campaign = await overtaken('held', 'Consistent');
    expect(await campaign.result()).toMatchObject({
      phase: 'CompletedWithFailures',
      clusters: [
        { phase: 'Completed' },
        {
          phase: 'CompletedWithFailures',
          reason: expect.stringMatching(/^system blocked: stage test has run \S+, not \S+$/),
        },
      ],
    });
    expect(
      (await acceptedOperations(drydock.simulator)).filter(({ cluster }) => cluster === 'aks-held-prod'),
    ).toEqual([]);
  });

  it.concurrent('is given to production where the file says Latest, and reported', async ({
    overtaken,
    upgradesOf,
  }) => {
    const campaign = await overtaken('told', 'Latest');
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    expect(await upgradesOf('aks-told-prod')).toBe(1);
    const [step] = (await campaign.status()).stages[1]!.clusters[0]!.steps;
    expect(step?.detail).toMatch(/^stage test has run \S+, not \S+$/);
  });
});

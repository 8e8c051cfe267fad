import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withGateways } from '#cli/clusters/with-gateways.ts';
import { fleetFile } from '../campaigns/fleet-file.ts';
import { promotionSpec, ringPair, soaksTest } from '../campaigns/image-promotion.ts';
import { type Drydock, openDrydock } from '../processes/drydock.ts';
import { openTemporaryFiles } from '../processes/temporary-files.ts';
import { temporalAddress } from '../setup/temporal-server.ts';
import { acceptedOperations } from '../simulated/accepted-operations.ts';

const pools = [{ name: 'system', mode: 'System', count: 1 }];
/** A new image every few hours: between the stages of any campaign one comes out. */
const fleet = fleetFile(
  { held: ringPair('held', pools), told: ringPair('told', pools) },
  { imageReleases: { linuxDays: 0.5, windowsDays: 0.5 } },
);

describe('an image that came out after the test stage got its own', () => {
  const files = openTemporaryFiles();
  let drydock: Drydock;
  beforeAll(async () => {
    drydock = await openDrydock(temporalAddress(), {
      scenario: files.write('fleet.json', fleet),
      speed: 2400,
    });
  });
  afterAll(async () => {
    await drydock.stop();
    files.remove();
  });

  /** Plays a campaign until its test stage soaks and Azure has a newer image than that runs; then ends the soak. */
  async function overtaken(group: string, nodeImageSelection: string) {
    const campaign = await drydock.start(promotionSpec(group, nodeImageSelection));
    await campaign.until(soaksTest);
    const { resourceId } = drydock.simulator.ready.clusters.find(({ name }) => name === `aks-${group}-test`)!;
    await withGateways(async ({ azure }) => {
      const [pool] = (await azure.inspectCluster(resourceId)).pools;
      while ((await azure.latestNodeImage(resourceId, 'system')) === pool?.nodeImageVersion) await pause(200);
    });
    await campaign.steer('promote', { target: 'stage/test' });
    return campaign;
  }

  async function upgradesOf(cluster: string): Promise<number> {
    const accepted = await acceptedOperations(drydock.simulator);
    return accepted.filter((each) => each.cluster === cluster && each.kind === 'node-image-upgrade').length;
  }

  it.concurrent('is not given to production where the file says Consistent, and nothing is touched there', async () => {
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

  it.concurrent('is given to production where the file says Latest, and reported', async () => {
    const campaign = await overtaken('told', 'Latest');
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    expect(await upgradesOf('aks-told-prod')).toBe(1);
    const [step] = (await campaign.status()).stages[1]!.clusters[0]!.steps;
    expect(step?.detail).toMatch(/^stage test has run \S+, not \S+$/);
  });
});

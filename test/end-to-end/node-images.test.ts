import { describe, expect } from 'vitest';
import type { CampaignStatus, StepStatus } from '#domain/status/status.ts';
import { aDeployment, aFailingJob } from '../builders/a-manifest.ts';
import { fleetFile, groupSpec, subscriptionOf } from '../campaigns/fleet-file.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations, tell } from '../simulated/accepted-operations.ts';
import { kubernetesOf } from '../simulated/kubernetes-of.ts';
import { poolSettings } from '../simulated/pool-settings.ts';

const pools = [
  { name: 'system', mode: 'System', count: 1, image: 'latest' },
  { name: 'apps', mode: 'User', count: 2 },
  { name: 'canary', mode: 'User', count: 1 },
];
const alone = [{ name: 'system', mode: 'System', count: 2 }];

const [old, fresh] = ['202610.21.0', '202611.16.0'].map(
  (version) => `AKSUbuntu-2204gen2containerd-${version}`,
) as [string, string];

const fleet = fleetFile({
  fresh: [{ name: 'aks-fresh', pools }],
  lost: [{ name: 'aks-lost', pools: alone }],
  worse: [{ name: 'aks-worse', pools: alone, manifests: [aDeployment('web')] }],
  half: [{ name: 'aks-half', pools: alone }],
  seen: [{ name: 'aks-seen', pools: alone }],
});

const forImages = { type: 'NodeImageOnly' };
const stepsOf = (status: CampaignStatus): readonly StepStatus[] => status.stages[0]?.clusters[0]?.steps ?? [];

const it = withDrydock({ fleet, speed: 2400 })
  /** What was accepted on a cluster, in order, without changes of settings. */
  .extend('changesOf', ({ drydock }) => async (cluster: string): Promise<readonly string[]> => {
    const accepted = await acceptedOperations(drydock.simulator);
    return accepted
      .filter((each) => each.cluster === cluster && /upgrade$|rollback/.test(each.kind))
      .map((each) => tell(each).slice(cluster.length + 1));
  })
  .extend(
    'settingsOf',
    ({ drydock }) =>
      async (cluster: string) =>
        (await poolSettings(drydock.simulator)).get(cluster),
  )
  .extend('imagesOf', ({ drydock }) => async (cluster: string): Promise<readonly (string | undefined)[]> => {
    return (await kubernetesOf(drydock.simulator, cluster)).nodeImages();
  })
  /** By its history, in order. */
  .extend(
    'activitiesOf',
    ({ drydock }) =>
      async (group: string, cluster: string): Promise<readonly string[]> => {
        const id = `aks/${subscriptionOf(group)}/rg-fleet/${cluster}`;
        const { events } = await drydock.session.client.workflow.getHandle(id).fetchHistory();
        return (events ?? []).flatMap(
          ({ activityTaskScheduledEventAttributes: begun }) => begun?.activityType?.name ?? [],
        );
      },
  );

describe('a campaign for node images', () => {
  it.concurrent('takes the canary first, passes over what is current, and leaves settings as they were', async ({
    drydock,
    changesOf,
    settingsOf,
    imagesOf,
  }) => {
    const before = await settingsOf('aks-fresh');
    const campaign = await drydock.start(
      groupSpec('fresh', {
        upgrade: forImages,
        cluster: { pools: { order: ['canary', '*'] } },
      }),
    );
    expect(campaign.plan.target).toBe('newest node images');
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await changesOf('aks-fresh')).toEqual(
      ['canary', 'apps'].map((pool) => `node-image-upgrade ${pool} ${old} -> ${fresh}`),
    );
    const steps = stepsOf(await campaign.status());
    expect(steps.map(({ name, phase, from, to, version }) => [name, phase, from, to, version])).toEqual([
      ['canary', 'Completed', old, fresh, '1.33.5'],
      ['system', 'Skipped', '1.33.5', '1.33.5', undefined],
      ['apps', 'Completed', old, fresh, '1.33.5'],
    ]);
    expect(new Set(await imagesOf('aks-fresh'))).toEqual(new Set([fresh]));
    expect(await settingsOf('aks-fresh')).toEqual(before);

    const later = await drydock.start(
      groupSpec('fresh', { name: 'fresh-later', upgrade: { type: 'ControlPlaneOnly' } }),
    );
    expect(await later.result()).toMatchObject({ phase: 'Completed' });
    // The cluster's workflow is the other campaign's by now; what this one did is still reported.
    expect(stepsOf(await campaign.status())).toEqual(steps);
  });

  it.concurrent('checks a cluster once before it sets temporary settings, and not again after', async ({
    drydock,
    activitiesOf,
  }) => {
    const campaign = await drydock.start(
      groupSpec('seen', { upgrade: forImages, preflight: {}, health: { at: ['AfterPool'] } }),
    );
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    const operations = await acceptedOperations(drydock.simulator);
    const [lent] = operations.filter(({ cluster }) => cluster === 'aks-seen');
    expect(lent?.kind).not.toBe('node-image-upgrade');
    const looks = (await activitiesOf('seen', 'aks-seen')).filter(
      (each) => each === 'preflight' || each === 'takeBaseline',
    );
    expect(looks).toEqual(['preflight', 'takeBaseline']);
  });

  it.concurrent('sends an upgrade once, although the answer to it was lost', async ({
    drydock,
    changesOf,
  }) => {
    const match = { method: 'POST', cluster: 'aks-lost' };
    await drydock.simulator.fault({ kind: 'lost-answer', match });
    const campaign = await drydock.start(groupSpec('lost', { upgrade: forImages }));
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await changesOf('aks-lost')).toEqual([`node-image-upgrade system ${old} -> ${fresh}`]);
  });

  it.concurrent('takes a pool back to the image before, where health is worse with the new one', async ({
    drydock,
    changesOf,
    imagesOf,
  }) => {
    const campaign = await drydock.start(
      groupSpec('worse', {
        upgrade: forImages,
        health: { settle: '10m' },
        nodePools: { defaults: { soak: '20d' } },
      }),
    );
    await campaign.until(({ waitingFor }) => waitingFor.some(({ kind }) => kind === 'soak'));
    await (await kubernetesOf(drydock.simulator, 'aks-worse')).createJob('shop', aFailingJob('report'));
    const asked = await campaign.until(needsDecision);
    expect(asked.stages[0]?.clusters[0]?.reason).toMatch(
      /Succeeded: 2 of 2 nodes have image 202611\.16\.0\. Rollback to image 202610\.21\.0 is possible/,
    );
    await campaign.steer('rollback', { target: 'pool/aks-worse/system' });
    expect(await campaign.result()).toMatchObject({ clusters: [{ phase: 'RolledBack' }] });
    expect(new Set(await imagesOf('aks-worse'))).toEqual(new Set([old]));
    const [, back] = await changesOf('aks-worse');
    expect(back).toBe('rollback system 1.33.5 -> 1.33.5');
  });

  it.concurrent('says how far a pool came that failed half way, and continues with it', async ({
    drydock,
    imagesOf,
  }) => {
    // The first operation gives the pool the settings of the file.
    await drydock.simulator.fault({
      kind: 'operation-fails',
      match: { cluster: 'aks-half' },
      after: 1,
      afterNodes: 1,
    });
    const campaign = await drydock.start(groupSpec('half', { upgrade: forImages }));
    const asked = await campaign.until(needsDecision);
    expect(asked.stages[0]?.clusters[0]?.reason).toMatch(
      /PartiallyUpgraded: 2 of 3 nodes .*have image 202611\.16\.0.*would continue the upgrade/,
    );
    await campaign.steer('retry', { target: 'cluster/aks-half' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(new Set(await imagesOf('aks-half'))).toEqual(new Set([fresh]));
  });
});

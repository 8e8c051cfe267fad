import { describe, expect } from 'vitest';
import type { CampaignStatus, StepStatus } from '#domain/status/status.ts';
import { aSpec } from '../campaigns/campaign-specs.ts';
import { fleetFile } from '../campaigns/fleet-file.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import type { StartedCampaign } from '../processes/drydock.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations, tell, untilAccepted } from '../simulated/accepted-operations.ts';

const places = Array.from({ length: 17 }, (_, index) => {
  const number = String(index + 1).padStart(2, '0');
  return { cluster: `aks-${number}`, subscription: `00000000-0000-0000-0000-0000000000${number}` };
});
const slow = { cluster: 'aks-slow', subscription: '00000000-0000-0000-0000-0000000000f1' };
const aborted = { cluster: 'aks-aborted', subscription: '00000000-0000-0000-0000-0000000000f3' };
const nodeImages = { cluster: 'aks-images', subscription: '00000000-0000-0000-0000-0000000000f0' };

const pools = [
  { name: 'system', mode: 'System', count: 2 },
  { name: 'np1', mode: 'User', count: 2 },
];

/** For each story a cluster and a subscription of its own, so that they can be played side by side. */
const fleet = fleetFile({
  all: [
    ...places.map(({ cluster, subscription }) => ({ name: cluster, subscription, pools })),
    ...[slow, aborted].map(({ cluster, subscription }) => ({
      name: cluster,
      subscription,
      // Half an hour after each node, so that its upgrade can be met while it runs.
      pools: [
        pools[0],
        { ...pools[1], count: 7, properties: { upgradeSettings: { nodeSoakDurationInMinutes: 30 } } },
      ],
    })),
    {
      name: nodeImages.cluster,
      subscription: nodeImages.subscription,
      pools,
      properties: { autoUpgradeProfile: { upgradeChannel: 'none', nodeOSUpgradeChannel: 'NodeImage' } },
    },
  ],
});

const put = { method: 'PUT', pool: 'np1' };
const halfWay = { kind: 'operation-fails', match: put, afterNodes: 1 };
const oneLeft = { kind: 'false-success', match: put };

interface Story {
  readonly fault: ({ readonly kind: string; readonly match: object } & Record<string, unknown>) | null;
  readonly policy: 'Never' | 'Ask' | 'OnFailure';
  readonly stage?: string;
  /** Of each pool. */
  readonly soak?: string;
  readonly place?: (typeof places)[number];
}

const free = [...places];

const it = withDrydock({ fleet, speed: 2400 })
  .extend(
    'describeStory',
    ({ drydock }) =>
      async ({ fault, policy, stage = '', soak = '1m', place }: Story) => {
        const { cluster, subscription } = place ?? free.shift()!;
        if (fault !== null) await drydock.simulator.fault({ ...fault, match: { ...fault.match, cluster } });
        const stages = `    - { name: all, clusters: [{ subscriptions: [${subscription}] }]${stage} }`;
        const spec = aSpec(`  rollback: { nodePools: ${policy} }\n  health: { at: [] }`, stages);
        const campaign = await drydock.start(
          spec.replace('defaults: { soak: 1m }', `defaults: { soak: ${soak} }`),
        );
        return { cluster, campaign };
      },
  )
  /** What was accepted on this cluster, in order: "rollback np1 1.34.1 -> 1.33.5". */
  .extend('changesOf', ({ drydock }) => async (cluster: string): Promise<readonly string[]> => {
    const accepted = await acceptedOperations(drydock.simulator);
    return accepted
      .filter((each) => each.cluster === cluster && /upgrade$|rollback|abort/.test(each.kind))
      .map((each) => tell(each).slice(cluster.length + 1));
  })
  /** The version of every node of a pool, surge nodes too. */
  .extend(
    'versionsOf',
    ({ drydock }) =>
      async (cluster: string, pool: string): Promise<readonly string[]> => {
        const { text } = await drydock.simulator.ask(`/_simulator/state?cluster=${cluster}`);
        const { clusters } = JSON.parse(text) as {
          readonly clusters: readonly {
            readonly nodes: readonly { readonly name: string; readonly kubeletVersion: string }[];
          }[];
        };
        const nodes = clusters[0]?.nodes.filter(({ name }) => name.includes(`-${pool}-`)) ?? [];
        return nodes.map(({ kubeletVersion }) => kubeletVersion);
      },
  );

const pool = (status: CampaignStatus, name: string): StepStatus | undefined =>
  status.stages[0]?.clusters[0]?.steps.find((step) => step.pool === name);

const goBack = (campaign: StartedCampaign, target: string) =>
  campaign.steer('rollback', { target, reason: 'it is slow' });

describe.concurrent('a node pool that failed', () => {
  it.for<readonly [string, NonNullable<Story['fault']>]>([
    ['half way', halfWay],
    ['with a lie', oneLeft],
  ])(
    '%s is rolled back automatically where the file says OnFailure, and every node is back',
    async ([, fault], { describeStory, changesOf, versionsOf }) => {
      const { cluster, campaign } = await describeStory({ fault, policy: 'OnFailure' });
      expect(await campaign.result()).toMatchObject({
        phase: 'Failed',
        clusters: [
          { phase: 'RolledBack', reason: expect.stringMatching(/^np1 went back to 1\.33\.5\. .*OnFailure/) },
        ],
      });
      const reason = (await campaign.result()).clusters[0]?.reason;
      expect(reason).not.toMatch(/retry|skip|drydock/i);
      expect(await versionsOf(cluster, 'np1')).toEqual(['v1.33.5', 'v1.33.5']);
      expect(await versionsOf(cluster, 'system')).toEqual(['v1.34.1', 'v1.34.1']);
      expect(await changesOf(cluster)).toEqual([
        'control-plane-upgrade 1.33.5 -> 1.34.1',
        'node-pool-upgrade system 1.33.5 -> 1.34.1',
        'node-pool-upgrade np1 1.33.5 -> 1.34.1',
        'rollback np1 1.34.1 -> 1.33.5',
      ]);
      const status = await campaign.status();
      expect(pool(status, 'np1')).toMatchObject({ phase: 'RolledBack', end: 'RolledBack' });
      expect(pool(status, 'system')).toMatchObject({ phase: 'Completed', end: 'Succeeded' });
      expect(status.notRestored).toEqual([]);
      expect(status.journal?.map(({ what, target }) => `${what} ${target}`)).toEqual([
        `rollback-begun pool/${cluster}/np1`,
        `rolled-back pool/${cluster}/np1`,
      ]);
    },
  );

  it('stays where the file says Never, and continues after a retry', async ({ describeStory }) => {
    const { cluster, campaign } = await describeStory({ fault: halfWay, policy: 'Never' });
    const asked = await campaign.until(needsDecision);
    const reason = asked.stages[0]?.clusters[0]?.reason ?? '';
    expect(reason).toContain('PartiallyUpgraded');
    expect(reason).not.toMatch(/rollback not possible/i);
    expect(pool(asked, 'np1')?.nodes).toEqual({ done: 1, total: 2 });
    await expect(goBack(campaign, `pool/${cluster}/np1`)).rejects.toThrow('rollback.nodePools: Never');
    await campaign.steer('retry', { target: `cluster/${cluster}` });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    expect(pool(await campaign.status(), 'np1')?.end).toBe('Succeeded');
  });

  it('holds with the reason and what is left to do where AKS would not take it back', async ({
    describeStory,
  }) => {
    const { cluster, campaign } = await describeStory({
      fault: halfWay,
      policy: 'OnFailure',
      place: nodeImages,
    });
    const asked = await campaign.until(needsDecision);
    expect(asked.stages[0]?.clusters[0]?.reason).toMatch(
      /Rollback not possible: the node OS upgrade channel is NodeImage\. Left to do: az aks update .* None, then rollback\./,
    );
    expect(pool(asked, 'np1')?.rollbackOffer).toMatchObject({
      until: null,
      because: expect.stringContaining('NodeImage'),
    });
    await goBack(campaign, `pool/${cluster}/np1`);
    const refused = await campaign.until(
      (status) =>
        needsDecision(status) &&
        (status.stages[0]?.clusters[0]?.reason?.startsWith('Rollback not possible') ?? false),
    );
    expect(refused.stages[0]?.clusters[0]?.reason).toMatch(/Before that: .*PartiallyUpgraded/);
    await campaign.steer('retry', { target: `cluster/${cluster}` });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
  });
});

describe.concurrent('a rollback that an operator asks for', () => {
  it('is aborted and goes back while it runs, by the word of a person', async ({
    drydock,
    describeStory,
    changesOf,
    versionsOf,
  }) => {
    const { cluster, campaign } = await describeStory({ fault: null, policy: 'Ask', place: slow });
    await untilAccepted(drydock.simulator, 'node-pool-upgrade', { cluster, times: 2 });
    await goBack(campaign, `pool/${cluster}/np1`);
    expect(await campaign.result()).toMatchObject({ clusters: [{ phase: 'RolledBack' }] });
    expect(new Set(await versionsOf(cluster, 'np1'))).toEqual(new Set(['v1.33.5']));
    expect((await changesOf(cluster)).slice(-2)).toEqual(['abort np1', 'rollback np1 1.34.1 -> 1.33.5']);
  });

  it('is stopped in Azure by an abort of it alone, says how far it came, and may still go back', async ({
    drydock,
    describeStory,
    changesOf,
  }) => {
    const { cluster, campaign } = await describeStory({ fault: null, policy: 'Ask', place: aborted });
    await untilAccepted(drydock.simulator, 'node-pool-upgrade', { cluster, times: 2 });
    await campaign.steer('abort', { target: `pool/${cluster}/np1`, reason: 'not now' });
    const asked = await campaign.until(needsDecision);
    expect(asked.stages[0]?.clusters[0]?.reason).toMatch(
      /The operation was aborted by alice: not now\. .*(Canceled|PartiallyUpgraded): \d of \d nodes( \(.*?\))? run 1\.34\.1\. Rollback/,
    );
    expect((await changesOf(cluster)).at(-1)).toBe('abort np1');
    await goBack(campaign, `cluster/${cluster}`);
    expect(await campaign.result()).toMatchObject({ clusters: [{ phase: 'RolledBack' }] });
    expect((await changesOf(cluster)).slice(-2).map((change) => change.split(' ')[1])).toEqual([
      'np1',
      'system',
    ]);
  });

  it('goes back out of its soak, by the word of a person', async ({ describeStory, versionsOf }) => {
    const { cluster, campaign } = await describeStory({ fault: null, policy: 'Ask', soak: '6d' });
    await campaign.until(
      ({ stages }) =>
        stages[0]?.clusters[0]?.phase === 'Waiting' &&
        stages[0].clusters[0].steps.some((step) => step.rollbackOffer),
    );
    await expect(goBack(campaign, `stage/all`)).rejects.toThrow('Name a target');
    await goBack(campaign, `pool/${cluster}/system`);
    expect(await campaign.result()).toMatchObject({ clusters: [{ phase: 'RolledBack' }] });
    expect(await versionsOf(cluster, 'system')).toEqual(['v1.33.5', 'v1.33.5']);
  });
});

describe.concurrent('a pool that an earlier campaign left half upgraded, and whose upgrade fails again', () => {
  it.for(['Ask', 'OnFailure', 'Never'] as const)(
    'goes back to the version of its old nodes as the file says (%s)',
    async (policy, { describeStory, changesOf, versionsOf }) => {
      const { cluster, campaign } = await describeStory({ fault: halfWay, policy: 'Never' });
      const left = await campaign.until(needsDecision);
      expect(pool(left, 'np1')).toMatchObject({ from: '1.33.5', end: 'PartiallyUpgraded' });
      await campaign.steer('skip', { target: `cluster/${cluster}`, reason: 'another day' });
      await campaign.result();
      const place = places.find((each) => each.cluster === cluster)!;
      const again = await describeStory({ fault: { ...halfWay, afterNodes: 0 }, policy, place });
      if (policy === 'OnFailure') {
        expect(await again.campaign.result()).toMatchObject({ clusters: [{ phase: 'RolledBack' }] });
      } else {
        const asked = await again.campaign.until(needsDecision);
        const reason = asked.stages[0]?.clusters[0]?.reason;
        expect(reason).toMatch(/PartiallyUpgraded: \d of \d nodes( \(.*?\))? run 1\.34\.1/);
        expect(pool(asked, 'np1')).toMatchObject({
          from: '1.33.5',
          to: '1.34.1',
          nodes: { done: 1, total: 2 },
          rollbackOffer:
            policy === 'Ask'
              ? { version: '1.33.5', until: expect.any(String), because: null }
              : { version: '1.33.5', until: null, because: 'rollback.nodePools is Never' },
        });
        expect(reason?.includes('Rollback to 1.33.5 is possible until')).toBe(policy === 'Ask');
        if (policy === 'Never') return;
        await goBack(again.campaign, `pool/${cluster}/np1`);
        expect(await again.campaign.result()).toMatchObject({ clusters: [{ phase: 'RolledBack' }] });
      }
      expect((await changesOf(cluster)).at(-1)).toBe('rollback np1 1.34.1 -> 1.33.5');
      expect(await versionsOf(cluster, 'np1')).toEqual(['v1.33.5', 'v1.33.5']);
    },
  );
});

describe.concurrent('a rollback that does not succeed at once', () => {
  it('is tried again by a person where the rollback fails as well', async ({ describeStory, versionsOf }) => {
    const { cluster, campaign } = await describeStory({
      fault: { ...halfWay, times: 2 },
      policy: 'OnFailure',
    });
    const asked = await campaign.until(needsDecision);
    expect(asked.stages[0]?.clusters[0]?.reason).toMatch(/^np1 could not be rolled back to 1\.33\.5\./);
    await goBack(campaign, `pool/${cluster}/np1`);
    expect(await campaign.result()).toMatchObject({ clusters: [{ phase: 'RolledBack' }] });
    expect(await versionsOf(cluster, 'np1')).toEqual(['v1.33.5', 'v1.33.5']);
  });

  it('says how far it is back, and what continues with it, where a person leaves it there', async ({
    describeStory,
  }) => {
    const { cluster, campaign } = await describeStory({
      fault: { ...halfWay, times: 2 },
      policy: 'OnFailure',
    });
    const asked = await campaign.until(needsDecision);
    expect(asked.stages[0]?.clusters[0]?.reason).toContain('np1 is partially rolled back to 1.33.5: ');
    expect(pool(asked, 'np1')?.rollbackOffer).toBeUndefined();
    await campaign.steer('skip', { target: `cluster/${cluster}`, reason: 'slower' });
    const left =
      /^np1 is partially rolled back to 1\.33\.5: \d of \d nodes.* run 1\.34\.1.* continues the rollback.* az aks nodepool upgrade .* -n np1 --kubernetes-version 1\.33\.5\. .*skipped by alice: slower/;
    expect(await campaign.result()).toMatchObject({
      clusters: [{ phase: 'Failed', reason: expect.stringMatching(left) }],
    });
    expect(pool(await campaign.status(), 'np1')?.phase).toBe('Failed');
  });

  it('goes back once although the answer was lost', async ({ drydock, describeStory, changesOf }) => {
    const { cluster, campaign } = await describeStory({ fault: halfWay, policy: 'OnFailure' });
    await drydock.simulator.fault({ kind: 'lost-answer', match: { ...put, cluster }, after: 1 });
    expect(await campaign.result()).toMatchObject({ clusters: [{ phase: 'RolledBack' }] });
    expect((await changesOf(cluster)).filter((change) => change.startsWith('rollback'))).toHaveLength(1);
  });
});

describe.concurrent('the other clusters and pools of a stage', () => {
  it('takes the other pools of its cluster along where the policy of its stage says so', async ({
    describeStory,
    changesOf,
    versionsOf,
  }) => {
    const { cluster, campaign } = await describeStory({
      fault: halfWay,
      policy: 'Ask',
      stage: ', failurePolicy: { onExceeded: Rollback }',
    });
    const paused = await campaign.until(({ stages }) => stages[0]?.clusters[0]?.phase === 'RolledBack');
    expect(paused.decisions.at(-1)).toMatchObject({
      verb: 'rollback',
      target: `cluster/${cluster}`,
      identity: 'rule',
    });
    expect((await changesOf(cluster)).slice(-2)).toEqual([
      'rollback np1 1.34.1 -> 1.33.5',
      'rollback system 1.34.1 -> 1.33.5',
    ]);
    expect(await versionsOf(cluster, 'system')).toEqual(['v1.33.5', 'v1.33.5']);
  });

  it('lets the others of its stage continue where the failure policy bears it', async ({ drydock }) => {
    const [first, second] = [free.shift()!, free.shift()!];
    await drydock.simulator.fault({ ...halfWay, match: { ...put, cluster: first.cluster } });
    const both = `subscriptions: [${first.subscription}, ${second.subscription}]`;
    const policy = 'failurePolicy: { maxFailures: 1, minSuccess: 50% }';
    const stages = `    - { name: all, clusters: [{ ${both} }], ${policy} }`;
    const campaign = await drydock.start(
      aSpec('  rollback: { nodePools: OnFailure }\n  health: { at: [] }', stages),
    );
    expect(await campaign.result()).toMatchObject({
      phase: 'CompletedWithFailures',
      clusters: [{ phase: 'RolledBack' }, { phase: 'Completed' }],
    });
  });
});

describe('a rollback whose worker is killed', () => {
  // Not beside the others: it is their worker, too.
  it('goes back once although its worker dies meanwhile', async ({
    drydock,
    describeStory,
    changesOf,
    versionsOf,
  }) => {
    const { cluster, campaign } = await describeStory({ fault: halfWay, policy: 'OnFailure' });
    await untilAccepted(drydock.simulator, 'rollback', { cluster });
    await drydock.worker().kill();
    await drydock.restartWorker();
    expect(await campaign.result()).toMatchObject({ clusters: [{ phase: 'RolledBack' }] });
    expect((await changesOf(cluster)).filter((change) => change.startsWith('rollback'))).toHaveLength(1);
    expect(await versionsOf(cluster, 'np1')).toEqual(['v1.33.5', 'v1.33.5']);
  });
});

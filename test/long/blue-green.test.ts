import { describe, expect } from 'vitest';
import type { CampaignStatus, StepStatus } from '#domain/status/status.ts';
import { aBudgetOf, aDeployment } from '../builders/a-manifest.ts';
import { fleetFile, type GroupSpec, groupSpec } from '../campaigns/fleet-file.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import type { StartedCampaign } from '../processes/drydock.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations, tell } from '../simulated/accepted-operations.ts';

/** What breaks on the new nodes of pool web. */
const breaks = {
  'simulator.drydock.dev/never-ready': 'true',
  'simulator.drydock.dev/on-version': '1.34',
};
const shop = (annotations = {}) =>
  aDeployment('web', annotations, { nodeSelector: { 'kubernetes.azure.com/agentpool': 'web' } });

const places = [
  'asked',
  'own',
  'image',
  'ordered',
  'lost',
  'early',
  'worse',
  'asking',
  'undrained',
  'abort-batch',
  'abort-final',
  'killed-batch',
  'killed-final',
] as const;
type Place = (typeof places)[number];

const it = withDrydock({
  fleet: fleetFile(
    Object.fromEntries(
      places.map((place) => [
        place,
        [
          {
            name: `aks-${place}`,
            pools: [
              { name: 'system', mode: 'System', count: 1 },
              {
                name: 'web',
                mode: 'User',
                count: 2,
                properties: place === 'own' ? { upgradeStrategy: 'BlueGreen' } : {},
              },
            ],
            manifests: [
              shop(place === 'worse' || place === 'asking' ? breaks : {}),
              ...(place === 'undrained' ? [aBudgetOf('web', { maxUnavailable: 0 })] : []),
            ],
          },
        ],
      ]),
    ),
  ),
  speed: 2400,
})
  .extend('changesOf', ({ drydock }) => async (place: Place): Promise<readonly string[]> => {
    const accepted = await acceptedOperations(drydock.simulator);
    return accepted
      .filter(({ cluster, pool }) => cluster === `aks-${place}` && pool === 'web')
      .map((each) => tell(each).slice(`aks-${place} `.length));
  })
  .extend('nodesOf', ({ drydock }) => async (place: Place) => {
    const { text } = await drydock.simulator.ask(`/_simulator/state?cluster=aks-${place}`);
    const { clusters } = JSON.parse(text) as {
      readonly clusters: readonly {
        readonly nodes: readonly { readonly name: string; readonly kubeletVersion: string }[];
        readonly agentPools: readonly { readonly name: string; readonly properties: object }[];
      }[];
    };
    const [{ nodes, agentPools } = { nodes: [], agentPools: [] }] = clusters;
    return {
      nodes: nodes.filter(({ name }) => name.includes('-web-')),
      pool: agentPools.find(({ name }) => name === 'web')?.properties,
    };
  });

/** A day and a half of final soak, 54 s of real time, so that it can be met; `minutes` otherwise. */
const specFor = (place: Place, minutes = 2160, more: GroupSpec = {}) =>
  groupSpec(place, {
    nodePools: {
      previewApiVersion: '2026-01-02-preview',
      defaults: { soak: '1m' },
      overrides: [
        {
          match: { name: 'web' },
          upgradeStrategy: 'BlueGreen',
          upgradeSettingsBlueGreen: {
            drainBatchSize: 1,
            batchSoakDurationInMinutes: 180,
            finalSoakDurationInMinutes: minutes,
          },
        },
      ],
    },
    ...more,
  });

const web = ({ stages }: CampaignStatus): StepStatus | undefined =>
  stages[0]?.clusters[0]?.steps.find(({ pool }) => pool === 'web');

const isInFinalSoak = (status: CampaignStatus) => (web(status)?.rollbackOffer?.until ?? null) !== null;

const isInBatchSoak = (status: CampaignStatus) =>
  web(status)?.detail?.startsWith('BlueGreenSoakingBatch') ?? false;

const moments = [
  ['batch', isInBatchSoak],
  ['final', isInFinalSoak],
] as const;

const rollBack = (campaign: StartedCampaign, place: Place) =>
  campaign.steer('rollback', { target: `pool/aks-${place}/web`, reason: 'it is slow' });

const upgrade = 'node-pool-upgrade web 1.33.5 -> 1.34.1';

describe.concurrent('a blue-green upgrade', () => {
  it('that the file asks for is planned with twice the nodes, and leaves the pool with its own strategy', async ({
    drydock,
    changesOf,
    nodesOf,
  }) => {
    const before = await nodesOf('asked');
    const campaign = await drydock.start(specFor('asked', 60));
    const [cluster] = campaign.plan.stages[0]!.clusters;
    expect(cluster?.steps.find(({ pool }) => pool === 'web')).toMatchObject({
      nodes: 2,
      surge: 2,
      blueGreen: { drainBatchSize: '1', finalSoakDurationInMinutes: 60 },
    });
    expect(cluster?.warnings).toContainEqual(expect.stringMatching(/web upgrades blue-green: .* 4h/));
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    expect(await changesOf('asked')).toEqual([upgrade, 'settings web']);
    const { nodes, pool } = await nodesOf('asked');
    expect(nodes.map(({ kubeletVersion }) => kubeletVersion)).toEqual(['v1.34.1', 'v1.34.1']);
    const old = new Set(before.nodes.map(({ name }) => name));
    expect(nodes.filter(({ name }) => old.has(name))).toEqual([]);
    expect(pool).toMatchObject({ upgradeStrategy: 'Rolling' });
    const status = await campaign.status();
    expect(status.notRestored).toEqual([]);
    expect(web(status)).toMatchObject({
      phase: 'Completed',
      detail: 'upgraded blue-green',
      nodes: { done: 2, total: 2 },
      rollbackOffer: { until: null, because: expect.stringContaining('final soak') },
    });
  });

  it('that the pool has is respected without a word of the file', async ({ drydock, changesOf, nodesOf }) => {
    const campaign = await drydock.start(groupSpec('own'));
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    expect(await changesOf('own')).toEqual([upgrade]);
    expect((await nodesOf('own')).pool).toMatchObject({
      upgradeStrategy: 'BlueGreen',
      upgradeSettings: { maxSurge: '10%' },
    });
  });

  it.for([
    ['', 'ordered', null],
    [', also where the answer of its upgrade was lost', 'lost', 'lost-answer'],
  ] as const)(
    'goes back to its old nodes by the word of a person, while it is in its final soak%s',
    async ([, place, fault], { drydock, changesOf, nodesOf }) => {
      const before = await nodesOf(place);
      if (fault !== null)
        await drydock.simulator.fault({
          kind: fault,
          match: { method: 'PUT', cluster: `aks-${place}`, pool: 'web' },
        });
      const campaign = await drydock.start(specFor(place));
      await campaign.until(isInFinalSoak);
      await rollBack(campaign, place);
      expect(await campaign.result()).toMatchObject({ clusters: [{ phase: 'RolledBack' }] });
      expect(await changesOf(place)).toEqual([
        upgrade,
        'abort web',
        'rollback web 1.34.1 -> 1.33.5',
        'settings web',
      ]);
      const { nodes, pool } = await nodesOf(place);
      expect(nodes).toEqual(before.nodes);
      expect(pool).toMatchObject({ upgradeStrategy: 'Rolling' });
    },
  );

  it('does not go back before its final soak: it is paused, says so, and a retry continues it', async ({
    drydock,
    changesOf,
  }) => {
    const campaign = await drydock.start(specFor('early', 60));
    await campaign.until(isInBatchSoak);
    await rollBack(campaign, 'early');
    const asked = await campaign.until(needsDecision);
    expect(asked.stages[0]?.clusters[0]?.reason).toMatch(
      /the blue-green upgrade of web is not in its final soak\. Left to do: retry continues the upgrade/,
    );
    await campaign.steer('retry', { target: 'cluster/aks-early' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    expect(await changesOf('early')).toEqual([
      upgrade,
      'abort web',
      'node-pool-upgrade web 1.34.1 -> 1.34.1',
      'settings web',
    ]);
  });

  it('whose health is worse on the new nodes goes back by the rule of the file, before the old ones are gone', async ({
    drydock,
    changesOf,
    nodesOf,
  }) => {
    const before = await nodesOf('worse');
    const campaign = await drydock.start(
      specFor('worse', 2160, { health: { settle: '2m' }, rollback: { nodePools: 'OnFailure' } }),
    );
    expect(await campaign.result()).toMatchObject({
      clusters: [{ phase: 'RolledBack', reason: expect.stringContaining('OnFailure') }],
    });
    expect((await changesOf('worse')).slice(0, 3)).toEqual([
      upgrade,
      'abort web',
      'rollback web 1.34.1 -> 1.33.5',
    ]);
    expect((await nodesOf('worse')).nodes).toEqual(before.nodes);
  });

  it('whose health is worse asks a person by default, who can roll it back until the final soak ends', async ({
    drydock,
    nodesOf,
  }) => {
    const before = await nodesOf('asking');
    const campaign = await drydock.start(specFor('asking', 2160, { health: { settle: '2m' } }));
    const asked = await campaign.until(needsDecision);
    const { until } = web(asked)?.rollbackOffer ?? {};
    expect(asked.stages[0]?.clusters[0]?.reason).toContain(
      `2 of 4 nodes (new beside old) run 1.34.1; 2 cordoned. Rollback to 1.33.5 is possible until ${until}.`,
    );
    await rollBack(campaign, 'asking');
    expect(await campaign.result()).toMatchObject({ clusters: [{ phase: 'RolledBack' }] });
    expect((await nodesOf('asking')).nodes).toEqual(before.nodes);
  });

  it('that a budget blocks is shown as blocked, and fails after the drain timeout of its own settings', async ({
    drydock,
  }) => {
    const campaign = await drydock.start(specFor('undrained', 60, { rollback: { nodePools: 'OnFailure' } }));
    const isBlocked = (status: CampaignStatus) => web(status)?.blockedBy?.includes('pdb shop/web') ?? false;
    await campaign.until(isBlocked);
    const asked = await campaign.until(needsDecision);
    expect(asked.stages[0]?.clusters[0]?.reason).toMatch(
      /PDB.*PartiallyUpgraded: 2 of 4 nodes.* not in its final soak/,
    );
    await campaign.steer('skip', { target: 'cluster/aks-undrained', reason: 'later' });
    expect((await campaign.result()).phase).not.toBe('Completed');
  });

  it('of the image alone gets its strategy first, and goes to its end', async ({
    drydock,
    changesOf,
    nodesOf,
  }) => {
    const before = await nodesOf('image');
    const campaign = await drydock.start(specFor('image', 60, { upgrade: { type: 'NodeImageOnly' } }));
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    expect((await changesOf('image')).map((change) => change.split(' ')[0])).toEqual([
      'settings',
      'node-image-upgrade',
      'settings',
    ]);
    const old = new Set(before.nodes.map(({ name }) => name));
    expect((await nodesOf('image')).nodes.filter(({ name }) => old.has(name))).toEqual([]);
  });

  it.for(moments)(
    'that is aborted in its %s soak is between two versions, and says what was not restored',
    async ([moment, isThere], { drydock, nodesOf }) => {
      const place = `abort-${moment}` as const;
      const campaign = await drydock.start(specFor(place));
      await campaign.until(isThere);
      await campaign.steer('abort', { reason: 'not today' });
      expect(await campaign.result()).toMatchObject({ phase: 'Aborted' });
      const status = await campaign.status();
      expect(web(status)).toMatchObject({
        phase: 'Aborted',
        end: 'PartiallyUpgraded',
        detail: expect.stringContaining('2 of 4 nodes (new beside old) run 1.34.1; 2 cordoned'),
      });
      expect(status.notRestored?.map(({ setting, command }) => `${setting}: ${command}`)).toContainEqual(
        expect.stringMatching(/^upgradeStrategy: az aks nodepool update .* --upgrade-strategy Rolling$/),
      );
      expect((await nodesOf(place)).nodes).toHaveLength(4);
    },
  );
});

describe('a blue-green upgrade whose worker is killed', () => {
  // Not beside the others: it is their worker, too.
  it.for(moments)(
    'in its %s soak goes to its end once',
    async ([moment, isThere], { drydock, changesOf }) => {
      const place = `killed-${moment}` as const;
      const campaign = await drydock.start(specFor(place, 600));
      await campaign.until(isThere);
      await drydock.worker().kill();
      await drydock.restartWorker();
      expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
      expect(await changesOf(place)).toEqual([upgrade, 'settings web']);
    },
  );
});

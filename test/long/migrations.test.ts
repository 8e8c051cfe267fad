import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { aBudgetOf, aDeployment } from '../builders/a-manifest.ts';
import { fleetFile, groupSpec, noLooks, subscriptionOf } from '../campaigns/fleet-file.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations, untilAccepted } from '../simulated/accepted-operations.ts';
import { kubernetesOf } from '../simulated/kubernetes-of.ts';

const windows = {
  nodeSelector: { 'kubernetes.io/os': 'windows', tier: 'legacy' },
  tolerations: [{ key: 'legacy', operator: 'Exists' }],
};
const properties = { nodeLabels: { tier: 'legacy' }, nodeTaints: ['legacy=yes:NoSchedule'] };
const cluster = (name: string, budget: object) => [
  {
    name: `aks-${name}`,
    pools: [
      { name: 'system', mode: 'System', count: 1 },
      { name: 'win22', osSku: 'Windows2022', count: 2, properties },
    ],
    manifests: [aDeployment('till', {}, windows), aBudgetOf('till', budget)],
  },
];
const one = { maxUnavailable: 1 };
const none = { maxUnavailable: 0 };
const fleet = fleetFile(
  {
    order: cluster('order', one),
    blocked: cluster('blocked', none),
    aborted: cluster('aborted', none),
    killed: cluster('killed', one),
    returned: cluster('returned', one),
    removed: cluster('removed', one),
    refused: cluster('refused', one),
  },
  // Three machines of four cores, and no fourth.
  { quotas: [{ subscription: subscriptionOf('refused'), family: 'standardDDSv5Family', limit: 12 }] },
);

const it = withDrydock({ fleet, speed: 600 })
  .extend(
    'start',
    ({ drydock }) =>
      (
        group: string,
        { name = group, ...migrate }: { name?: string; action?: string; drainTimeout?: string } = {},
      ) =>
        drydock.start(
          groupSpec(group, {
            name,
            health: {},
            upgrade: { type: 'Migrate' },
            preflight: { ...noLooks.preflight, quota: 'Ignore' },
            migrate: { from: ['Windows2022'], to: 'Windows2025', suffix: 'b', ...migrate },
          }),
        ),
  )
  .extend(
    'sentTo',
    ({ drydock }) =>
      async (name: string) =>
        (await acceptedOperations(drydock.simulator))
          .filter((each) => each.cluster === `aks-${name}`)
          .map(({ kind, pool }) => `${kind} ${pool}`),
  )
  .extend('placesOf', ({ drydock }) => async (name: string) => {
    const kubernetes = await kubernetesOf(drydock.simulator, `aks-${name}`);
    const nodes = await kubernetes.nodes();
    const used = await kubernetes.nodesOf('shop');
    const poolOf = (node: string | undefined) => nodes.find((each) => each.name === node)?.pool;
    return {
      pods: used.map(poolOf),
      cordoned: nodes.filter(({ isCordoned }) => isCordoned).map(({ pool }) => pool),
    };
  });

describe('a campaign that moves workloads to node pools of another operating system', () => {
  it.concurrent('makes a pool with the labels and taints of the old one, which stays, cordoned and empty', async ({
    start,
    sentTo,
    placesOf,
  }) => {
    const campaign = await start('order');
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await sentTo('order')).toEqual(['create-pool win22b']);
    expect(await placesOf('order')).toEqual({
      pods: ['win22b', 'win22b'],
      cordoned: ['win22', 'win22'],
    });
    const steps = (await campaign.status()).stages[0]?.clusters[0]?.steps ?? [];
    expect(steps.map(({ name, phase, detail }) => [name, phase, detail])).toEqual([
      ['system', 'Skipped', 'its operating system is Ubuntu'],
      [
        'win22',
        'Completed',
        'changed from Windows Server 2022 to Windows Server 2025; kept, cordoned and empty',
      ],
    ]);
  });

  it.concurrent('asks where a budget blocks, and goes on once it does not', async ({
    drydock,
    start,
    sentTo,
    placesOf,
  }) => {
    const campaign = await start('blocked');
    const asked = await campaign.until(needsDecision);
    expect(asked.stages[0]?.clusters[0]?.reason).toContain('was not emptied and stays cordoned');
    expect(asked.stages[0]?.clusters[0]?.reason).toContain('shop/till');
    expect((await placesOf('blocked')).cordoned).toEqual(['win22', 'win22']);
    await (await kubernetesOf(drydock.simulator, 'aks-blocked')).deleteBudget('shop', 'till');
    await campaign.steer('retry', { target: 'cluster/aks-blocked' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await sentTo('blocked')).toEqual(['create-pool win22b']);
    expect((await placesOf('blocked')).pods).toEqual(['win22b', 'win22b']);
  });

  it.concurrent('ends at once where an abort meets a drain', async ({ drydock, start, sentTo, placesOf }) => {
    const campaign = await start('aborted', { drainTimeout: '5d' });
    await untilAccepted(drydock.simulator, 'create-pool', { cluster: 'aks-aborted' });
    while ((await placesOf('aborted')).cordoned.length < 2) await pause(100);
    await campaign.steer('abort');
    expect(await campaign.result()).toMatchObject({ phase: 'Aborted' });
    expect((await campaign.status()).notRestored).toMatchObject([
      { pool: 'win22', setting: 'schedulable', command: 'kubectl uncordon -l agentpool=win22' },
    ]);
    expect(await sentTo('aborted')).toEqual(['create-pool win22b']);
    expect((await placesOf('aborted')).pods).toEqual(['win22', 'win22']);
  });

  it.concurrent('creates one pool, although its answer comes late and its worker was killed', async ({
    drydock,
    start,
    sentTo,
    placesOf,
  }) => {
    await drydock.simulator.fault({
      kind: 'late-answer',
      match: { method: 'PUT', cluster: 'aks-killed', pathPattern: '/agentPools/win22b$' },
      milliseconds: 10_000,
    });
    const campaign = await start('killed');
    await untilAccepted(drydock.simulator, 'create-pool', { cluster: 'aks-killed' });
    await drydock.worker().kill();
    await drydock.restartWorker();
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await sentTo('killed')).toEqual(['create-pool win22b']);
    expect((await placesOf('killed')).pods).toEqual(['win22b', 'win22b']);
  });

  it.concurrent('asks where Azure refuses the new pool, and has cordoned nothing', async ({
    start,
    sentTo,
    placesOf,
  }) => {
    const campaign = await start('refused');
    const asked = await campaign.until(needsDecision);
    expect(asked.stages[0]?.clusters[0]?.reason).toContain(
      'exceeding approved standardDDSv5Family Cores quota',
    );
    await campaign.steer('skip', { target: 'cluster/aks-refused' });
    await campaign.result();
    expect(await sentTo('refused')).toEqual([]);
    expect(await placesOf('refused')).toEqual({ pods: ['win22', 'win22'], cordoned: [] });
    expect((await campaign.status()).notRestored).toEqual([]);
  });

  it.concurrent('returns workloads to the old pool by a campaign of its own, and moves them again', async ({
    start,
    sentTo,
    placesOf,
  }) => {
    for (const [name, action, pool, empty] of [
      ['there', 'Move', 'win22b', 'win22'],
      ['back', 'Return', 'win22', 'win22b'],
      ['again', 'Move', 'win22b', 'win22'],
    ] as const) {
      const campaign = await start('returned', { name, action });
      expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
      expect(await placesOf('returned')).toEqual({ pods: [pool, pool], cordoned: [empty, empty] });
    }
    expect(await sentTo('returned')).toEqual(['create-pool win22b']);
  });

  it.concurrent('deletes the old pool by a campaign of its own, once, although the answer comes late', async ({
    drydock,
    start,
    sentTo,
    placesOf,
  }) => {
    await (await start('removed', { name: 'too-early', action: 'Remove' })).result();
    expect(await sentTo('removed')).toEqual([]);
    await (await start('removed')).result();
    await drydock.simulator.fault({
      kind: 'late-answer',
      match: { method: 'DELETE', cluster: 'aks-removed', pathPattern: '/agentPools/win22$' },
      milliseconds: 10_000,
    });
    const campaign = await start('removed', { name: 'removal', action: 'Remove' });
    await untilAccepted(drydock.simulator, 'delete-pool', { cluster: 'aks-removed' });
    await drydock.worker().kill();
    await drydock.restartWorker();
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await sentTo('removed')).toEqual(['create-pool win22b', 'delete-pool win22']);
    expect(await placesOf('removed')).toEqual({ pods: ['win22b', 'win22b'], cordoned: [] });
    const steps = (await campaign.status()).stages[0]?.clusters[0]?.steps ?? [];
    expect(steps.find(({ name }) => name === 'win22')).toMatchObject({
      phase: 'Completed',
      detail: 'deleted',
    });
  });
});

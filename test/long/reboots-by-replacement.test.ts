import { describe, expect } from 'vitest';
import { aBudgetOf, aDeployment } from '../builders/a-manifest.ts';
import { fleetFile, groupSpec } from '../campaigns/fleet-file.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations, untilAccepted } from '../simulated/accepted-operations.ts';
import { kubernetesOf } from '../simulated/kubernetes-of.ts';

/** Pods that are unhealthy, and a budget that lets them go only once they are. */
const heldUp = [
  aDeployment('till', { 'simulator.drydock.dev/never-ready': 'true' }),
  aBudgetOf('till', { minAvailable: 1 }),
];
/** A node resource group that is locked down: no machine there can be restarted. */
const cluster = (name: string, count: number, manifests: readonly object[] = []) => [
  {
    name: `aks-${name}`,
    pools: [{ name: 'system', mode: 'System', count, image: 'latest' }],
    properties: {
      autoUpgradeProfile: { nodeOSUpgradeChannel: 'Unmanaged' },
      nodeResourceGroupProfile: { restrictionLevel: 'ReadOnly' },
    },
    manifests,
  },
];
const fleet = fleetFile(
  {
    order: cluster('order', 3),
    blocked: cluster('blocked', 1, heldUp),
    aborted: cluster('aborted', 1, heldUp),
    killed: cluster('killed', 2),
  },
  {
    scheduledEvents: [
      ['order', 2],
      ['blocked', 1],
      ['aborted', 1],
      ['killed', 1],
    ].map(([name, nodes]) => ({ kind: 'patches', cluster: `aks-${name}`, after: '1m', nodes })),
  },
);

const it = withDrydock({ fleet, speed: 300 })
  .extend(
    'start',
    ({ drydock }) =>
      (group: string, drainTimeout = '30m') =>
        drydock.start(
          groupSpec(group, {
            upgrade: { type: 'Reboot', kubernetesVersion: undefined },
            cluster: { controlPlaneSoak: undefined },
            reboot: {
              methods: ['NodeImage', 'Restart', 'Replace'],
              checkPod: { image: 'busybox', namespace: 'default' },
              drainTimeout,
            },
          }),
        ),
  )
  .extend(
    'sentTo',
    ({ drydock }) =>
      async (name: string) =>
        (await acceptedOperations(drydock.simulator))
          .filter((each) => each.cluster === `aks-${name}`)
          .map(({ kind, from, to }) => (from === null ? kind : `${kind} ${from} -> ${to}`)),
  )
  .extend(
    'nodesOf',
    ({ drydock }) =>
      async (name: string) =>
        (await kubernetesOf(drydock.simulator, `aks-${name}`)).nodes(),
  )
  .extend(
    'allWell',
    ({ nodesOf }) =>
      (nodes: Awaited<ReturnType<typeof nodesOf>>) =>
        nodes.every(({ isCordoned, isReady }) => !isCordoned && isReady),
  );

describe('a campaign that replaces nodes that wait for a reboot', () => {
  it.concurrent('takes one after the other, those that wait alone, and leaves as many as there were', async ({
    start,
    sentTo,
    nodesOf,
    allWell,
  }) => {
    const before = (await nodesOf('order')).map(({ name }) => name);
    const campaign = await start('order');
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await sentTo('order')).toEqual([
      'scale 3 -> 4',
      'delete-machines',
      'scale 3 -> 4',
      'delete-machines',
    ]);
    const after = await nodesOf('order');
    expect(after).toHaveLength(3);
    expect(after.filter(({ name }) => before.includes(name)).map(({ name }) => name)).toEqual([before[2]]);
    expect(allWell(after)).toBe(true);
    const steps = (await campaign.status()).stages[0]?.clusters[0]?.steps ?? [];
    expect(steps.map(({ name, detail }) => [name, detail])).toEqual([['system', '2 replaced']]);
  });

  it.concurrent('gives the node more back where the old one could not be emptied, and asks a person', async ({
    start,
    sentTo,
    nodesOf,
    allWell,
  }) => {
    const before = (await nodesOf('blocked')).map(({ name }) => name);
    const campaign = await start('blocked');
    const asked = await campaign.until(needsDecision);
    expect(asked.stages[0]?.clusters[0]?.reason).toContain('was not emptied and is uncordoned again');
    expect(await sentTo('blocked')).toEqual(['scale 1 -> 2', 'delete-machines']);
    const nodes = await nodesOf('blocked');
    expect(nodes.map(({ name }) => name)).toEqual(before);
    expect(nodes).toHaveLength(1);
    expect(allWell(nodes)).toBe(true);
    await campaign.steer('skip', { target: 'cluster/aks-blocked' });
    await campaign.result();
  });

  it.concurrent('gives the node more back where an abort meets the drain', async ({
    drydock,
    start,
    sentTo,
    nodesOf,
    allWell,
  }) => {
    const before = (await nodesOf('aborted')).map(({ name }) => name);
    const campaign = await start('aborted', '5d');
    await untilAccepted(drydock.simulator, 'scale', { cluster: 'aks-aborted' });
    await campaign.steer('abort');
    expect(await campaign.result()).toMatchObject({ phase: 'Aborted' });
    expect(await sentTo('aborted')).toEqual(['scale 1 -> 2', 'delete-machines']);
    const nodes = await nodesOf('aborted');
    expect(nodes.map(({ name }) => name)).toEqual(before);
    expect(nodes).toHaveLength(1);
    expect(allWell(nodes)).toBe(true);
  });

  it('adds one and deletes one, although its worker was killed after each', async ({
    drydock,
    start,
    sentTo,
    nodesOf,
    allWell,
  }) => {
    for (const pathPattern of ['/agentPools/system$', '/deleteMachines'])
      await drydock.simulator.fault({
        kind: 'late-answer',
        match: {
          method: pathPattern === '/deleteMachines' ? 'POST' : 'PUT',
          cluster: 'aks-killed',
          pathPattern,
        },
        milliseconds: 10_000,
      });
    const campaign = await start('killed');
    for (const kind of ['scale', 'delete-machines']) {
      await untilAccepted(drydock.simulator, kind, { cluster: 'aks-killed' });
      await drydock.worker().kill();
      await drydock.restartWorker();
    }
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await sentTo('killed')).toEqual(['scale 2 -> 3', 'delete-machines']);
    const nodes = await nodesOf('killed');
    expect(nodes).toHaveLength(2);
    expect(allWell(nodes)).toBe(true);
  });
});

import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { clusterWorkflowId } from '#domain/fleet/ids.ts';
import { clusterSignals } from '#protocol/signals.ts';
import { aKured, lock } from '../builders/a-kured.ts';
import { aBudgetOf, aDeployment } from '../builders/a-manifest.ts';
import { fleetFile, groupSpec } from '../campaigns/fleet-file.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations, untilAccepted } from '../simulated/accepted-operations.ts';
import { kubernetesOf } from '../simulated/kubernetes-of.ts';

/** Pods that are unhealthy, and a budget that lets them go only once they are: a drain waits for them. */
const heldUp = [
  aDeployment('till', { 'simulator.drydock.dev/never-ready': 'true' }),
  aBudgetOf('till', { minAvailable: 1 }),
];
const cluster = (name: string, count: number, manifests: readonly object[] = heldUp) => [
  {
    name: `aks-${name}`,
    pools: [{ name: 'system', mode: 'System', count, image: 'latest' }],
    properties: { autoUpgradeProfile: { nodeOSUpgradeChannel: 'Unmanaged' } },
    manifests,
  },
];
const fleet = fleetFile(
  {
    paused: cluster('paused', 1, [...heldUp, aKured()]),
    closed: cluster('closed', 1),
    aborted: cluster('aborted', 1),
    sent: cluster('sent', 2, []),
    blocked: cluster('blocked', 1, [
      aKured({ args: ['--blocking-pod-selector=app=web'] }),
      aDeployment('web'),
    ]),
  },
  {
    scheduledEvents: ['paused', 'closed', 'aborted', 'sent', 'blocked'].map((name) => ({
      kind: 'patches',
      cluster: `aks-${name}`,
      after: '1m',
      nodes: 2,
    })),
  },
);

const terms = {
  upgrade: { type: 'Reboot', kubernetesVersion: undefined },
  cluster: { controlPlaneSoak: undefined },
  reboot: { checkPod: { image: 'busybox', namespace: 'default' }, drainTimeout: '5d' },
};

const it = withDrydock({ fleet, speed: 600 })
  .extend(
    'start',
    ({ drydock }) =>
      (group: string, more: object = {}) =>
        drydock.start(groupSpec(group, { ...terms, ...more })),
  )
  .extend(
    'nodesOf',
    ({ drydock }) =>
      async (name: string) =>
        (await kubernetesOf(drydock.simulator, name)).nodes(),
  )
  .extend(
    'cordoned',
    ({ nodesOf }) =>
      async (name: string) =>
        (await nodesOf(name)).filter(({ isCordoned }) => isCordoned),
  )
  .extend(
    'restartsOf',
    ({ drydock }) =>
      async (name: string) =>
        (await acceptedOperations(drydock.simulator)).filter(
          (each) => each.cluster === name && each.kind === 'restart-machine',
        ),
  )
  .extend('untilCordoned', ({ cordoned }) => async (name: string): Promise<void> => {
    while ((await cordoned(name)).length === 0) await pause(50);
  })
  /** The cluster's workflow has heard of a pause: whatever ends later finds it paused. */
  .extend('untilHeard', ({ drydock }) => async (name: string): Promise<void> => {
    const { resourceId } = drydock.simulator.ready.clusters.find((each) => each.name === name)!;
    const workflow = drydock.session.client.workflow.getHandle(clusterWorkflowId(resourceId));
    for (;;) {
      const { events = [] } = await workflow.fetchHistory();
      const signals = events?.map((event) => event.workflowExecutionSignaledEventAttributes?.signalName);
      if (signals?.includes(clusterSignals.pause)) return;
      await pause(50);
    }
  })
  .extend('letGo', ({ drydock }) => async (name: string) => {
    const kubernetes = await kubernetesOf(drydock.simulator, name);
    await kubernetes.deleteBudget('shop', 'till');
  });

describe('a campaign of reboots that is interrupted', () => {
  it.concurrent("opens a node that a pause finds drained, gives kured's lock back, and begins anew once resumed", async ({
    drydock,
    start,
    cordoned,
    restartsOf,
    untilCordoned,
    untilHeard,
    letGo,
  }) => {
    const kubernetes = await kubernetesOf(drydock.simulator, 'aks-paused');
    const isLocked = async () => lock in (await kubernetes.daemonSetAnnotations('kube-system', 'kured'));
    const campaign = await start('paused', { reboot: { ...terms.reboot, kured: 'HoldLock' } });
    await untilCordoned('aks-paused');
    expect(await isLocked()).toBe(true);
    await campaign.steer('pause');
    await untilHeard('aks-paused');
    // Its own drain continues until it is released.
    expect(await campaign.status()).toMatchObject({
      phase: 'Running',
      reason: expect.stringMatching(/paused/),
    });
    await letGo('aks-paused');
    await campaign.until(({ phase }) => phase === 'Paused');
    expect(await cordoned('aks-paused')).toEqual([]);
    expect(await isLocked()).toBe(false);
    expect(await restartsOf('aks-paused')).toEqual([]);
    await campaign.steer('resume');
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await restartsOf('aks-paused')).toHaveLength(1);
    expect(await cordoned('aks-paused')).toEqual([]);
  });

  it.concurrent('opens a node whose drain the end of the window meets, and begins anew in the next one', {
    timeout: 400_000,
  }, async ({ drydock, start, cordoned, restartsOf, untilCordoned, letGo }) => {
    const { now } = JSON.parse((await drydock.simulator.ask('/_simulator/clock')).text) as { now: string };
    // Open for three hours more, and again an hour later.
    const opens = new Date(Date.parse(now) + 4 * 3_600_000).toISOString().slice(11, 16);
    const daily = { schedule: { daily: { intervalDays: 1 } }, startTime: opens, durationHours: 23 };
    const maintenance = { timezone: 'UTC', minRemaining: '0s', maintenanceWindow: daily };
    const campaign = await start('closed', { maintenance });
    await untilCordoned('aks-closed');
    await campaign.until(({ waitingFor }) => waitingFor.some(({ kind }) => kind === 'window'));
    expect(await cordoned('aks-closed')).toEqual([]);
    expect(await restartsOf('aks-closed')).toEqual([]);
    await letGo('aks-closed');
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    const [only, ...more] = await restartsOf('aks-closed');
    expect(more).toEqual([]);
    // Accepted while the window is open: not in the hour before its start.
    const since = (Date.parse(only!.at) - Date.parse(now)) / 3_600_000;
    expect(since % 24 < 3 || since % 24 >= 4).toBe(true);
    expect(await cordoned('aks-closed')).toEqual([]);
  });

  it.concurrent('waits as kured would for a pod that blocks it, and knows from kured which nodes wait', async ({
    drydock,
    start,
    cordoned,
    restartsOf,
  }) => {
    const reboot = { ...terms.reboot, checkPod: undefined, kured: 'HoldLock' };
    const patient = { ...terms.cluster, onBusy: { wait: '10d' } };
    const campaign = await start('blocked', { reboot, cluster: patient });
    const waiting = await campaign.until(({ waitingFor }) => waitingFor.some(({ kind }) => kind === 'lock'));
    expect(waiting.waitingFor[0]?.act).toMatch(
      /kured \(kube-system\/kured\) would not reboot aks-system-\S+: pods on \S+ that meet "app=web": shop\/web-/,
    );
    expect(await cordoned('aks-blocked')).toEqual([]);
    const kubernetes = await kubernetesOf(drydock.simulator, 'aks-blocked');
    await kubernetes.patchDeployment('shop', 'web', { spec: { replicas: 0 } });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await restartsOf('aks-blocked')).toHaveLength(1);
  });

  it.concurrent('opens a node whose drain an abort meets, and restarts nothing', async ({
    start,
    cordoned,
    restartsOf,
    untilCordoned,
  }) => {
    const campaign = await start('aborted');
    await untilCordoned('aks-aborted');
    await campaign.steer('abort');
    expect(await campaign.result()).toMatchObject({ phase: 'Aborted' });
    expect(await cordoned('aks-aborted')).toEqual([]);
    expect(await restartsOf('aks-aborted')).toEqual([]);
  });

  it.concurrent('sees a restart through that an abort finds sent, and begins no other node', async ({
    drydock,
    start,
    nodesOf,
    restartsOf,
  }) => {
    const match = { method: 'POST', cluster: 'aks-sent', pathPattern: '/restart' };
    await drydock.simulator.fault({ kind: 'late-answer', match, milliseconds: 20_000 });
    const before = await nodesOf('aks-sent');
    const campaign = await start('sent');
    await untilAccepted(drydock.simulator, 'restart-machine', { cluster: 'aks-sent' });
    await campaign.steer('abort');
    expect(await campaign.result()).toMatchObject({ phase: 'Aborted' });
    const [only, ...more] = await restartsOf('aks-sent');
    expect(more).toEqual([]);
    const after = await nodesOf('aks-sent');
    const rebooted = after.filter(({ bootId }, index) => bootId !== before[index]!.bootId);
    expect(rebooted.map(({ name }) => name)).toEqual([only!.to]);
    expect(after.every(({ isCordoned, isReady }) => !isCordoned && isReady)).toBe(true);
  });
});

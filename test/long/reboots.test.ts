import { describe, expect } from 'vitest';
import { withFreezes } from '#cli/schedule/freezes.ts';
import type { CampaignStatus, StepStatus } from '#domain/status/status.ts';
import { aKured, lock } from '../builders/a-kured.ts';
import { aBudgetOf, aDeployment } from '../builders/a-manifest.ts';
import { fleetFile, groupSpec } from '../campaigns/fleet-file.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import { nightlySpec } from '../campaigns/nightly-spec.ts';
import { playScheduledRun, scheduleNightly } from '../campaigns/play-scheduled-run.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations, untilAccepted } from '../simulated/accepted-operations.ts';
import { kubernetesOf } from '../simulated/kubernetes-of.ts';

const pools = [{ name: 'system', mode: 'System', count: 3, image: 'latest' }];
const properties = { autoUpgradeProfile: { nodeOSUpgradeChannel: 'Unmanaged' } };

const cluster = (name: string, manifests: readonly object[] = []) => [{ name, pools, properties, manifests }];
const patched = (name: string, nodes: number) => ({ kind: 'patches', cluster: name, after: '1m', nodes });

/** Pods that are unhealthy, and a budget that lets them go only once they are. */
const heldUp = [
  aDeployment('till', { 'simulator.drydock.dev/never-ready': 'true' }),
  aBudgetOf('till', { minAvailable: 1 }),
];

const fleet = fleetFile(
  {
    plain: [
      {
        name: 'aks-plain',
        properties,
        manifests: [aDeployment('web')],
        pools: [...pools, { name: 'win', osSku: 'Windows2022', count: 1 }, { name: 'old', count: 1 }],
      },
    ],
    nightly: cluster('aks-nightly'),
    lost: cluster('aks-lost'),
    blind: cluster('aks-blind'),
    killed: cluster('aks-killed'),
    left: cluster('aks-left', [aKured()]),
    locked: cluster('aks-locked', [aKured({ heldBy: 'aks-other-vmss000000' })]),
    frozen: cluster('aks-frozen', heldUp),
  },
  {
    scheduledEvents: [
      { ...patched('aks-plain', 2), pool: 'system' },
      ...['nightly', 'lost', 'blind', 'killed', 'left', 'locked'].map((group) => patched(`aks-${group}`, 1)),
      patched('aks-frozen', 3),
    ],
  },
);

const upgrade = { type: 'Reboot', kubernetesVersion: undefined };
const inCluster = { controlPlaneSoak: undefined };
const checkPod = { image: 'busybox', namespace: 'default' };
const stepsOf = (status: CampaignStatus): readonly StepStatus[] => status.stages[0]?.clusters[0]?.steps ?? [];

const it = withDrydock({ fleet, speed: 600 })
  .extend(
    'start',
    ({ drydock }) =>
      (group: string, reboot: object) =>
        drydock.start(groupSpec(group, { upgrade, cluster: inCluster, reboot })),
  )
  /** The restarts that Azure accepted, by node, with their moments. */
  .extend('restartsOf', ({ drydock }) => async (name: string) => {
    const accepted = await acceptedOperations(drydock.simulator);
    return accepted.filter((each) => each.cluster === name && each.kind === 'restart-machine');
  });

describe('a campaign of reboots', () => {
  it.concurrent('restarts in a scheduled run what waits, and says of the next run that nothing does', async ({
    drydock,
    files,
    restartsOf,
  }) => {
    const file = files.write(
      'nightly.json',
      nightlySpec('nightly', { upgrade, reboot: { methods: ['Restart'], checkPod } }),
    );
    await scheduleNightly(drydock.session, 'reboots', file);
    expect(await playScheduledRun(drydock.session, 'reboots')).toMatchObject({
      phase: 'Completed',
      clusters: { done: 1 },
    });
    expect(await restartsOf('aks-nightly')).toHaveLength(1);
    expect(await playScheduledRun(drydock.session, 'reboots')).toMatchObject({
      phase: 'Completed',
      clusters: { done: 1 },
    });
    expect(await restartsOf('aks-nightly')).toHaveLength(1);
  });

  it.concurrent('restarts one node after the other, those that wait alone, and leaves a cordoned one cordoned', async ({
    drydock,
    start,
    restartsOf,
  }) => {
    const kubernetes = await kubernetesOf(drydock.simulator, 'aks-plain');
    const before = (await kubernetes.nodes()).filter(({ pool }) => pool === 'system');
    const [first, second, third] = before.map(({ name }) => name);
    await kubernetes.cordon(second!);
    const campaign = await start('plain', { methods: ['Restart'], checkPod });
    expect(campaign.plan.target).toBe('rebooted nodes');
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    const restarts = await restartsOf('aks-plain');
    expect(restarts.map(({ to, result }) => [to, result])).toEqual(
      [first, second].map((name) => [name, 'Succeeded']),
    );
    expect(restarts[1]!.at > restarts[0]!.finishedAt!).toBe(true);
    const after = (await kubernetes.nodes()).filter(({ pool }) => pool === 'system');
    expect(after.map(({ name, isCordoned, isReady }) => [name, isCordoned, isReady])).toEqual([
      [first, false, true],
      [second, true, true],
      [third, false, true],
    ]);
    const hasBooted = after.map(({ bootId }, index) => bootId !== before[index]!.bootId);
    expect(hasBooted).toEqual([true, true, false]);
    expect(await kubernetes.podNames('default')).toEqual([]);
    const steps = stepsOf(await campaign.status());
    expect(steps.map(({ name, phase, detail }) => [name, phase, detail])).toEqual([
      ['system', 'Completed', '2 rebooted'],
      ['old', 'Completed', 'no node waits for a reboot'],
      ['win', 'Skipped', expect.stringContaining('Windows nodes are patched only by new node images')],
    ]);
  });

  it.concurrent('restarts a node once, although the answer to it was lost', async ({
    drydock,
    start,
    restartsOf,
  }) => {
    const match = { method: 'POST', cluster: 'aks-lost', pathPattern: '/restart' };
    await drydock.simulator.fault({ kind: 'lost-answer', match });
    const campaign = await start('lost', { checkPod });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await restartsOf('aks-lost')).toHaveLength(1);
  });

  it.concurrent('asks a person where nothing says whether nodes wait, and guesses nothing', async ({
    start,
    restartsOf,
  }) => {
    const campaign = await start('blind', {});
    const asked = await campaign.until(needsDecision);
    expect(asked.stages[0]?.clusters[0]?.reason).toMatch(
      /It is not known whether aks-system-\S+ \(reboot\.checkPod is not set\).* need a reboot/,
    );
    await campaign.steer('skip', { target: 'cluster/aks-blind' });
    await campaign.result();
    expect(await restartsOf('aks-blind')).toEqual([]);
  });

  it.concurrent('leaves nodes to a kured', async ({ start, restartsOf }) => {
    const campaign = await start('left', { checkPod });
    const because = 'system: left to kured (kube-system/kured)';
    expect(await campaign.result()).toMatchObject({ clusters: [{ phase: 'Completed', reason: because }] });
    expect(await restartsOf('aks-left')).toEqual([]);
  });

  it.concurrent('waits for the lock of a kured, holds it meanwhile, and gives it back', async ({
    drydock,
    start,
    restartsOf,
  }) => {
    const kubernetes = await kubernetesOf(drydock.simulator, 'aks-locked');
    const campaign = await start('locked', { kured: 'HoldLock', checkPod });
    const waiting = await campaign.until(({ waitingFor }) => waitingFor.some(({ kind }) => kind === 'lock'));
    expect(waiting.waitingFor[0]?.act).toContain("aks-other-vmss000000 holds kured's lock");
    expect(await restartsOf('aks-locked')).toEqual([]);
    await kubernetes.annotateDaemonSet('kube-system', 'kured', { [lock]: null });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await restartsOf('aks-locked')).toHaveLength(1);
    expect(await kubernetes.daemonSetAnnotations('kube-system', 'kured')).not.toHaveProperty([lock]);
  });

  // Not beside the others: a freeze blocks every campaign.
  it('opens a node that a freeze finds drained, reports what it waits for, and begins anew after it', async ({
    drydock,
    start,
    restartsOf,
  }) => {
    const kubernetes = await kubernetesOf(drydock.simulator, 'aks-frozen');
    const closed = async () =>
      (await kubernetes.nodes()).filter(({ isCordoned }) => isCordoned).map(({ name }) => name);
    const heldUpOn = await kubernetes.nodesOf('shop');
    const campaign = await start('frozen', { checkPod, drainTimeout: '10h' });
    let node: string | undefined;
    while (node === undefined) node = (await closed()).find((name) => heldUpOn.includes(name));
    const before = await restartsOf('aks-frozen');
    const said = { name: 'year-end', by: 'cto', reason: 'sales' };
    await withFreezes((freezes, now) =>
      freezes.create({ ...said, from: new Date(now).toISOString(), until: null }),
    );
    await kubernetes.deleteBudget('shop', 'till');
    const frozen = await campaign.until(({ waitingFor }) => waitingFor.some(({ kind }) => kind === 'freeze'));
    expect(frozen.waitingFor).toMatchObject([{ name: expect.stringContaining('year-end') as string }]);
    expect(await closed()).toEqual([]);
    expect(await restartsOf('aks-frozen')).toEqual(before);
    await withFreezes((freezes, now) => freezes.lift({ ...said, at: new Date(now).toISOString() }));
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect((await restartsOf('aks-frozen')).map(({ to }) => to)).toContain(node);
  });

  it('restarts a node once, although its worker died before it could tell', async ({
    drydock,
    start,
    restartsOf,
  }) => {
    const match = { method: 'POST', cluster: 'aks-killed', pathPattern: '/restart' };
    await drydock.simulator.fault({ kind: 'late-answer', match, milliseconds: 20_000 });
    const campaign = await start('killed', { checkPod });
    await untilAccepted(drydock.simulator, 'restart-machine', { cluster: 'aks-killed' });
    await drydock.worker().kill();
    await drydock.restartWorker();
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await restartsOf('aks-killed')).toHaveLength(1);
    const nodes = await (await kubernetesOf(drydock.simulator, 'aks-killed')).nodes();
    expect(nodes.filter(({ isCordoned }) => isCordoned)).toEqual([]);
  });
});

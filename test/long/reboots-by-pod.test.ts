import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { acknowledged, privilegedImage } from '../builders/privileged-pod.ts';
import { fleetFile, groupSpec } from '../campaigns/fleet-file.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations } from '../simulated/accepted-operations.ts';
import { kubernetesOf } from '../simulated/kubernetes-of.ts';

/** A node resource group that is locked down: no machine there can be restarted. */
const cluster = (name: string, count: number) => [
  {
    name: `aks-${name}`,
    pools: [{ name: 'system', mode: 'System', count, image: 'latest' }],
    properties: {
      autoUpgradeProfile: { nodeOSUpgradeChannel: 'Unmanaged' },
      nodeResourceGroupProfile: { restrictionLevel: 'ReadOnly' },
    },
    manifests: [{ kind: 'Namespace', metadata: { name: 'rebooting' } }],
  },
];
const groups = { order: 3, killed: 1, refused: 1 };
const fleet = fleetFile(
  Object.fromEntries(Object.entries(groups).map(([name, count]) => [name, cluster(name, count)])),
  {
    scheduledEvents: Object.keys(groups).map((name) => ({
      kind: 'patches',
      cluster: `aks-${name}`,
      after: '1m',
      nodes: 2,
    })),
  },
);

const upgrade = { type: 'Reboot', kubernetesVersion: undefined };
const podIn = (namespace: string) => ({ ...acknowledged, namespace });

const it = withDrydock({
  fleet,
  speed: 300,
  settings: { DRYDOCK_PRIVILEGED_POD_IMAGES: privilegedImage },
}).extend(
  'start',
  ({ drydock }) =>
    (group: string, namespace = 'rebooting') =>
      drydock.start(
        groupSpec(group, {
          upgrade,
          cluster: { controlPlaneSoak: undefined },
          reboot: {
            methods: ['NodeImage', 'Restart', 'PrivilegedPod'],
            checkPod: { image: 'busybox', namespace: 'default' },
            privilegedPod: podIn(namespace),
            bootTimeout: '5h',
          },
        }),
      ),
);

describe('a campaign that reboots nodes by a privileged pod', () => {
  it.concurrent('reboots those that wait, one after the other, leaves a cordoned one cordoned and no pod behind', async ({
    drydock,
    start,
  }) => {
    const kubernetes = await kubernetesOf(drydock.simulator, 'aks-order');
    const before = await kubernetes.nodes();
    const [first, second, third] = before.map(({ name }) => name);
    await kubernetes.cordon(second!);
    const campaign = await start('order');
    expect(campaign.plan.stages[0]?.clusters[0]?.warnings.join('\n')).toContain('privileged');
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await kubernetes.boots()).toEqual({ [first!]: 1, [second!]: 1 });
    const after = await kubernetes.nodes();
    expect(after.map(({ name, isCordoned, isReady }) => [name, isCordoned, isReady])).toEqual([
      [first, false, true],
      [second, true, true],
      [third, false, true],
    ]);
    expect(await kubernetes.podNames('rebooting')).toEqual([]);
    const accepted = await acceptedOperations(drydock.simulator);
    expect(accepted.filter((each) => each.cluster === 'aks-order')).toEqual([]);
  });

  it.concurrent('opens a node whose pod was refused, at once, and asks a person', async ({
    drydock,
    start,
  }) => {
    const kubernetes = await kubernetesOf(drydock.simulator, 'aks-refused');
    const campaign = await start('refused', 'nowhere');
    const asked = await campaign.until(needsDecision);
    expect(asked.stages[0]?.clusters[0]?.reason).toContain('nowhere');
    expect((await kubernetes.nodes()).map(({ isCordoned, isReady }) => [isCordoned, isReady])).toEqual([
      [false, true],
    ]);
    await campaign.steer('skip', { target: 'cluster/aks-refused' });
    await campaign.result();
    expect(await kubernetes.boots()).toEqual({});
  });

  it('reboots a node once, although its worker was killed twice beside its pod', async ({
    drydock,
    start,
  }) => {
    const kubernetes = await kubernetesOf(drydock.simulator, 'aks-killed');
    const campaign = await start('killed');
    while ((await kubernetes.podNames('rebooting')).length === 0) await pause(20);
    await drydock.worker().kill();
    await drydock.restartWorker();
    await drydock.worker().kill();
    await drydock.restartWorker();
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(Object.values(await kubernetes.boots())).toEqual([1]);
    expect((await kubernetes.nodes()).map(({ isCordoned, isReady }) => [isCordoned, isReady])).toEqual([
      [false, true],
    ]);
    expect(await kubernetes.podNames('rebooting')).toEqual([]);
  });
});

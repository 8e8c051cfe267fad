import { AppsV1Api, CoreV1Api, KubeConfig, PolicyV1Api } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startTemporalServer, type TemporalServer } from '#cli/temporal/temporal-server.ts';
import { aKured, lock } from '../../builders/a-kured.ts';
import { acknowledged, privilegedImage } from '../../builders/privileged-pod.ts';
import { fleetFile, groupSpec } from '../../campaigns/fleet-file.ts';
import { type Drydock, openDrydock } from '../../processes/drydock.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';
import { registerNodes } from '../clusters/real-machines.ts';
import { untilPasses } from '../clusters/until-passes.ts';

const access = inject('controlPlane');
const files = openTemporaryFiles();
let temporal: TemporalServer;
let drydock: Drydock;

/** Azure and its machines are the simulator's, and so is the pace; nodes, pods, budgets and locks are of a real API server. */
const cluster = (name: string, count: number) => ({
  name: `aks-${name}`,
  kubeconfig: access!.kubeconfig,
  properties: { autoUpgradeProfile: { nodeOSUpgradeChannel: 'Unmanaged' } },
  pools: [{ name, mode: 'System', count, image: 'latest' }],
});
const sizes = { order: 3, lock: 3, kill: 1, pod: 2 };

beforeAll(async () => {
  if (access === null) return;
  temporal = await startTemporalServer({ headless: true, log: () => undefined });
  const fleet = fleetFile(
    Object.fromEntries(Object.entries(sizes).map(([name, count]) => [name, [cluster(name, count)]])),
  );
  drydock = await openDrydock({
    temporalAddress: temporal.address,
    scenario: files.write('fleet.json', fleet),
    speed: 60,
    settings: { DRYDOCK_PRIVILEGED_POD_IMAGES: privilegedImage },
  });
});
afterAll(async () => {
  await drydock?.stop();
  await temporal?.stop();
  files.remove();
});

const nodesOf = (group: string) => registerNodes(access!, drydock.simulator, `aks-${group}`);
/** A machine of CI may take its time: these are simulated hours. */
const reboot = { methods: ['Restart'], drainTimeout: '10h', bootTimeout: '10h', readyFor: '1m' };
const start = (group: string, terms: object = {}) =>
  drydock.start(
    groupSpec(group, {
      upgrade: { type: 'Reboot', kubernetesVersion: undefined },
      cluster: { controlPlaneSoak: undefined },
      reboot: { ...reboot, ...terms },
    }),
  );

function api<A>(group: new (...settings: never[]) => A): A {
  const config = new KubeConfig();
  config.loadFromString(access!.kubeconfig);
  return config.makeApiClient(group as never) as A;
}

/** Two pods on the nodes of a pool, and a budget of them. */
async function workload(
  group: string,
  budget: object,
  annotations: Readonly<Record<string, string>> = {},
): Promise<void> {
  const labels = { app: group };
  const nodeSelector = { 'kubernetes.azure.com/agentpool': group };
  const containers = [{ name: 'main', image: 'main:1' }];
  const selector = { matchLabels: labels };
  await api(CoreV1Api).createNamespace({ body: { metadata: { name: group } } });
  const template = { metadata: { labels, annotations }, spec: { containers, nodeSelector } };
  await api(AppsV1Api).createNamespacedDeployment({
    namespace: group,
    body: { metadata: { name: group }, spec: { replicas: 2, selector, template } },
  });
  await api(PolicyV1Api).createNamespacedPodDisruptionBudget({
    namespace: group,
    body: { metadata: { name: group }, spec: { selector, ...budget } },
  });
  await untilPasses(async () => {
    const { items } = await api(CoreV1Api).listNamespacedPod({ namespace: group });
    const running = items.filter(({ status }) => status?.phase === 'Running');
    if (running.length !== 2) throw new Error('its pods do not run');
  });
}

const lockOf = async () =>
  (await api(AppsV1Api).readNamespacedDaemonSet({ namespace: 'kube-system', name: 'kured' })).metadata
    ?.annotations?.[lock];

describe.skipIf(access === null)('a campaign of reboots on a real control plane', () => {
  it('restarts one node after the other, under their budgets, and leaves a cordoned one cordoned (U11, U13)', async () => {
    const nodes = await nodesOf('order');
    await workload('order', { maxUnavailable: 1 });
    await nodes.letWait(...nodes.names);
    const [first, second, third] = nodes.names;
    await nodes.cordon(second!);
    const before = await nodes.read();
    const machines = nodes.runMachines();
    const campaign = await start('order');
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    await machines.stop();
    expect(machines.restarts).toEqual(nodes.names.map((node) => ({ node, alsoDown: [] })));
    const after = await nodes.read();
    expect(after.map(({ name, isCordoned, isReady }) => [name, isCordoned, isReady])).toEqual([
      [first, false, true],
      [second, true, true],
      [third, false, true],
    ]);
    const boots = new Set([...before, ...after].map(({ bootId }) => bootId));
    expect(boots.size).toBe(6);
    await nodes.remove();
  });

  it('reboots by a privileged pod where its namespace allows one, one node after the other, and leaves no pod', async () => {
    const nodes = await nodesOf('pod');
    await workload('pod', { maxUnavailable: 1 });
    const core = api(CoreV1Api);
    const labels = { 'pod-security.kubernetes.io/enforce': 'privileged' };
    await core.createNamespace({ body: { metadata: { name: 'rebooting', labels } } });
    await nodes.letWait(...nodes.names);
    const before = await nodes.read();
    const machines = nodes.runSystemd('rebooting');
    const privilegedPod = { ...acknowledged, namespace: 'rebooting' };
    const campaign = await start('pod', { methods: ['PrivilegedPod'], privilegedPod });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    await machines.stop();
    expect(machines.restarts).toEqual(nodes.names.map((node) => ({ node, alsoDown: [] })));
    const after = await nodes.read();
    expect(after.every(({ isCordoned, isReady }) => !isCordoned && isReady)).toBe(true);
    expect(new Set([...before, ...after].map(({ bootId }) => bootId)).size).toBe(4);
    expect((await core.listNamespacedPod({ namespace: 'rebooting' })).items).toEqual([]);
    await nodes.remove();
  });

  it('waits for the lock of a kured, holds it meanwhile, and gives it back', async () => {
    const nodes = await nodesOf('lock');
    const [first] = nodes.names;
    await nodes.letWait(...nodes.names);
    const theirs = { nodeID: first, metadata: {}, created: '2026-11-20T08:00:00Z', TTL: 0 };
    const annotations = { [lock]: JSON.stringify(theirs) };
    const namespace = 'kube-system';
    await api(AppsV1Api).createNamespacedDaemonSet({ namespace, body: aKured({ annotations }) });
    const machines = nodes.runMachines();
    try {
      const campaign = await start('lock', { kured: 'HoldLock' });
      const waiting = await campaign.until(({ waitingFor }) =>
        waitingFor.some(({ kind }) => kind === 'lock'),
      );
      expect(waiting.waitingFor[0]?.act).toContain(`${first} holds kured's lock`);
      expect(await lockOf()).toBe(JSON.stringify(theirs));
      expect(machines.restarts).toEqual([]);
      await api(AppsV1Api).patchNamespacedDaemonSet({
        namespace,
        name: 'kured',
        body: [{ op: 'remove', path: `/metadata/annotations/${lock.replace('/', '~1')}` }],
      });
      await untilPasses(async () => expect(machines.restarts).toHaveLength(1));
      expect(await lockOf()).toContain(`drydock/${campaign.name}`);
      expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
      expect(machines.restarts).toHaveLength(3);
      expect(await lockOf()).toBeUndefined();
    } finally {
      await machines.stop();
      await api(AppsV1Api).deleteNamespacedDaemonSet({ namespace, name: 'kured' });
      await nodes.remove();
    }
  });

  it('continues where its worker was killed in a drain, and once more before the node was back', async () => {
    const nodes = await nodesOf('kill');
    // Its pods are unhealthy, and may go only once they are.
    await workload('kill', { minAvailable: 1 }, { 'simulator.drydock.dev/never-ready': 'true' });
    await nodes.letWait(...nodes.names);
    const campaign = await start('kill');
    const find = async () => (await nodes.read())[0]!;
    await untilPasses(async () => expect(await find()).toMatchObject({ isCordoned: true }));
    await drydock.worker().kill();
    await drydock.restartWorker();
    const before = await find();
    expect(before.isCordoned).toBe(true);
    await api(PolicyV1Api).deleteNamespacedPodDisruptionBudget({ namespace: 'kill', name: 'kill' });
    const machines = nodes.runMachines();
    await untilPasses(async () => expect(machines.restarts).toHaveLength(1), 60_000);
    await drydock.worker().kill();
    await drydock.restartWorker();
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    await machines.stop();
    expect(machines.restarts).toEqual([{ node: before.name, alsoDown: [] }]);
    const after = await find();
    expect(after).toMatchObject({ isCordoned: false, isReady: true });
    expect(after.bootId).not.toBe(before.bootId);
    await nodes.remove();
  });
});

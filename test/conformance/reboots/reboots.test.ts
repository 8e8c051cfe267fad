import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { AppsV1Api, PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { awaitReboot } from '#activities/reboot/await-reboot.ts';
import { findReboots } from '#activities/reboot/find-reboots.ts';
import { holdKuredLock } from '#activities/reboot/hold-kured-lock.ts';
import { releaseKuredLock } from '#activities/reboot/release-kured-lock.ts';
import { removeRebootPod } from '#activities/reboot/remove-reboot-pod.ts';
import type { Kured } from '#domain/reboot/find-kured.ts';
import { openCluster } from '#gateways/kubernetes/client/cluster-client.ts';
import { checkPodBody } from '#gateways/kubernetes/reboot/check-pod.ts';
import { openRebootClient } from '#gateways/kubernetes/reboot/reboot-client.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { noEntra } from '../../builders/no-entra.ts';
import { acknowledged, privilegedImage } from '../../builders/privileged-pod.ts';
import { openRealBench, type RealBench } from '../clusters/real-bench.ts';
import { untilPasses } from '../clusters/until-passes.ts';

const access = inject('controlPlane');
const namespace = 'default';
const lock = 'weave.works/kured-node-lock';
let bench: RealBench;
beforeAll(async () => {
  if (access !== null) bench = await openRealBench(access);
});
afterAll(() => bench?.close());

const rebootClient = () => openRebootClient(bench.client, AbortSignal.timeout(60_000), [privilegedImage]);
const gateways = () => ({ kubernetes: { rebootClient: async () => rebootClient() } }) as unknown as Gateways;
const run = <I, O>(activity: (input: I) => Promise<O>, input: I): Promise<O> =>
  new MockActivityEnvironment().run(activity, input);
const common = { resourceId: 'real', pace: null };

const apps = () => bench.client.api(AppsV1Api);
async function installKured(
  annotations: Record<string, string> = {},
  { args = [] as string[], nodeSelector = { nowhere: 'true' } as Record<string, string> } = {},
): Promise<Kured> {
  const labels = { name: 'kured' };
  const containers = [{ name: 'kured', image: 'ghcr.io/kubereboot/kured:1.23.0', args }];
  await apps().createNamespacedDaemonSet({
    namespace,
    body: {
      metadata: { name: 'kured', annotations },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers, nodeSelector } },
      },
    },
  });
  const found = await rebootClient().kured();
  expect(found).toMatchObject({ namespace, name: 'kured' });
  return found!;
}
const removeKured = () => apps().deleteNamespacedDaemonSet({ namespace, name: 'kured' });

const hold = (kured: Kured, owner: string) =>
  run(holdKuredLock(gateways()), { ...common, kured, owner, ttlMs: 600_000 });
const release = (kured: Kured, owner: string) =>
  run(releaseKuredLock(gateways()), { ...common, kured, owner });
/** An API server proxies to no loopback address. */
const address = Object.values(networkInterfaces())
  .flat()
  .find((each) => each?.family === 'IPv4' && !each.internal)?.address;

async function serve(text: (url: string) => string) {
  const server = createServer((request, response) => response.end(text(request.url ?? '')));
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  return { port, close: () => new Promise((resolve) => server.close(resolve)) };
}
const annotationOf = async (kured: Kured) => (await rebootClient().readLock(kured)).annotation;

describe.skipIf(access === null)('reboots on a real control plane', () => {
  it("respects kured's lock, holds it once it is free, and gives back its own alone", async () => {
    const theirs = { nodeID: 'node-1', metadata: {}, created: new Date().toISOString(), TTL: 0 };
    const kured = await installKured({ [lock]: JSON.stringify(theirs) });
    try {
      expect(await hold(kured, 'drydock/one')).toEqual({ state: 'held', by: 'node-1', until: null });
      await release(kured, 'drydock/one');
      expect(await annotationOf(kured)).toBe(JSON.stringify(theirs));
      const { version } = await rebootClient().readLock(kured);
      expect(await rebootClient().writeLock(kured, null, version)).toBe(true);
      expect(await hold(kured, 'drydock/one')).toEqual({ state: 'taken' });
      expect(await hold(kured, 'drydock/one')).toEqual({ state: 'taken' });
      expect(await hold(kured, 'drydock/two')).toMatchObject({ state: 'held', by: 'drydock/one' });
      await release(kured, 'drydock/two');
      expect(await annotationOf(kured)).toContain('drydock/one');
      await release(kured, 'drydock/one');
      expect(await annotationOf(kured)).toBeNull();
    } finally {
      await removeKured();
    }
  });

  it('lets one of two take the lock that ask at the same moment', async () => {
    const kured = await installKured();
    try {
      const answers = await Promise.all(['drydock/one', 'drydock/two'].map((owner) => hold(kured, owner)));
      expect(answers.map(({ state }) => state).toSorted()).toEqual(['held', 'taken']);
      const stale = await rebootClient().readLock(kured);
      await rebootClient().writeLock(kured, null, stale.version);
      expect(await rebootClient().writeLock(kured, 'late', stale.version)).toBe(false);
    } finally {
      await removeKured();
    }
  });

  it.skipIf(address === undefined)(
    "reads kured's metric through the API server, and names the right that it takes",
    async () => {
      const pages = await serve(() => `kured_reboot_required{node="reboot-metric"} 1\n`);
      await bench.addNode('reboot-metric', { metrics: 'here' });
      const args = [`--metrics-port=${pages.port}`];
      const kured = await installKured({}, { args, nodeSelector: { metrics: 'here' } });
      const stranger = await openCluster(access!.strangersKubeconfig, noEntra);
      try {
        const at = await untilPasses(async () => {
          const found = (await rebootClient().kuredMetrics(kured)).get('reboot-metric');
          if (found === undefined) throw new Error('no pod of kured is there yet');
          return found;
        });
        const { items } = await bench.client.core.listNamespacedPod({
          namespace,
          labelSelector: 'name=kured',
        });
        await untilPasses(async () => {
          await bench.client.core.patchNamespacedPodStatus(
            {
              namespace,
              name: items[0]!.metadata!.name!,
              body: { status: { podIP: address, podIPs: [{ ip: address }] } },
            },
            setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
          );
          expect(await rebootClient().kuredMetric('reboot-metric', at)).toBe('required');
        });
        const theirs = openRebootClient(stranger, AbortSignal.timeout(60_000), []);
        expect(await theirs.kuredMetric('reboot-metric', at)).toEqual({
          unread: `kured's metric may not be read: that takes "get" of pods/proxy in ${namespace}`,
        });
      } finally {
        await stranger.close();
        await removeKured();
        await pages.close();
      }
    },
  );

  it.skipIf(address === undefined)('asks the Prometheus of kured for alerts, by its filter', async () => {
    const asked: string[] = [];
    let alerts: readonly string[] = ['KubeNodeNotReady'];
    const pages = await serve((url) => {
      asked.push(new URL(url, 'http://pages').searchParams.get('query') ?? '');
      const result = alerts.map((alertname) => ({ metric: { alertname }, value: [0, '1'] }));
      return JSON.stringify({ status: 'success', data: { resultType: 'vector', result } });
    });
    const { core } = bench.client;
    const service = { metadata: { name: 'alerts' }, spec: { ports: [{ name: 'http', port: 9090 }] } };
    await core.createNamespacedService({ namespace, body: service });
    const place = { namespace, name: 'alerts' };
    await bench.addNode('reboot-alerts', {});
    const containers = [{ name: 'main', image: 'main:1' }];
    const podSpec = { nodeName: 'reboot-alerts', containers };
    await core.createNamespacedPod({ namespace, body: { metadata: { name: 'alerts' }, spec: podSpec } });
    // The proxy goes by endpoints of pods; their controller does not run here.
    const targetRef = { kind: 'Pod', ...place };
    const ports = [{ name: 'http', port: pages.port }];
    const subsets = [{ addresses: [{ ip: address!, targetRef }], ports }];
    await core.createNamespacedEndpoints({ namespace, body: { metadata: { name: 'alerts' }, subsets } });
    const args = [`--prometheus-url=http://alerts.${namespace}.svc:9090`, '--alert-firing-only'];
    const kured = await installKured({}, { args });
    try {
      await untilPasses(async () => {
        await core.patchNamespacedPodStatus(
          { ...place, body: { status: { podIP: address, podIPs: [{ ip: address }] } } },
          setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
        );
        expect(await rebootClient().whyKuredBlocks(kured, 'nowhere')).toBe('active alerts: KubeNodeNotReady');
      });
      expect(asked.at(-1)).toBe('ALERTS{alertname!="",alertstate="firing"} != 0');
      alerts = [];
      expect(await rebootClient().whyKuredBlocks(kured, 'nowhere')).toBeNull();
    } finally {
      await removeKured();
      await core.deleteNamespacedEndpoints(place);
      await core.deleteNamespacedService(place);
      await core.deleteNamespacedPod(place);
      await pages.close();
    }
  });

  it('creates a check pod, reads how it ended, and leaves no pod behind, not even an earlier one', async () => {
    await bench.addNode('reboot-look', { 'kubernetes.azure.com/agentpool': 'looks' });
    const pod = {
      namespace,
      name: 'reboot-check-left',
      pool: 'looks',
      node: 'reboot-look',
      image: 'busybox',
    };
    await bench.client.core.createNamespacedPod({ namespace, body: checkPodBody(pod) });
    const labelSelector = 'drydock.dev/reboot-check=looks';
    const found = await run(findReboots(gateways()), {
      ...common,
      pool: 'looks',
      pollMs: 100,
      pollFloorMs: 100,
      terms: {
        methods: ['Restart'],
        kured: 'HoldLock',
        checkPod: { image: 'busybox', namespace },
        drainTimeoutMs: 60_000,
        bootTimeoutMs: 60_000,
        readyForMs: 0,
      },
    });
    // The stage of its pods lets each end with 0.
    expect(found).toMatchObject({ needed: [], unknown: { count: 0 } });
    const { items } = await bench.client.core.listNamespacedPod({ namespace, labelSelector });
    expect(items).toEqual([]);
  });

  it.each([
    ['baseline', false],
    ['privileged', true],
  ])(
    'makes the pod that reboots where Pod Security allows it, and says where it does not (%s)',
    async (level, isAllowed) => {
      const name = `reboot-${level}`;
      const labels = { 'pod-security.kubernetes.io/enforce': level };
      await bench.client.core.createNamespace({ body: { metadata: { name, labels } } });
      await bench.addNode(name, {});
      const { bootId } = (await rebootClient().node(name))!;
      const by = 'campaign nightly';
      const pod = { namespace: name, pool: 'system', node: name, bootId, ...acknowledged, by };
      const made = rebootClient().createRebootPod(pod);
      if (isAllowed) {
        await made;
        await rebootClient().createRebootPod(pod);
        expect(await run(removeRebootPod(gateways()), { ...common, pod, pollFloorMs: 100 })).not.toBeNull();
      } else {
        await expect(made).rejects.toThrow(
          /violates PodSecurity "baseline:latest": host namespaces .*privileged/,
        );
      }
      expect(await rebootClient().findRebootPod(pod)).toBeNull();
    },
  );

  it('takes a reboot for done once the boot id is another one, and not before', async () => {
    await bench.addNode('reboot-boot', {});
    const before = (await rebootClient().node('reboot-boot'))!.bootId;
    const wait = (deadline: number) =>
      run(awaitReboot(gateways()), {
        ...common,
        node: 'reboot-boot',
        bootId: before,
        readyForMs: 500,
        deadline,
        pollMs: 100,
        pollFloorMs: 100,
      });
    expect(await wait(Date.now())).toBe('same-boot');
    const end = wait(Date.now() + 60_000);
    await bench.client.core.patchNodeStatus(
      { name: 'reboot-boot', body: { status: { nodeInfo: { bootID: 'another' } } } },
      setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
    );
    expect(await end).toBe('rebooted');
  });
});

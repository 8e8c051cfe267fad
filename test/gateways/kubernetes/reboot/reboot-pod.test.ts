import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeRebootPod } from '#activities/reboot/remove-reboot-pod.ts';
import { openRebootClient } from '#gateways/kubernetes/reboot/reboot-client.ts';
import { rebootPodBody, rebootPodName } from '#gateways/kubernetes/reboot/reboot-pod.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { acknowledged, privilegedImage } from '../../../builders/privileged-pod.ts';
import { openSimulatedBench } from '../../../simulated/simulated-bench.ts';

let bench: Awaited<ReturnType<typeof openSimulatedBench>>;
beforeAll(async () => {
  bench = await openSimulatedBench();
  for (const name of ['node-1', 'node-2', 'node-3']) await bench.bench.addNode(name, {});
});
afterAll(() => bench.close());

const rebootClient = () =>
  openRebootClient(bench.bench.client, AbortSignal.timeout(10_000), [privilegedImage]);
const bootOf = async (node: string) => (await rebootClient().node(node))!.bootId;
const aPod = (node: string, bootId: string) => ({
  namespace: 'default',
  pool: 'system',
  node,
  bootId,
  ...acknowledged,
  by: 'campaign nightly',
});
const remove = (pod: ReturnType<typeof aPod>) =>
  new MockActivityEnvironment().run(
    removeRebootPod({ kubernetes: { rebootClient: async () => rebootClient() } } as unknown as Gateways),
    { resourceId: 'simulated', pod, pollFloorMs: 1, pace: null },
  );

describe('the pod that asks for the reboot of its node', () => {
  it('is what kured is to its node, and nothing more', () => {
    const { spec, metadata } = rebootPodBody(aPod('node-1', 'b007'));
    expect(metadata).toMatchObject({
      labels: { 'drydock.dev/reboot': 'system', 'app.kubernetes.io/managed-by': 'drydock' },
      annotations: { 'drydock.dev/by': 'campaign nightly' },
    });
    expect(spec).toMatchObject({
      nodeName: 'node-1',
      hostPID: true,
      automountServiceAccountToken: false,
      restartPolicy: 'Never',
      containers: [{ securityContext: { privileged: true, readOnlyRootFilesystem: true } }],
    });
    expect(spec?.activeDeadlineSeconds).toBeGreaterThan(0);
    for (const more of ['hostNetwork', 'hostIPC', 'volumes', 'serviceAccountName'])
      expect(spec).not.toHaveProperty(more);
  });

  it('takes the boot as a value, and nothing of it into its script or its name', () => {
    const hostile = aPod('node-1', '"; reboot; "');
    const [container] = rebootPodBody(hostile).spec!.containers;
    expect(container?.command?.join(' ')).not.toContain(hostile.bootId);
    expect(rebootPodName(hostile)).toMatch(/^reboot-node-1-[0-9a-f]*$/);
  });

  it('reboots its node once, however often it is made for the same boot', async () => {
    const before = await bootOf('node-1');
    const pod = aPod('node-1', before);
    await rebootClient().createRebootPod(pod);
    await rebootClient().createRebootPod(pod);
    bench.world.advance(400);
    const after = await bootOf('node-1');
    expect(after).not.toBe(before);
    expect(await remove(pod)).toBe('ended with exit code 255');
    await rebootClient().createRebootPod(pod);
    bench.world.advance(400);
    expect(await bootOf('node-1')).toBe(after);
    expect(await remove(pod)).toBe('ended with exit code 3 (it found the node in another boot)');
    expect(await remove(pod)).toBeNull();
  });

  it('is gone, although its node is down and says nothing of it', async () => {
    const pod = aPod('node-2', await bootOf('node-2'));
    await rebootClient().createRebootPod(pod);
    bench.cluster.setNodeReady('node-2', false);
    await rebootClient().deleteRebootPod(pod, { isForced: false });
    expect(await rebootClient().findRebootPod(pod)).toBe('was being deleted: Pending');
    await rebootClient().deleteRebootPod(pod, { isForced: true });
    expect(await rebootClient().findRebootPod(pod)).toBeNull();
  });

  it('goes with all of its pool that a campaign left behind', async () => {
    const pod = aPod('node-3', await bootOf('node-3'));
    await rebootClient().createRebootPod(pod);
    await rebootClient().deleteRebootPods('default', 'other');
    expect(await rebootClient().findRebootPod(pod)).toBe('did not start: Pending');
    await rebootClient().deleteRebootPods('default', 'system');
    expect(await rebootClient().findRebootPod(pod)).toBeNull();
  });
});

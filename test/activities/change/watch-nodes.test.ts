import { KubeConfig, PolicyV1Api } from '@kubernetes/client-node';
import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, it } from 'vitest';
import { type BeginAnswer, beginChange } from '#activities/change/begin-change.ts';
import {
  type WatchAnswer,
  type WatchOperationInput,
  watchOperation,
} from '#activities/change/watch-operation.ts';
import { readSimulatedPace } from '#cli/clusters/read-simulated-time.ts';
import type { WatchProgress } from '#protocol/watch-progress.ts';
import { fleetFile } from '../../campaigns/fleet-file.ts';
import { azureForFile } from '../../simulated/azure-for-file.ts';

const minute = 60_000;
const till = {
  kind: 'Deployment',
  namespace: 'shop',
  name: 'till',
  replicas: 1,
  budget: { minAvailable: 1 },
};
const cluster = (name: string) => ({
  name,
  version: '1.34.1',
  pools: [{ name: 'system', mode: 'System', count: 1, version: '1.33.5' }],
  workloads: [till],
});
const fleet = fleetFile({
  one: ['aks-told', 'aks-mended'].map(cluster),
});

const { simulator, gateways } = await azureForFile({ fleet, speed: 600 });
const pace = await readSimulatedPace(gateways);

const named = (name: string) => simulator.ready.clusters.find((each) => each.name === name)!;

const now = () => pace.virtualEpoch + (Date.now() - pace.realEpoch) * pace.speed;

/** Sends the upgrade of the pool; its drain is blocked by the budget of shop/till, for a day if no one does anything. */
async function begin(name: string): Promise<Pick<WatchOperationInput, 'operation' | 'rolling'>> {
  const { resourceId } = named(name);
  const { pools } = await gateways.azure.inspectCluster(resourceId);
  const upgradeSettings = { maxSurge: '1', drainTimeoutInMinutes: 1440 };
  const change = {
    kind: 'upgrade-node-pool',
    resourceId,
    pool: 'system',
    to: '1.34.1',
    upgradeSettings,
  } as const;
  const since = now();
  const asked = { change, eTag: pools[0]!.eTag, notAfter: null, respectsFreeze: false, pace };
  const answer = (await new MockActivityEnvironment().run(beginChange(gateways), asked)) as BeginAnswer;
  if (answer.kind !== 'accepted') throw new Error(`it was not accepted: ${answer.kind}`);
  return { operation: answer.operation, rolling: { version: '1.34.1', nodes: 1, since, nodeSoakMs: 0 } };
}

const sent = new Map<string, ReturnType<typeof begin>>();

/** The same operation for every question about one cluster. */
function begun(name: string): ReturnType<typeof begin> {
  const operation = sent.get(name) ?? begin(name);
  sent.set(name, operation);
  return operation;
}

/** Watches until the operation ends, or a heartbeat is as wanted: then the watch is cancelled. */
async function watch(
  what: Pick<WatchOperationInput, 'operation' | 'rolling' | 'stall'> & { readonly deadline?: number },
  isEnough: (told: WatchProgress) => boolean = () => false,
): Promise<{ readonly told: WatchProgress; readonly answer: WatchAnswer | null }> {
  const environment = new MockActivityEnvironment();
  let told: WatchProgress = { pool: null, progress: '', nodes: null };
  environment.on('heartbeat', (progress: WatchProgress) => {
    told = progress;
    if (isEnough(progress)) environment.cancel();
  });
  const input = { deadline: Number.MAX_SAFE_INTEGER, ...what, pollMs: 20_000, pollFloorMs: 50, pace };
  const answer = (await environment.run(watchOperation(gateways), input).catch((thrown: unknown) => {
    if (isEnough(told)) return null;
    throw thrown;
  })) as WatchAnswer | null;
  return { told, answer };
}

const isHeld = ({ blockedBy = null }: WatchProgress) => blockedBy !== null;
const blocked =
  /^pdb shop\/till: pod shop\/till-\S+ of Deployment shop\/till on aks-system-\S+, (for|since) \d/;

describe('the watch of an upgrade', () => {
  it("reports each node's step, and which budget, pod and owner block a drain", async () => {
    const { told } = await watch(await begun('aks-told'), isHeld);
    expect(told.blockedBy).toMatch(blocked);
    expect(told.steps).toMatchObject({
      counts: { draining: 1, surge: 1 },
      atWork: [
        { step: 'draining', podsLeft: 1, blocker: { by: 'pdb shop/till', owner: 'Deployment shop/till' } },
      ],
    });
  });

  it('tells another worker that follows the same: since when is read from the cluster', async () => {
    const operation = await begun('aks-mended');
    const blockedSince = ({ told }: Awaited<ReturnType<typeof watch>>) =>
      told.steps?.atWork[0]?.blocker?.since;
    const first = blockedSince(await watch(operation, isHeld));
    expect(first).toBeDefined();
    expect(blockedSince(await watch(operation, isHeld))).toBe(first);

    const policy = new KubeConfig();
    policy.loadFromFile(named('aks-mended').kubeconfigFile);
    await policy
      .makeApiClient(PolicyV1Api)
      .deleteNamespacedPodDisruptionBudget({ namespace: 'shop', name: 'till' });
    expect((await watch(operation)).answer).toMatchObject({ state: 'succeeded' });
  });

  it('ends for a while once a drain is blocked for too long, and again once the caller knows', async () => {
    const operation = await begun('aks-told');
    const policy = { notifyAfterMs: 30 * minute, afterwards: 'Ask', afterMs: 60 * minute } as const;
    const watched = (reported: 'none' | 'notify', notBefore = 0) =>
      watch({ ...operation, stall: { policy, reported, notBefore } });
    expect((await watched('none', Number.MAX_SAFE_INTEGER)).answer).toMatchObject({
      state: 'stall-changed',
      level: 'notify',
      blockedBy: expect.stringMatching(blocked),
    });
    expect((await watched('notify')).answer).toMatchObject({ state: 'stall-changed', level: 'act' });
  });

  it('names what blocks the drain once its time is over', async () => {
    const { answer } = await watch({ ...(await begun('aks-told')), deadline: now() + 20 * minute });
    expect(answer).toMatchObject({ state: 'took-too-long', blockedBy: expect.stringMatching(blocked) });
  });

  it.each([
    ['nodes', '/api/v1/nodes', undefined],
    ['pods', '/api/v1/pods', { counts: { draining: 1, surge: 1 } }],
  ])(
    'goes on without %s where they may not be read, and says so in its own words',
    async (what, pathPattern, steps) => {
      const match = { plane: 'kubernetes', cluster: 'aks-told', pathPattern };
      const message = 'None for you.';
      await simulator.fault({
        kind: 'error-answer',
        match,
        status: 403,
        code: 'Forbidden',
        message,
        times: 1000,
      });
      const policy = { notifyAfterMs: minute, afterwards: 'Abort', afterMs: minute } as const;
      const stall = { policy, reported: 'none', notBefore: 0 } as const;
      const { told } = await watch(
        { ...(await begun('aks-told')), stall },
        ({ unread }) => unread !== undefined,
      );
      expect(told).toMatchObject({
        pool: 'system',
        unread: expect.stringContaining(`${what} (kubernetes-refused): `),
      });
      expect(told.unread).not.toContain(message);
      expect(told.steps).toEqual(steps === undefined ? undefined : expect.objectContaining(steps));
    },
  );
});

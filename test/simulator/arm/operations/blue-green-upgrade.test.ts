import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#simulator/values/json-value.ts';
import {
  type ArmReply,
  aFleet,
  anAzure,
  aPool,
  clusterPath,
  operationOf,
  type SimulatedAzure,
} from '../../../simulated/simulated-azure.ts';

const pool = `${clusterPath}/agentPools/np1`;
const preview = `${pool}?api-version=2026-01-02-preview`;
/** As recorded (aks-preview, test_aks_run_blue_green_upgrade). */
const settings = {
  drainBatchSize: '10%',
  drainTimeoutInMinutes: 5,
  batchSoakDurationInMinutes: 2,
  finalSoakDurationInMinutes: 2,
};

function anAzureWith(parts: { readonly count?: number; readonly minAvailable?: number } = {}) {
  const { count = 2, minAvailable = 1 } = parts;
  return anAzure(
    aFleet({
      version: '1.34.1',
      pools: [aPool(), aPool({ name: 'np1', mode: 'User', count, version: '1.33.5' })],
      workloads: [
        {
          kind: 'Deployment',
          namespace: 'shop',
          name: 'web',
          replicas: 2,
          pool: 'np1',
          budget: { minAvailable },
        },
        { kind: 'DaemonSet', namespace: 'kube-system', name: 'agent' },
      ],
    }),
  );
}

async function put(azure: SimulatedAzure, properties: JsonObject, path = preview): Promise<ArmReply> {
  const { body } = await azure.send('GET', path);
  const { nodeImageVersion: _, ...current } = body.properties as JsonObject;
  return azure.send('PUT', path, { ...body, properties: { ...current, ...properties } });
}

const toBlueGreen = (own: JsonObject = {}) => ({
  orchestratorVersion: '1.34.1',
  upgradeStrategy: 'BlueGreen',
  upgradeSettingsBlueGreen: { ...settings, ...own },
});

function nodesOf(azure: SimulatedAzure) {
  return azure.world.clusters[0]!.kubernetes.nodes('np1');
}

async function statusOf(azure: SimulatedAzure, poll: string): Promise<string> {
  return (await azure.send('GET', poll)).body.status as string;
}

/** Every status in its order, with the minutes that it was shown. */
async function courseOf(
  azure: SimulatedAzure,
  poll: string,
): Promise<readonly (readonly [string, number])[]> {
  const course: [string, number][] = [];
  for (let step = 0; step < 400; step += 1) {
    const status = await statusOf(azure, poll);
    const last = course.at(-1);
    if (last?.[0] === status) last[1] += 0.1;
    else course.push([status, 0.1]);
    if (status === 'Succeeded' || status === 'Failed') break;
    azure.pass(0.1);
  }
  return course;
}

async function until(azure: SimulatedAzure, poll: string, status: string): Promise<void> {
  for (let step = 0; step < 400 && !(await statusOf(azure, poll)).startsWith(status); step += 1)
    azure.pass(0.1);
}

async function pairOf(azure: SimulatedAzure): Promise<JsonObject> {
  const { body } = await azure.send('GET', `${pool}/upgradeProfiles/default`);
  const [{ timestamp: _, ...pair } = {}] = ((body.properties as JsonObject).recentlyUsedVersions ??
    []) as JsonObject[];
  return pair;
}

describe('a blue-green upgrade', () => {
  it('takes the recorded course: no soak after the last batch but the final one', async () => {
    const azure = anAzureWith();
    const before = (await azure.send('GET', preview)).body.properties;
    expect(before).toMatchObject({ upgradeStrategy: 'Rolling', upgradeSettingsBlueGreen: {} });
    const answer = await put(azure, toBlueGreen());
    expect(answer.body.properties).toMatchObject({
      provisioningState: 'Upgrading',
      count: 2,
      currentOrchestratorVersion: '1.34.1',
      upgradeStrategy: 'BlueGreen',
      upgradeSettingsBlueGreen: settings,
      upgradeSettings: { maxSurge: '10%', maxUnavailable: '0' },
    });
    const course = await courseOf(azure, operationOf(answer));
    const recorded = course.filter(([word]) => !word.startsWith('BlueGreenDrainingBatch'));
    expect(recorded.map(([word]) => word)).toEqual([
      'BlueGreenCreatingGreenNodes',
      'BlueGreenSoakingBatch: 1/2 nodes completed',
      'BlueGreenSoakingFinal',
      'BlueGreenCommittingGreenNodes',
      'Succeeded',
    ]);
    const minutes = new Map(course);
    expect(minutes.get('BlueGreenSoakingBatch: 1/2 nodes completed')).toBeCloseTo(2, 0);
    expect(minutes.get('BlueGreenSoakingFinal')).toBeCloseTo(2, 0);
    expect((await azure.send('GET', preview)).body.properties).toMatchObject({
      provisioningState: 'Succeeded',
      count: 2,
      upgradeStrategy: 'BlueGreen',
    });
  });

  it('cordons blue first, doubles the nodes, and leaves green alone behind', async () => {
    const azure = anAzureWith({ count: 4 });
    const blue = nodesOf(azure).map(({ name }) => name);
    const poll = operationOf(await put(azure, toBlueGreen({ drainBatchSize: '50%' })));
    expect(nodesOf(azure).map(({ unschedulable }) => unschedulable)).toEqual([true, true, true, true]);
    await until(azure, poll, 'BlueGreenSoakingBatch: 2/4');
    expect(nodesOf(azure)).toHaveLength(8);
    await until(azure, poll, 'Succeeded');
    const green = nodesOf(azure);
    expect(green.filter(({ name }) => blue.includes(name))).toEqual([]);
    expect(green).toHaveLength(4);
    for (const node of green)
      expect(node).toMatchObject({ kubeletVersion: 'v1.34.1', ready: true, unschedulable: false });
    expect(await pairOf(azure)).toEqual({});
  });

  it('fails by a budget that lets no pod go, after its own drain timeout', async () => {
    const azure = anAzureWith({ minAvailable: 2 });
    const poll = operationOf(await put(azure, toBlueGreen()));
    const course = new Map(await courseOf(azure, poll));
    expect(course.get('BlueGreenDrainingBatch: 0/2 nodes completed')).toBeCloseTo(5, 0);
    expect((await azure.send('GET', poll)).body).toMatchObject({
      status: 'Failed',
      error: { code: 'UpgradeFailed' },
    });
  });

  it.each([
    ['BlueGreenCreatingGreenNodes', false],
    ['BlueGreenSoakingBatch', false],
    ['BlueGreenSoakingFinal', true],
    ['Succeeded', false],
  ])('aborted while %s: goes back %s', async (moment, isBack) => {
    const azure = anAzureWith();
    const blue = nodesOf(azure).map(({ name }) => name);
    const poll = operationOf(await put(azure, toBlueGreen()));
    await until(azure, poll, moment);
    const pair = await pairOf(azure);
    if (moment !== 'Succeeded') {
      await azure.send('POST', `${pool}/abort`);
      azure.pass(0.2);
      expect(await statusOf(azure, poll)).toBe('Canceled');
    }
    const answer = await put(azure, { orchestratorVersion: '1.33.5', ...pair });
    expect(answer.status).toBe(isBack ? 200 : 400);
    if (!isBack) return;
    expect((await courseOf(azure, operationOf(answer))).at(-1)?.[0]).toBe('Succeeded');
    const nodes = nodesOf(azure);
    expect(nodes.map(({ name }) => name)).toEqual(blue);
    for (const node of nodes)
      expect(node).toMatchObject({ kubeletVersion: 'v1.33.5', ready: true, unschedulable: false });
  });

  it('goes back no more once the final soak would be over', async () => {
    const azure = anAzureWith();
    const poll = operationOf(await put(azure, toBlueGreen()));
    await until(azure, poll, 'BlueGreenSoakingFinal');
    const pair = await pairOf(azure);
    await azure.send('POST', `${pool}/abort`);
    azure.pass(3);
    expect((await put(azure, pair)).body).toMatchObject({
      message: expect.stringContaining('only during its final soak'),
    });
  });

  it('continues from any moment at which it is aborted, and ends with as many new nodes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 0, max: 8, noNaN: true }), { maxLength: 4 }),
        fc.integer({ min: 1, max: 5 }),
        async (moments, count) => {
          const azure = anAzureWith({ count });
          let poll = operationOf(await put(azure, toBlueGreen({ drainBatchSize: '1' })));
          for (const minutes of moments) {
            azure.pass(minutes);
            if ((await azure.send('POST', `${pool}/abort`)).status !== 202) break;
            azure.pass(0.2);
            poll = operationOf(await put(azure, toBlueGreen({ drainBatchSize: '1' })));
          }
          azure.pass(120);
          expect(await statusOf(azure, poll)).toBe('Succeeded');
          const nodes = nodesOf(azure);
          expect(nodes).toHaveLength(count);
          expect(nodes.every((node) => node.kubeletVersion === 'v1.34.1' && !node.unschedulable)).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([
    ['a batch of none', toBlueGreen({ drainBatchSize: '0' }), /non-zero/],
    ['a drain of no minute', toBlueGreen({ drainTimeoutInMinutes: 0 }), /drainTimeoutInMinutes/],
    ['a soak of more than a week', toBlueGreen({ finalSoakDurationInMinutes: 10_081 }), /finalSoak/],
    ['another word', { upgradeStrategy: 'Canary' }, /Rolling or BlueGreen/],
  ])('refuses %s', async (_, properties, message) => {
    const answer = await put(anAzureWith(), properties);
    expect([answer.status, answer.body.message]).toEqual([400, expect.stringMatching(message)]);
  });

  it('lets neither strategy nor version change while it is interrupted', async () => {
    const azure = anAzureWith();
    const poll = operationOf(await put(azure, toBlueGreen()));
    await until(azure, poll, 'BlueGreenSoakingBatch');
    await azure.send('POST', `${pool}/abort`);
    azure.pass(0.2);
    for (const wish of [{ upgradeStrategy: 'Rolling' }, { orchestratorVersion: '1.33.6' }])
      expect((await put(azure, wish)).status).toBe(400);
  });

  it('is known to preview versions alone: by any other a pool keeps its strategy', async () => {
    const azure = anAzureWith();
    await put(azure, { upgradeStrategy: 'BlueGreen', upgradeSettingsBlueGreen: settings });
    azure.pass(2);
    const ga = `${pool}?api-version=2026-06-01`;
    await azure.send('PUT', ga, { properties: { tags: { a: 'b' } } });
    azure.pass(2);
    expect((await azure.send('GET', preview)).body.properties).toMatchObject({
      upgradeStrategy: 'BlueGreen',
      upgradeSettingsBlueGreen: settings,
    });
  });
});

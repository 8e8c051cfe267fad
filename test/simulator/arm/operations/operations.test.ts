import { describe, expect, it } from 'vitest';
import {
  aFleet,
  anAzure,
  aPool,
  change,
  clusterPath,
  operationOf,
} from '../../../simulated/simulated-azure.ts';

const systemPath = `${clusterPath}/agentPools/system`;
const np1Path = `${clusterPath}/agentPools/np1`;
const twoPools = aFleet({ pools: [aPool(), aPool({ name: 'np1', mode: 'User' })] });
const onTarget = aFleet({ version: '1.34.1', pools: [aPool({ version: '1.33.5' })] });

describe('a long-running operation', () => {
  it('answers a PUT with 200, one long address, and the resource on its way', async () => {
    const azure = anAzure(onTarget);
    const reply = await change(azure, systemPath, { orchestratorVersion: '1.34.1' });
    const address = reply.headers.get('azure-asyncoperation') ?? '';
    expect(reply.status).toBe(200);
    expect(reply.body.properties).toMatchObject({
      provisioningState: 'Upgrading',
      currentOrchestratorVersion: '1.34.1',
    });
    expect(reply.headers.has('location')).toBe(false);
    expect(address.length).toBeGreaterThan(3500);
    expect(address).toContain('api-version=2025-03-01');
  });

  it('goes through surge, nodes and removal before it has succeeded', async () => {
    const azure = anAzure(onTarget);
    const poll = operationOf(await change(azure, systemPath, { orchestratorVersion: '1.34.1' }));
    const seen = new Set<unknown>();
    for (let minute = 0; minute < 40; minute += 1) {
      seen.add((await azure.send('GET', poll)).body.status);
      azure.pass(0.5);
    }
    expect([...seen]).toEqual([
      'RollingUpgradeCreatingSurgeNodes',
      'RollingUpgradeUpgradingNodes: 0/2 nodes completed; 0 errors',
      'RollingUpgradeUpgradingNodes: 1/2 nodes completed; 0 errors',
      'RollingUpgradeRemovingSurgeNodes',
      'Succeeded',
    ]);
  });

  it('is found by the address that was handed out and by no other', async () => {
    const azure = anAzure(onTarget);
    const poll = operationOf(await change(azure, systemPath, { orchestratorVersion: '1.34.1' }));
    expect((await azure.send('GET', poll)).status).toBe(200);
    expect((await azure.send('GET', poll.replace(/&h=.*/, '&h=forged'))).status).toBe(404);
  });

  it('changes the eTag when it is accepted and when it ends', async () => {
    const azure = anAzure(onTarget);
    const before = await azure.send('GET', systemPath);
    const accepted = await change(azure, systemPath, { orchestratorVersion: '1.34.1' });
    azure.pass(60);
    const after = await azure.send('GET', systemPath);
    const tags = [before, accepted, after].map(({ body }) => (body.properties as { eTag: string }).eTag);
    expect(new Set(tags).size).toBe(3);
  });

  it('answers the address of a POST with 202 while it runs and 204 when it has ended', async () => {
    const azure = anAzure();
    const reply = await azure.send('POST', `${systemPath}/upgradeNodeImageVersion`);
    const result = operationOf(reply, 'location');
    expect(reply.status).toBe(202);
    expect(reply.body.properties).toMatchObject({ provisioningState: 'UpgradingNodeImageVersion' });
    expect((await azure.send('GET', result)).status).toBe(202);
    azure.pass(60);
    expect((await azure.send('GET', result)).status).toBe(204);
  });

  it('takes machines that are named, and are there, out of their pool', async () => {
    const azure = anAzure();
    const listed = await azure.send('GET', `${systemPath}/machines`);
    const [first] = (listed.body.value as readonly { readonly name: string }[]).map(({ name }) => name);
    const remove = (...machineNames: readonly string[]) =>
      azure.send('POST', `${systemPath}/deleteMachines`, { machineNames });
    expect((await remove()).status).toBe(400);
    expect((await remove(first!, 'nobody')).status).toBe(400);
    const before = await azure.send('GET', systemPath);
    expect((await remove(first!)).status).toBe(202);
    azure.pass(60);
    const { body } = await azure.send('GET', systemPath);
    expect(body.properties).toMatchObject({
      provisioningState: 'Succeeded',
      count: (before.body.properties as { count: number }).count - 1,
    });
  });

  it.each([1, -1])('gives a pool %i more where a PUT says so', async (more) => {
    const azure = anAzure();
    const nodes = () => azure.world.clusters[0]!.kubernetes.nodes('system');
    const before = nodes().map(({ name }) => name);
    const count = before.length + more;
    const reply = await change(azure, systemPath, { count });
    expect(reply.body.properties).toMatchObject({ provisioningState: 'Scaling', count });
    azure.pass(60);
    const { body } = await azure.send('GET', systemPath);
    expect(body.properties).toMatchObject({ provisioningState: 'Succeeded', count });
    const kept = before.slice(0, count);
    expect(nodes().map(({ name }) => name)).toEqual(expect.arrayContaining(kept));
    expect(nodes()).toHaveLength(count);
    expect(nodes().every(({ ready }) => ready)).toBe(true);
  });

  it('does nothing, at once, where a PUT says what is there already', async () => {
    const azure = anAzure();
    const reply = await change(azure, systemPath, {});
    expect(reply.body.properties).toMatchObject({ provisioningState: 'Succeeded' });
    expect(reply.headers.has('azure-asyncoperation')).toBe(false);
  });

  it('asks clients to poll every second when the clock runs fast, and not at the pace of real time', async () => {
    const azure = anAzure(onTarget);
    const poll = operationOf(await change(azure, systemPath, { orchestratorVersion: '1.34.1' }));
    expect((await azure.send('GET', poll)).headers.get('retry-after')).toBe(null);
    azure.world.clock.setSpeed(600);
    expect((await azure.send('GET', poll)).headers.get('retry-after')).toBe('1');
  });
});

describe('conditions of a PUT', () => {
  it.each([
    { headers: (tag: string) => ({ 'if-match': tag }), status: 200 },
    { headers: (tag: string) => ({ 'if-match': `"${tag}"` }), status: 200 },
    { headers: () => ({ 'if-match': '*' }), status: 200 },
    { headers: () => ({ 'if-match': 'stale' }), status: 412 },
    { headers: () => ({ 'if-none-match': '*' }), status: 412 },
    { headers: () => ({ 'if-none-match': 'x' }), status: 400 },
    { headers: (tag: string) => ({ 'if-match': tag, 'if-none-match': '*' }), status: 400 },
  ])('row $#: answers $status', async ({ headers, status }) => {
    const azure = anAzure();
    const { body } = await azure.send('GET', systemPath);
    const tag = (body.properties as { eTag: string }).eTag;
    expect((await azure.send('PUT', systemPath, body, headers(tag))).status).toBe(status);
  });
});

describe('one operation at a time', () => {
  it('refuses a second one flat, naming the first', async () => {
    const azure = anAzure(twoPools);
    await change(azure, np1Path, { nodeLabels: { a: 'b' } });
    const refused = await change(azure, clusterPath, { kubernetesVersion: '1.34.1' });
    expect(refused.status).toBe(409);
    expect(refused.body.code).toBe('OperationNotAllowed');
    expect(refused.body.message).toContain('Another operation (np1 - Updating) is in progress');
  });

  it('lets image upgrades of different pools run side by side, but not of the same', async () => {
    const azure = anAzure(twoPools);
    const statuses = [];
    for (const path of [systemPath, np1Path, np1Path]) {
      statuses.push((await azure.send('POST', `${path}/upgradeNodeImageVersion`)).status);
    }
    expect(statuses).toEqual([202, 202, 409]);
  });
});

describe('an abort', () => {
  it('cancels what runs, with an error object, and leaves the pool half way', async () => {
    const azure = anAzure(onTarget);
    const poll = operationOf(await change(azure, systemPath, { orchestratorVersion: '1.34.1' }));
    azure.pass(4);
    const abort = await azure.send('POST', `${systemPath}/abort`);
    azure.pass(10);
    expect((await azure.send('GET', operationOf(abort))).body.status).toBe('Succeeded');
    expect((await azure.send('GET', poll)).body).toMatchObject({
      status: 'Canceled',
      error: { code: 'OperationCanceled' },
    });
    expect((await azure.send('GET', systemPath)).body.properties).toMatchObject({
      provisioningState: 'Canceled',
    });
    const versions = azure.world.clusters[0]?.kubernetes.nodes('system').map((node) => node.kubeletVersion);
    expect(new Set(versions)).toEqual(new Set(['v1.33.5', 'v1.34.1']));
  });

  it('is refused where nothing runs', async () => {
    const azure = anAzure();
    expect((await azure.send('POST', `${systemPath}/abort`)).status).toBe(409);
  });

  it('is followed by the rest of the upgrade as soon as anything is PUT', async () => {
    const azure = anAzure(onTarget);
    await change(azure, systemPath, { orchestratorVersion: '1.34.1' });
    azure.pass(4);
    await azure.send('POST', `${systemPath}/abort`);
    azure.pass(10);
    const reply = await change(azure, systemPath, { nodeLabels: { a: 'b' } });
    expect(reply.body.properties).toMatchObject({ provisioningState: 'Upgrading' });
    azure.pass(60);
    const nodes = azure.world.clusters[0]?.kubernetes.nodes('system') ?? [];
    expect(nodes.map((node) => [node.kubeletVersion, node.ready, node.unschedulable])).toEqual([
      ['v1.34.1', true, false],
      ['v1.34.1', true, false],
    ]);
  });
});

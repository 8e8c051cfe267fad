import { describe, expect, it } from 'vitest';
import {
  aFleet,
  anAzure,
  aPool,
  change,
  clusterPath,
  operationOf,
  type SimulatedAzure,
} from '../support/simulated-azure.ts';

const poolPath = `${clusterPath}/agentPools/system`;
const onTarget = aFleet({ version: '1.34.1', pools: [aPool({ version: '1.33.5' })] });

async function withFault(fault: object): Promise<SimulatedAzure> {
  const azure = anAzure(onTarget);
  const { status } = await azure.send('POST', '/_simulator/faults', fault, {
    'content-type': 'application/json',
  });
  expect(status).toBe(200);
  return azure;
}

async function upgrade(azure: SimulatedAzure) {
  const poll = operationOf(await change(azure, poolPath, { orchestratorVersion: '1.34.1' }));
  azure.pass(90);
  return azure.send('GET', poll);
}

describe('faults of a request', () => {
  it.each([
    {
      fault: { kind: 'throttle', retryAfterSeconds: 7 },
      status: 429,
      code: 'SubscriptionRequestsThrottled',
      retryAfter: '7',
    },
    {
      fault: { kind: 'throttle', retryAfterSeconds: null },
      status: 429,
      code: 'SubscriptionRequestsThrottled',
      retryAfter: null,
    },
    { fault: { kind: 'deny' }, status: 403, code: 'AuthorizationFailed', retryAfter: null },
    { fault: { kind: 'error-answer' }, status: 500, code: 'InternalOperationError', retryAfter: null },
    {
      fault: { kind: 'error-answer', status: 400, code: 'QuotaExceeded', envelope: 'enveloped' },
      status: 400,
      code: 'QuotaExceeded',
      retryAfter: null,
    },
  ])(
    '$fault.kind answers $status $code once and then lets pass',
    async ({ fault, status, code, retryAfter }) => {
      const azure = await withFault(fault);
      const refused = await azure.send('GET', poolPath);
      const error = (refused.body.error ?? refused.body) as { code: string };
      expect([refused.status, error.code, refused.headers.get('retry-after')]).toEqual([
        status,
        code,
        retryAfter,
      ]);
      expect((await azure.send('GET', poolPath)).status).toBe(200);
    },
  );

  it.each([
    { match: { method: 'PUT' }, strikes: false },
    { match: { cluster: 'AKS-ONE-WEU', pool: 'system' }, strikes: true },
    { match: { pool: 'other' }, strikes: false },
    { match: { pathPattern: 'AGENTPOOLS/system$' }, strikes: true },
    { match: { plane: 'kubernetes' }, strikes: false },
  ])('match $match strikes a GET of the pool: $strikes', async ({ match, strikes }) => {
    const azure = await withFault({ kind: 'deny', match });
    expect((await azure.send('GET', poolPath)).status).toBe(strikes ? 403 : 200);
  });

  it('strike as often as `times` says, after as many passes as `after` says', async () => {
    const azure = await withFault({ kind: 'deny', after: 1, times: 2 });
    const statuses = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await azure.send('GET', poolPath)).status);
    expect(statuses).toEqual([200, 403, 403, 200]);
  });

  it('conflict makes a foreign operation hold the cluster for a while', async () => {
    const azure = await withFault({ kind: 'conflict', minutes: 5 });
    expect((await change(azure, poolPath, { orchestratorVersion: '1.34.1' })).body.code).toBe(
      'OperationNotAllowed',
    );
    azure.pass(6);
    expect((await change(azure, poolPath, { orchestratorVersion: '1.34.1' })).status).toBe(200);
  });

  it.each([
    { kind: 'earthquake' },
    { kind: 'deny', match: { pathPattern: '(' } },
    { kind: 'deny', times: 0 },
  ])('%j is refused', async (fault) => {
    const { status, body } = await anAzure().send('POST', '/_simulator/faults', fault);
    expect([status, typeof body.error]).toEqual([400, 'string']);
  });
});

describe('faults of an operation', () => {
  it('operation-fails ends it Failed after some nodes, which stay upgraded', async () => {
    const azure = await withFault({
      kind: 'operation-fails',
      code: 'QuotaExceeded',
      message: 'no cores',
      afterNodes: 1,
    });
    expect((await upgrade(azure)).body).toMatchObject({
      status: 'Failed',
      error: { code: 'QuotaExceeded', message: 'no cores' },
    });
    const versions = azure.world.clusters[0]!.kubernetes.nodes('system').map((node) => node.kubeletVersion);
    expect(versions).toContain('v1.33.5');
    expect(versions).toContain('v1.34.1');
  });

  it('lying-success says Succeeded while a node stays behind', async () => {
    const azure = await withFault({ kind: 'lying-success' });
    expect((await upgrade(azure)).body.status).toBe('Succeeded');
    const versions = azure.world.clusters[0]!.kubernetes.nodes('system').map((node) => node.kubeletVersion);
    expect(versions.toSorted()).toEqual(['v1.33.5', 'v1.34.1']);
  });

  it('node-stays-not-ready leaves a new node not ready, for as long as it says', async () => {
    const azure = await withFault({ kind: 'node-stays-not-ready', minutes: 200 });
    expect((await upgrade(azure)).body.status).toBe('Succeeded');
    const notReady = () =>
      azure.world.clusters[0]!.kubernetes.nodes('system').filter((node) => !node.ready).length;
    expect(notReady()).toBe(1);
    azure.pass(200);
    expect(notReady()).toBe(0);
  });

  it('operation-expired forgets the record while the work goes on', async () => {
    const azure = await withFault({ kind: 'operation-expired' });
    expect((await upgrade(azure)).status).toBe(404);
    expect((await azure.send('GET', poolPath)).body.properties).toMatchObject({
      provisioningState: 'Succeeded',
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#simulator/values/json-value.ts';
import {
  aFleet,
  anAzure,
  aPool,
  change,
  clusterPath,
  operationOf,
  type SimulatedAzure,
} from '../../simulated/simulated-azure.ts';

const poolPath = `${clusterPath}/agentPools/system`;
const onTarget = aFleet({
  version: '1.34.1',
  pools: [aPool({ version: '1.33.5' }), aPool({ name: 'other', version: '1.33.5' })],
});

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

describe('a fault is refused that is meant for', () => {
  it.each([
    ['a cluster that is not there', { cluster: 'aks-two' }, 'there is no cluster aks-two in this fleet'],
    ['a pool that is nowhere', { pool: 'gpu' }, 'there is no node pool gpu in any cluster of this fleet'],
    [
      'a pool that its cluster does not have',
      { cluster: 'AKS-one-weu', pool: 'gpu' },
      'there is no node pool gpu in AKS-one-weu',
    ],
  ])('%s', async (_, match, error) => {
    const azure = anAzure(onTarget);
    const faults = [{ kind: 'deny' }, { kind: 'deny', match }];
    const refused = await azure.send('POST', '/_simulator/faults', faults, {
      'content-type': 'application/json',
    });
    expect([refused.status, refused.body]).toEqual([400, { error }]);
    expect(azure.world.faults.list()).toEqual([]);
  });
});

describe('what is no fault is refused with the place and what may be said there', () => {
  it.each<[string, unknown, string | RegExp]>([
    [
      'a kind that there is not',
      { kind: 'deni' },
      /^kind: expected one of throttle, lost-answer, .*, setting-lost$/,
    ],
    ['none', {}, /^kind: expected one of throttle, /],
    ['one in a list', [{ kind: 'deny' }, { kind: 'deni' }], /^\[1\]\.kind: expected one of throttle, /],
    ['another field', { kind: 'deny', speed: 1 }, 'there is no field speed'],
    [
      'another plane',
      { kind: 'deny', match: { plane: 'web' } },
      'match.plane: expected one of arm, kubernetes, token',
    ],
    ['a word for a number', { kind: 'slow', milliseconds: 'x' }, 'milliseconds: expected a number'],
    ['no object', 'deny', 'expected an object'],
  ])('%s', async (_, fault, error) => {
    const azure = anAzure(onTarget);
    const json = { 'content-type': 'application/json' };
    const refused = await azure.send('POST', '/_simulator/faults', fault as object, json);
    const told = typeof error === 'string' ? error : expect.stringMatching(error);
    expect([refused.status, refused.body]).toEqual([400, { error: told }]);
  });
});

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
    { match: { method: 'PUT' }, isHit: false },
    { match: { cluster: 'AKS-ONE-WEU', pool: 'system' }, isHit: true },
    { match: { pool: 'other' }, isHit: false },
    { match: { pathPattern: 'AGENTPOOLS/system$' }, isHit: true },
    { match: { plane: 'kubernetes' }, isHit: false },
  ])('match $match hits a GET of the pool: $isHit', async ({ match, isHit }) => {
    const azure = await withFault({ kind: 'deny', match });
    expect((await azure.send('GET', poolPath)).status).toBe(isHit ? 403 : 200);
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

  it('false-success says Succeeded while a node stays behind', async () => {
    const azure = await withFault({ kind: 'false-success' });
    expect((await upgrade(azure)).body.status).toBe('Succeeded');
    const versions = azure.world.clusters[0]!.kubernetes.nodes('system').map((node) => node.kubeletVersion);
    expect(versions.toSorted()).toEqual(['v1.33.5', 'v1.34.1']);
  });

  it('setting-lost ends it well and takes a setting of the cluster along', async () => {
    const azure = await withFault({ kind: 'setting-lost', setting: 'networkProfile.networkPolicy' });
    const before = azure.world.clusters[0]!.properties;
    expect((await upgrade(azure)).body.status).toBe('Succeeded');
    const { networkPolicy, ...kept } = before.networkProfile as JsonObject;
    expect(networkPolicy).toBe('calico');
    expect(azure.world.clusters[0]!.properties).toEqual({ ...before, networkProfile: kept });
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

  it('operation-expired forgets the record while the work continues', async () => {
    const azure = await withFault({ kind: 'operation-expired' });
    expect((await upgrade(azure)).status).toBe(404);
    expect((await azure.send('GET', poolPath)).body.properties).toMatchObject({
      provisioningState: 'Succeeded',
    });
  });
});

describe('refusals of a change', () => {
  it.each([
    { kind: 'policy', status: 403, code: 'RequestDisallowedByPolicy' },
    { kind: 'scope-locked', status: 409, code: 'ScopeLocked' },
    { kind: 'etag-mismatch', status: 409, code: 'EtagMismatch' },
  ])('$kind lets reads pass and answers a change $status $code', async ({ kind, status, code }) => {
    const azure = await withFault({ kind });
    const answer = await change(azure, poolPath, { orchestratorVersion: '1.34.1' });
    const error = (answer.body.error ?? answer.body) as { code: string };
    expect([answer.status, error.code]).toEqual([status, code]);
    expect((await change(azure, poolPath, { orchestratorVersion: '1.34.1' })).status).toBe(200);
  });

  it('challenge refuses a token with the claims that a new one has to carry', async () => {
    const azure = await withFault({ kind: 'challenge' });
    const { status, headers } = await azure.send('GET', poolPath);
    const [, claims = ''] =
      /error="insufficient_claims", claims="([^"]+)"/.exec(headers.get('www-authenticate') ?? '') ?? [];
    expect([status, JSON.parse(Buffer.from(claims, 'base64').toString())]).toEqual([
      401,
      { access_token: { nbf: { essential: true, value: expect.stringMatching(/^\d+$/) as string } } },
    ]);
    expect((await azure.send('GET', poolPath)).status).toBe(200);
  });

  it.each([
    { to: '1.34.1', force: undefined, status: 400 },
    { to: '1.33.6', force: undefined, status: 200 },
    { to: '1.34.1', force: { forceUpgrade: true, until: '2026-11-21T00:00:00Z' }, status: 200 },
    { to: '1.34.1', force: { forceUpgrade: true, until: '2026-11-19T00:00:00Z' }, status: 400 },
  ])(
    'deprecated-api answers a control plane on its way to $to, forced by $force, with $status',
    async (row) => {
      const azure = anAzure();
      await azure.send('POST', '/_simulator/faults', { kind: 'deprecated-api' });
      const upgradeSettings =
        row.force === undefined ? {} : { upgradeSettings: { overrideSettings: row.force } };
      const answer = await change(azure, clusterPath, { kubernetesVersion: row.to, ...upgradeSettings });
      expect([answer.status, answer.body.subcode]).toEqual([
        row.status,
        row.status === 400 ? 'UpgradeBlockedOnDeprecatedAPIUsage' : undefined,
      ]);
    },
  );
});

describe('operations that end badly or speak strangely', () => {
  it.each([
    { fault: { kind: 'preemption', afterNodes: 1 }, code: 'AKSOperationPreempted', upgraded: 1 },
    { fault: { kind: 'quota' }, code: 'QuotaExceeded', upgraded: 0 },
    { fault: { kind: 'subnet-full' }, code: 'SubnetIsFull', upgraded: 0 },
    { fault: { kind: 'allocation-failed' }, code: 'AllocationFailed', upgraded: 0 },
  ])('$fault.kind ends Failed with $code after $upgraded nodes', async ({ fault, code, upgraded }) => {
    const azure = await withFault(fault);
    expect((await upgrade(azure)).body).toMatchObject({ status: 'Failed', error: { code } });
    const nodes = azure.world.clusters[0]!.kubernetes.nodes('system');
    const surge = azure.world.clusters[0]!.pool('system')!.surge;
    const own = nodes.filter(({ name }) => !surge.has(name));
    expect(own.filter(({ kubeletVersion }) => kubeletVersion === 'v1.34.1')).toHaveLength(upgraded);
  });

  it('misleading-status speak of failure while all goes well', async () => {
    const azure = await withFault({ kind: 'misleading-status' });
    const poll = operationOf(await change(azure, poolPath, { orchestratorVersion: '1.34.1' }));
    azure.pass(3);
    expect((await azure.send('GET', poll)).body.status).toMatch(/1 nodes failed/);
    azure.pass(90);
    expect((await azure.send('GET', poll)).body.status).toBe('Succeeded');
  });

  it('not-latest-operation shows an error beside a running and a successful state', async () => {
    const azure = await withFault({ kind: 'not-latest-operation' });
    const poll = operationOf(await change(azure, poolPath, { orchestratorVersion: '1.34.1' }));
    expect((await azure.send('GET', poll)).body).toMatchObject({ error: { code: 'NotLatestOperation' } });
    azure.pass(90);
    expect((await azure.send('GET', poll)).body).toMatchObject({
      status: 'Succeeded',
      error: { code: 'NotLatestOperation' },
    });
  });

  it('unknown-ending ends with a word of its own while the resource is Succeeded', async () => {
    const azure = await withFault({ kind: 'unknown-ending', word: 'Whatever' });
    expect((await upgrade(azure)).body.status).toBe('Whatever');
    expect((await azure.send('GET', poolPath)).body.properties).toMatchObject({
      provisioningState: 'Succeeded',
    });
  });
});

describe('a forced upgrade', () => {
  const until = '2026-11-21T00:00:00Z';
  it.each([
    { forceUpgrade: true, status: 'Succeeded' },
    { forceUpgrade: false, status: 'Failed' },
  ])(
    '(forceUpgrade $forceUpgrade) ends $status where a budget allows nothing',
    async ({ forceUpgrade, status }) => {
      const budget = { maxUnavailable: 0 };
      const azure = anAzure(
        aFleet({
          version: '1.34.1',
          properties: { upgradeSettings: { overrideSettings: { forceUpgrade, until } } },
          pools: [aPool({ version: '1.33.5' })],
          workloads: [{ kind: 'Deployment', namespace: 'shop', name: 'web', replicas: 2, budget }],
        }),
      );
      expect((await upgrade(azure)).body.status).toBe(status);
    },
  );
});

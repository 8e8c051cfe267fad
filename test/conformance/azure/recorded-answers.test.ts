import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#simulator/values/json-value.ts';
import {
  type ArmReply,
  aFleet,
  anAzure,
  aPool,
  change,
  clusterPath,
  operationOf,
  type SimulatedAzure,
} from '../../simulated/simulated-azure.ts';

const pool = `${clusterPath}/agentPools/np1`;
const withPool = (properties: object = {}, cluster: object = {}) =>
  anAzure(aFleet({ pools: [aPool(), { name: 'np1', mode: 'User', count: 2, properties }], ...cluster }));

/** Headers that are on every answer, and those of a kind of request. */
const always = ['cache-control', 'pragma', 'expires', 'strict-transport-security', 'x-content-type-options'];
const reads = ['x-ms-ratelimit-remaining-subscription-global-reads'];
const writes = ['x-ms-ratelimit-remaining-subscription-writes'];
const deletes = ['x-ms-ratelimit-remaining-subscription-deletes'];
const operation = ['azure-asyncoperation'];
const withResult = [...operation, 'location'];

interface Row {
  readonly request: string;
  readonly send: (azure: SimulatedAzure) => Promise<ArmReply>;
  readonly status: number;
  readonly has: readonly string[];
  readonly lacks: readonly string[];
  /** null: the answer has no body. */
  readonly body: object | null;
}

const rows: readonly Row[] = [
  {
    request: 'GET of a cluster',
    send: (azure) => azure.send('GET', clusterPath),
    status: 200,
    has: reads,
    lacks: [...withResult, 'retry-after', 'x-ms-ratelimit-remaining-subscription-reads'],
    body: { id: expect.stringContaining('/resourcegroups/'), eTag: expect.any(String) },
  },
  {
    request: 'GET of a cluster that is not there',
    send: (azure) => azure.send('GET', `${clusterPath}-gone`),
    status: 404,
    has: ['x-ms-failure-cause'],
    lacks: withResult,
    body: {
      error: {
        code: 'ResourceNotFound',
        message: expect.stringMatching(/^The Resource '.*aka\.ms\/ARMResourceNotFoundFix$/),
      },
    },
  },
  {
    request: 'GET of a pool that is not there',
    send: (azure) => azure.send('GET', `${clusterPath}/agentPools/gone`),
    status: 404,
    has: [],
    lacks: withResult,
    body: { code: 'NotFound', subcode: 'GetAgentPool_NotFound', message: expect.any(String) },
  },
  {
    request: 'PUT of a pool that is new',
    send: (azure) => azure.send('PUT', `${clusterPath}/agentPools/new`, { properties: { count: 1 } }),
    status: 201,
    has: [...writes, ...operation],
    lacks: ['location', 'retry-after'],
    body: { properties: { provisioningState: 'Creating', eTag: expect.any(String) } },
  },
  {
    request: 'PUT of a pool with another version',
    send: (azure) => change(azure, pool, { orchestratorVersion: '1.33.5' }),
    status: 200,
    has: [...writes, ...operation],
    lacks: ['location', 'retry-after'],
    body: {
      properties: {
        provisioningState: 'Upgrading',
        orchestratorVersion: '1.33.5',
        currentOrchestratorVersion: '1.33.5',
      },
    },
  },
  {
    request: 'PUT of a cluster with another setting',
    send: (azure) => change(azure, clusterPath, { disableLocalAccounts: true }),
    status: 200,
    has: [...writes, ...operation],
    lacks: ['location', 'retry-after'],
    body: { properties: { provisioningState: 'Updating' } },
  },
  {
    request: 'POST of a node image upgrade',
    send: (azure) => azure.send('POST', `${pool}/upgradeNodeImageVersion`),
    status: 202,
    has: [...writes, ...withResult],
    lacks: ['retry-after'],
    body: { properties: { provisioningState: 'UpgradingNodeImageVersion' } },
  },
  {
    request: 'POST of an abort',
    send: async (azure) => {
      await azure.send('POST', `${pool}/upgradeNodeImageVersion`);
      return azure.send('POST', `${pool}/abort`);
    },
    status: 202,
    has: [...writes, ...withResult],
    lacks: ['retry-after'],
    body: { properties: { provisioningState: expect.any(String) } },
  },
  {
    request: 'POST of a stop',
    send: (azure) => azure.send('POST', `${clusterPath}/stop`),
    status: 202,
    has: [...writes, ...withResult],
    lacks: ['retry-after'],
    body: null,
  },
  {
    request: 'POST of machines to delete',
    send: async (azure) => {
      const { body } = await azure.send('GET', `${pool}/machines`);
      const [machine] = body.value as { name: string }[];
      return azure.send('POST', `${pool}/deleteMachines`, { machineNames: [machine!.name] });
    },
    status: 202,
    has: [...writes, ...withResult],
    lacks: ['retry-after'],
    body: null,
  },
  {
    request: 'DELETE of a pool',
    send: (azure) => azure.send('DELETE', pool),
    status: 202,
    has: [...deletes, ...withResult],
    lacks: ['retry-after'],
    body: null,
  },
  {
    request: 'PUT of a surge for a Spot pool',
    send: (azure) => {
      const { world } = azure;
      world.clusters[0]!.pool('np1')!.properties.scaleSetPriority = 'Spot';
      return change(azure, pool, { upgradeSettings: { maxSurge: '1' } });
    },
    status: 400,
    has: [],
    lacks: withResult,
    body: { code: 'InvalidParameter', message: "Spot pools can't set max surge." },
  },
  {
    request: 'PUT of unavailable nodes for a Spot pool',
    send: (azure) => {
      azure.world.clusters[0]!.pool('np1')!.properties.scaleSetPriority = 'Spot';
      return change(azure, pool, { upgradeSettings: { maxUnavailable: '1' } });
    },
    status: 400,
    has: [],
    lacks: withResult,
    body: { code: 'InvalidParameter' },
  },
];

describe.each(rows)('$request', ({ send, status, has, lacks, body }) => {
  it('is answered as recorded', async () => {
    const azure = withPool({ orchestratorVersion: '1.32.9', currentOrchestratorVersion: '1.32.9' });
    const answer = await send(azure);
    expect(answer.status).toBe(status);
    expect([...always, ...has].filter((name) => !answer.headers.has(name))).toEqual([]);
    expect(lacks.filter((name) => answer.headers.has(name))).toEqual([]);
    if (body === null) expect(answer.body).toEqual({});
    else expect(answer.body).toMatchObject(body);
  });
});

describe('an operation', () => {
  it.each<[string, (azure: SimulatedAzure) => Promise<ArmReply>, RegExp]>([
    [
      'that makes a pool',
      (azure) => azure.send('PUT', `${clusterPath}/agentPools/new`, { properties: { count: 2 } }),
      /^CreatingAgentPool: 0\/2 nodes completed$/,
    ],
    [
      'that upgrades nodes',
      (azure) => azure.send('POST', `${pool}/upgradeNodeImageVersion`),
      /^(InProgress|RollingUpgrade.*)$/,
    ],
    [
      'that upgrades a control plane',
      (azure) => change(azure, clusterPath, { kubernetesVersion: '1.34.1' }),
      /^ProvisioningControlPlane$/,
    ],
  ])('%s shows its progress, then its end, and its result is 204', async (_what, send, progress) => {
    const azure = withPool();
    const accepted = await send(azure);
    const path = operationOf(accepted);
    const running = await azure.send('GET', path);
    expect(Object.keys(running.body).sort()).toEqual(['name', 'startTime', 'status']);
    expect(running.body.status).toMatch(progress);
    expect(running.headers.has('retry-after')).toBe(false);
    azure.pass(24 * 60);
    const ended = await azure.send('GET', path);
    expect(ended.body).toMatchObject({ status: 'Succeeded', endTime: expect.any(String) });
    if (!accepted.headers.has('location')) return;
    const result = await azure.send('GET', operationOf(accepted, 'location'));
    expect([result.status, result.body]).toEqual([204, {}]);
  });
});

describe('a list that is complete', () => {
  /** Names by which the simulator chooses: a third of the lists have a link to an empty page. */
  it.each([
    ['agentPools', 'aks-a', false],
    ['agentPools', 'aks-c', false],
    ['agentPools', 'aks-b', true],
    ['agentPools/np1/machines', 'aks-b', true],
  ])('of %s of %s ends, with a link: %s', async (list, name, isLinked) => {
    const azure = withPool({}, { name });
    const path = clusterPath.replace(/[^/]+$/, name);
    const first = await azure.send('GET', `${path}/${list}`);
    expect(first.body.value).toHaveLength(2);
    expect('nextLink' in first.body).toBe(isLinked);
    if (!isLinked) return;
    const { pathname, search } = new URL(first.body.nextLink as string);
    const last = await azure.send('GET', `${pathname}${search}`);
    expect([last.status, last.body]).toEqual([200, { value: [] } satisfies JsonObject]);
  });
});

describe('an upgrade profile of a pool', () => {
  it('names the newest image, and no upgrades where there are none', async () => {
    const { body } = await withPool().send('GET', `${pool}/upgradeProfiles/default`);
    expect(body.properties).toEqual({
      kubernetesVersion: '1.33.5',
      osType: 'Linux',
      latestNodeImageVersion: expect.any(String),
    });
  });
});

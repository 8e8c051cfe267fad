import { afterEach, describe, expect, it } from 'vitest';
import type { PreflightPolicy } from '#domain/campaign/preflight-policy.ts';
import { valueOr } from '#domain/observation.ts';
import type { PlanStep } from '#domain/plan/contents/plan.ts';
import { describeFinding } from '#domain/preflight/findings/preflight-finding.ts';
import type { PreflightReadings } from '#domain/preflight/findings/preflight-readings.ts';
import { judgePreflight } from '#domain/preflight/judge-preflight.ts';
import { type Gateways, gatewaySettingsFrom, openGateways } from '#gateways/open-gateways.ts';
import { readPreflight } from '#procedures/read/read-preflight.ts';
import { aControlPlaneStep, allBlock, aPoolStep, lookedAt } from '../../builders/a-preflight-reading.ts';
import { fleetFile } from '../../campaigns/fleet-file.ts';
import { failureOf } from '../../rules/failure-of.ts';
import { azureForFile } from '../../simulated/azure-for-file.ts';

const guard = (kind: string, name: string, webhook: object) => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind,
  metadata: { name },
  webhooks: [
    {
      name: `${name}.example.com`,
      failurePolicy: 'Fail',
      rules: [{ operations: ['CREATE'], apiGroups: [''], resources: ['pods/eviction'] }],
      clientConfig: { service: { namespace: 'guard', name } },
      ...webhook,
    },
  ],
});

const slice = (service: string, endpoints: readonly object[]) => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: service, namespace: 'guard', labels: { 'kubernetes.io/service-name': service } },
  addressType: 'IPv4',
  endpoints,
});

const network = '/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet/subnets/nodes';

function fleet(): string {
  const file = JSON.parse(
    fleetFile({
      one: [
        {
          name: 'aks-one',
          properties: { networkProfile: { networkPlugin: 'azure', networkPluginMode: '' } },
          pools: [
            {
              name: 'system',
              mode: 'System',
              count: 2,
              vmSize: 'Standard_D4s_v5',
              zones: ['1', '2'],
              properties: { maxPods: 30 },
            },
          ],
          workloads: [
            {
              kind: 'Deployment',
              namespace: 'shop',
              name: 'web',
              replicas: 3,
              budget: { maxUnavailable: 1 },
            },
            { kind: 'Deployment', namespace: 'shop', name: 'till', replicas: 1, budget: { minAvailable: 1 } },
            { kind: 'DaemonSet', namespace: 'kube-system', name: 'node-agent' },
          ],
          manifests: [
            guard('ValidatingWebhookConfiguration', 'silent', {}),
            guard('MutatingWebhookConfiguration', 'answering', {}),
            guard('ValidatingWebhookConfiguration', 'lenient', { failurePolicy: 'Ignore' }),
            { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'guard' } },
            slice('answering', [
              { addresses: ['10.0.0.1'], nodeName: 'n1', conditions: { ready: true } },
              { addresses: ['10.0.0.2'], nodeName: 'n2', conditions: { ready: false } },
              { addresses: ['10.0.0.3'] },
            ]),
          ],
        },
      ],
    }),
  ) as {
    spec: { clusters: { subscription: string; pools: { properties: object }[] }[] } & Record<string, unknown>;
  };
  const [cluster] = file.spec.clusters;
  const { subscription } = cluster!;
  const subnet = `/subscriptions/${subscription}${network}`;
  Object.assign(cluster!.pools[0]!.properties, { vnetSubnetID: subnet });
  Object.assign(file.spec, {
    quotas: [{ subscription, location: 'westeurope', family: 'standardDSv5Family', limit: 10 }],
    locks: [
      {
        name: 'keep',
        scope: `/subscriptions/${subscription}/resourceGroups/rg-fleet`,
        level: 'CanNotDelete',
      },
    ],
    skuRestrictions: [{ subscription, vmSize: 'Standard_D4s_v5', zones: ['2'] }],
    networks: [
      {
        name: 'vnet',
        subscription,
        resourceGroup: 'rg-net',
        subnets: [{ name: 'nodes', addressPrefix: '10.240.0.0/25', othersUse: 50 }],
      },
    ],
  });
  return JSON.stringify(file);
}

const { simulator, gateways } = await azureForFile({ fleet: fleet(), speed: 60 });
let requests = 0;
afterEach(() => {
  requests = 0;
});

const steps: readonly PlanStep[] = [aControlPlaneStep(), aPoolStep({ nodes: 2 })];

async function look({ onlyDrain = false, isTolerated = true } = {}): Promise<PreflightReadings> {
  const cluster = await gateways.azure.inspectCluster(simulator.ready.clusters[0]!.resourceId);
  const work = { signal: new AbortController().signal, onRequest: () => (requests += 1) };
  return readPreflight(gateways, {
    cluster,
    steps,
    policy: allBlock,
    onlyDrain,
    work,
    isTolerated: () => isTolerated,
    now: lookedAt,
  });
}

async function podNames(): Promise<readonly string[]> {
  return valueOr((await look()).pods, []).map(({ pod }) => `${pod.namespace}/${pod.name} ${pod.endsAt}`);
}

async function findings(): Promise<readonly string[]> {
  const cluster = await gateways.azure.inspectCluster(simulator.ready.clusters[0]!.resourceId);
  const baseline = { noRegression: false, threshold: 'high', waivers: [] } as const;
  const policy: PreflightPolicy = { ...allBlock, securityBaseline: 'Ignore' };
  const question = { cluster, steps, policy, onlyDrainOf: null, baseline, now: lookedAt };
  return judgePreflight({ ...question, readings: await look() })
    .filter(({ level }) => level === 'blocker')
    .map(describeFinding);
}

describe('a preflight at a cluster', () => {
  it('predicts what Azure would refuse and what a drain would wait for', async () => {
    expect(await findings()).toEqual([
      expect.stringMatching(
        /pdb shop\/till allows 0 disruptions; the drain can never succeed: minAvailable 1 of 1 pods/,
      ),
      expect.stringMatching(/webhook silent\.example\.com for evictions does not answer/),
      expect.stringMatching(/standardDSv5Family.* 4 vCPUs; 8 of 10 are in use/),
      expect.stringMatching(/subnet nodes has too few addresses .* 31 addresses each need 31; 11 are free/),
      expect.stringMatching(/zones 1, 2: Azure restricts Standard_D4s_v5 in zone 2 of westeurope/),
    ]);
  });

  it('agrees with Azure about the room that is left', async () => {
    const { cores, subnets } = await look();
    expect(cores).toMatchObject({
      value: expect.arrayContaining([{ family: 'cores', used: 8, limit: 100_000 }]),
    });
    expect([...subnets.values()]).toEqual([{ value: { name: 'nodes', free: 128 - 5 - 50 - 62 } }]);
  });

  it('sees the locks of the subscription, and which machines there are in which zones', async () => {
    const { locks, machines } = await look();
    expect(locks).toEqual({
      value: [
        { name: 'keep', level: 'CanNotDelete', scope: expect.stringMatching(/\/resourceGroups\/rg-fleet$/) },
      ],
    });
    expect(machines).toEqual({
      value: [{ name: 'Standard_D4s_v5', zones: ['1', '2', '3'], refusedZones: ['2'], isRefused: false }],
    });
  });

  it('sees until when the certificates of server and authority are good', async () => {
    const certificates = valueOr((await look()).certificates, []);
    expect(certificates.map(({ of }) => of)).toEqual(['API server', 'cluster authority']);
    for (const { until, leftMs } of certificates)
      expect(Math.abs(Date.parse(until) - Date.now() - leftMs)).toBeLessThan(60_000);
  });

  it('tries an eviction of each workload whose budget allows one, and evicts no pod', async () => {
    const before = await podNames();
    const { trials } = await look();
    expect(trials).toEqual({
      value: [
        {
          pod: expect.stringMatching(/^shop\/web-/),
          owner: 'Deployment shop/web',
          answer: { kind: 'accepted', blockedBy: null, message: expect.any(String), retryAfterMs: null },
        },
      ],
    });
    expect(await podNames()).toEqual(before);
  });

  it('knows by the answer which webhook would not let a pod go, or that it may not try', async () => {
    const match = { plane: 'kubernetes', pathPattern: '/eviction$' };
    const answered = async (status: number, code: string, message: string) => {
      await simulator.fault({ kind: 'error-answer', match, status, code, message });
      return (await look()).trials;
    };
    const refusal = 'admission webhook "guard.example.com" denied the request: not now';
    expect(await answered(403, 'Forbidden', refusal)).toMatchObject({
      value: [{ answer: { kind: 'denied', blockedBy: 'webhook guard.example.com' } }],
    });
    const forbidden = 'pods "web" is forbidden: User "drydock" cannot create resource "pods/eviction"';
    expect(await answered(403, 'Forbidden', forbidden)).toMatchObject({
      unread: { permission: 'create pods/eviction', why: expect.stringContaining(forbidden) },
    });
  });

  it('knows which webhooks must answer, and the nodes of those that do', async () => {
    expect((await look()).webhooks).toEqual({
      value: [
        { name: 'silent.example.com', asked: ['evictions'], service: 'guard/silent', answering: [] },
        {
          name: 'answering.example.com',
          asked: ['evictions'],
          service: 'guard/answering',
          answering: ['n1', ''],
        },
      ],
    });
  });

  it('takes a page of each list', async () => {
    await look();
    // nodes, pods, budgets, three kinds of workloads, two of webhooks, two services behind them; its certificate, and an eviction that is
    // tried; its version, its groups, /metrics, Helm's releases, the six kinds with a version that ends in 1.34, and the two of
    // webhooks once more, for what they are called with; and a sign of life before and after an audit, whose requests are not counted
    expect(requests).toBe(26);
  });

  it('right before a pool takes only what its drain depends on', async () => {
    const { webhooks, cores, locks, machines, certificates, trials, subnets } = await look({
      onlyDrain: true,
    });
    expect([webhooks, cores, locks, machines, certificates, trials, subnets.size]).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
      0,
    ]);
    expect(requests).toBe(6);
  });

  it('keeps what it may not see for unknown, with the right that it takes', async () => {
    const match = { plane: 'kubernetes', pathPattern: '/api/v1/pods' };
    await simulator.fault({ kind: 'error-answer', match, status: 403, code: 'Forbidden' });
    for (const pathPattern of ['usages', 'locks', 'skus'])
      await simulator.fault({ kind: 'deny', match: { pathPattern } });
    const { pods, cores, locks, machines, budgets } = await look();
    expect(locks).toMatchObject({ unread: { permission: 'Microsoft.Authorization/locks/read' } });
    expect(machines).toMatchObject({ unread: { permission: 'Microsoft.Compute/skus/read' } });
    expect(pods).toMatchObject({ unread: { permission: 'list pods' } });
    expect(cores).toMatchObject({ unread: { permission: 'Microsoft.Compute/locations/usages/read' } });
    expect(budgets).toHaveProperty('value');
  });

  it.each([
    [
      'gives no way to the API server',
      { kind: 'deny' },
      'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action',
    ],
    [
      'has a lock that keeps its credentials',
      { kind: 'error-answer', status: 409, code: 'ScopeLocked' },
      'that lock lifted (az lock delete): while it is ReadOnly, Azure hands out no credentials for the API server',
    ],
  ])('asks no further where Azure %s', async (_, fault, permission) => {
    const asked = await openGatewaysAnew(async (fresh) => {
      await simulator.fault({ ...fault, match: { pathPattern: 'listClusterUserCredential' } });
      const cluster = await fresh.azure.inspectCluster(simulator.ready.clusters[0]!.resourceId);
      const work = { signal: new AbortController().signal, onRequest: () => (requests += 1) };
      return readPreflight(fresh, {
        cluster,
        steps,
        policy: allBlock,
        onlyDrain: false,
        work,
        isTolerated: () => true,
        now: lookedAt,
      });
    });
    expect(asked.nodes).toMatchObject({ unread: { permission } });
    expect(asked.pods).toEqual(asked.nodes);
    expect(requests).toBe(0);
  });

  it('fails where the caller can wait for the answer', async () => {
    const match = { plane: 'kubernetes', pathPattern: '/api/v1/pods' };
    await simulator.fault({ kind: 'error-answer', match, status: 503 });
    expect(await failureOf(look({ isTolerated: false }))).toMatchObject({ kind: 'kubernetes-unreachable' });
  });

  async function openGatewaysAnew<T>(work: (fresh: Gateways) => Promise<T>): Promise<T> {
    const fresh = openGateways(gatewaySettingsFrom(process.env));
    try {
      return await work(fresh);
    } finally {
      await fresh.close();
    }
  }
});

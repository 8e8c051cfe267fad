import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { AuditClient } from '#gateways/kubernetes/audit/audit-client.ts';
import { openAuditClient } from '#gateways/kubernetes/audit/audit-client.ts';
import { type ClusterClient, openCluster } from '#gateways/kubernetes/client/cluster-client.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { readAudit, readServerAudit } from '#procedures/read/read-audit.ts';
import { KubernetesCluster } from '#simulator/kubernetes/cluster/cluster.ts';
import { noEntra } from '../../builders/no-entra.ts';
import { type Served, serveCluster } from '../../simulated/served-cluster.ts';
import { aNode, StillWorld } from '../../simulated/simulated-cluster.ts';

const refusal = (message: string) => new FailureError(failure('kubernetes-refused', message));

/** A cluster that serves Cilium besides what each serves, and refuses some lists. */
function aClient(refused: readonly string[] = []): AuditClient & { readonly lists: readonly string[] } {
  const lists: string[] = [];
  return {
    lists,
    serverMinor: async () => 36,
    groups: async () => new Map([['cilium.io', ['v2', 'v2alpha1']]]),
    objects: async ({ kind, plural }, versions) => {
      lists.push(`${plural} ${versions.join(',')}`);
      if (refused.includes(plural)) throw refusal(`${plural} is forbidden`);
      return [{ kind }];
    },
    usage: async () => {
      if (refused.includes('metrics')) throw refusal('/metrics is forbidden');
      return { usages: [], since: null };
    },
    asked: () => ({ requests: 0, pages: 0, objects: 0 }),
  };
}

describe('the baseline of an API server', () => {
  it('is asked of the groups that it serves alone', async () => {
    const auditClient = aClient();
    const { objects, unread } = await readServerAudit(auditClient);
    expect(unread).toEqual([]);
    expect(objects).toContainEqual({ kind: 'CiliumNetworkPolicy' });
    expect(auditClient.lists).toContain('ciliumcidrgroups v2,v2alpha1');
    expect(auditClient.lists.join()).not.toMatch(
      /adminnetworkpolicies|globalnetworkpolicies|seccompprofiles/,
    );
  });

  it('names each part that was refused, with the right that it takes, and reads the others', async () => {
    const { objects, usage, unread } = await readServerAudit(aClient(['daemonsets', 'metrics']));
    expect(usage).toBeNull();
    expect(objects).toContainEqual({ kind: 'Deployment' });
    expect(unread.map(({ part, permission }) => `${part}: ${permission}`)).toEqual([
      'api-usage: get /metrics',
      'workloads: list daemonsets.apps',
      'daemon-sets: list daemonsets.apps',
    ]);
    expect(unread[1]).toMatchObject({ why: 'daemonsets is forbidden', kind: 'kubernetes-refused' });
  });

  it('names an object that is not what the API says, and reads the others', async () => {
    const auditClient = aClient();
    const { objects, unread } = await readServerAudit({
      ...auditClient,
      objects: (list, versions, onUnreadable) => {
        const { plural } = list;
        if (plural === 'daemonsets')
          onUnreadable({ plural, resource: 'DaemonSet/shop/odd', why: 'spec: no' });
        return auditClient.objects(list, versions, onUnreadable);
      },
    });
    expect(objects).toContainEqual({ kind: 'DaemonSet' });
    expect(unread).toEqual(
      (['workloads', 'daemon-sets'] as const).map((part) => ({
        part,
        resource: 'DaemonSet/shop/odd',
        permission: null,
        why: 'spec: no',
        kind: null,
      })),
    );
  });

  it('is not to be had where the server does not say its version', async () => {
    const auditClient = { ...aClient(), serverMinor: () => Promise.reject(refusal('no')) };
    await expect(readServerAudit(auditClient)).rejects.toThrow(FailureError);
  });
});

describe('the baseline of a cluster', () => {
  const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/aks-1';
  const denied = () => Promise.reject(new FailureError(failure('not-allowed', 'AuthorizationFailed')));
  const image = (version: string) => `AKSUbuntu-2204gen2containerd-${version}`;
  let asked: string[] = [];
  const surroundings = {
    document: async () => ({
      name: 'aks-1',
      properties: {
        dnsPrefix: 'a',
        agentPoolProfiles: ['one', 'two'].map((name) => ({ name, nodeImageVersion: image('202610.01.0') })),
      },
    }),
    defenderPlan: denied,
    roleAssignments: async () => [],
    diagnosticSettings: denied,
    safeguards: async () => null,
  };
  const azure = {
    surroundings: () => surroundings,
    latestNodeImage: async (_: string, pool: string) => {
      asked.push(pool);
      return image('202611.20.0');
    },
    maintenanceConfigurations: async () => ({
      unread: { permission: 'M/read', scope: 'cluster aks-1', code: 'AuthorizationFailed' },
    }),
  } as unknown as Gateways['azure'];
  const kubernetes = (auditClient: AuditClient) =>
    ({ auditClient: () => auditClient }) as unknown as Gateways['kubernetes'];
  const read = (auditClient: AuditClient) =>
    readAudit({ azure, kubernetes: kubernetes(auditClient) }, id, AbortSignal.timeout(1_000));

  it("is Azure's word and the API server's, with what Azure does not show", async () => {
    const reading = await read(aClient(['roles']));
    expect(reading).toMatchObject({ serverMinor: 36, document: { name: 'aks-1' } });
    expect(reading.azure).toMatchObject({ subscriptionId: 's', roleAssignments: [], maintenance: null });
    expect(reading.unread.map(({ part, permission }) => `${part}: ${permission}`)).toEqual([
      'defender-plan: Microsoft.Security/pricings/read',
      'diagnostic-settings: Microsoft.Insights/diagnosticSettings/read',
      'maintenance-configurations: M/read',
      'rbac: list roles.rbac.authorization.k8s.io',
    ]);
  });

  it('knows the newest image of every pool, asked once for pools that are alike', async () => {
    asked = [];
    const { azure: seen } = await read(aClient());
    expect(seen?.newestImages).toEqual({ one: image('202611.20.0'), two: image('202611.20.0') });
    expect(asked).toEqual(['one']);
  });

  it('is half known where the API server cannot be reached: every part of it is unread', async () => {
    const deaf = new FailureError(failure('kubernetes-unreachable', 'connect ETIMEDOUT'));
    const { document, objects, unread } = await read({
      ...aClient(),
      serverMinor: () => Promise.reject(deaf),
    });
    expect([document === null, objects]).toEqual([false, []]);
    expect(unread.filter(({ kind }) => kind === 'kubernetes-unreachable').map(({ part }) => part)).toEqual([
      'namespaces',
      'workloads',
      'daemon-sets',
      'nodes',
      'network-policies',
      'rbac',
      'ingresses',
      'services',
      'service-accounts',
      'api-usage',
    ]);
  });
});

describe('what a cluster lists', () => {
  let served: Served;
  const secret = 'nobody-should-hold-this';
  const labels = { app: 'web' };
  const template = {
    metadata: { labels },
    spec: {
      containers: [
        {
          name: 'main',
          image: 'registry.invalid/app:1',
          env: [
            { name: 'PASSWORD', value: secret },
            { name: 'KEY_OF_DB', valueFrom: { secretKeyRef: { name: secret, key: secret } } },
            { name: 'MODE', value: secret },
          ],
          envFrom: [{ secretRef: { name: secret } }],
          resources: { requests: { cpu: '250m', 'nvidia.com/gpu': 1 }, limits: { cpu: 0, memory: '1Gi' } },
          volumeMounts: [
            { name: 'logs', mountPath: `/${secret}` },
            { name: 'own', mountPath: '/own' },
          ],
          command: ['serve'],
          securityContext: { privileged: true },
        },
      ],
      volumes: [
        { name: 'logs', hostPath: { path: '/var/log' } },
        { name: 'own', emptyDir: {} },
      ],
    },
  };

  const theirPolicies = [
    { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
    { apiVersion: 'crd.projectcalico.org/v1', kind: 'NetworkPolicy' },
    { apiVersion: 'crd.projectcalico.org/v1', kind: 'GlobalNetworkPolicy' },
    { apiVersion: 'crd.projectcalico.org/v1', kind: 'GlobalNetworkSet' },
    { apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'AdminNetworkPolicy' },
    { apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'BaselineAdminNetworkPolicy' },
  ];

  beforeAll(async () => {
    const world = new StillWorld();
    const cluster = new KubernetesCluster({ name: 'aks-test', version: '1.33.5' }, world);
    cluster.addNode(aNode({ name: 'node-0' }));
    cluster.apply(theirPolicies.map((each) => ({ ...each, metadata: { name: 'default' }, spec: {} })));
    cluster.apply([
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: {
          name: 'web',
          namespace: 'shop',
          annotations: { 'kubectl.kubernetes.io/last-applied-configuration': secret },
        },
        spec: { replicas: 2, selector: { matchLabels: labels }, template },
      },
    ]);
    world.advance(60);
    served = await serveCluster(() => cluster);
  });
  afterAll(() => served.close());

  async function read(options = {}) {
    const client = await openCluster(served.kubeConfig().exportConfig(), noEntra);
    const auditClient = openAuditClient((call) => call(client), AbortSignal.timeout(30_000), options);
    const reading = await readServerAudit(auditClient);
    await client.close();
    return { reading, auditClient };
  }
  const of = (objects: readonly object[], kind: string) =>
    objects.filter((each) => (each as { kind?: string }).kind === kind);

  it('is held bare: no values of the environment, no text that was applied once, no status', async () => {
    const { reading } = await read();
    expect(JSON.stringify(reading.objects)).not.toContain(secret);
    expect(of(reading.objects, 'Deployment')).toEqual([
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web', namespace: 'shop' },
        spec: {
          template: {
            metadata: { labels },
            spec: expect.objectContaining({
              containers: [
                {
                  name: 'main',
                  image: 'registry.invalid/app:1',
                  securityContext: { privileged: true },
                  env: [
                    { name: 'PASSWORD', value: '(withheld)' },
                    { name: 'KEY_OF_DB', valueFrom: { secretKeyRef: {} } },
                  ],
                  envFrom: [{ secretRef: {} }],
                  resources: { requests: { cpu: '1' }, limits: { memory: '1' } },
                  volumeMounts: [{ name: 'logs', readOnly: false }],
                },
              ],
            }),
          },
        },
      },
    ]);
  });

  it('keeps of what a Deployment made only its names, and of its pods what they may do', async () => {
    const { reading } = await read();
    const [set] = of(reading.objects, 'ReplicaSet');
    expect(Object.keys(set ?? {})).toEqual(['apiVersion', 'kind', 'metadata']);
    expect(set).toMatchObject({ metadata: { ownerReferences: [{ kind: 'Deployment', name: 'web' }] } });
    expect(of(reading.objects, 'Pod')).toHaveLength(1);
    expect(of(reading.objects, 'Pod')[0]).toMatchObject({
      metadata: { ownerReferences: [{ kind: 'ReplicaSet' }] },
      spec: { containers: [{ name: 'main', securityContext: { privileged: true } }] },
    });
  });

  it('has of pods that are alike one, and every one where that is asked for', async () => {
    const some = await read();
    const all = await read({ everyPod: true });
    expect(of(some.reading.objects, 'Pod')).toHaveLength(1);
    expect(of(all.reading.objects, 'Pod')).toHaveLength(2);
    expect(some.auditClient.asked().objects).toBe(all.auditClient.asked().objects);
  });

  it('has the policies of engines and administrators, each under its own API', async () => {
    const { reading } = await read();
    const policies = reading.objects.map((each) => `${String(each.apiVersion)} ${String(each.kind)}`);
    for (const { apiVersion, kind } of theirPolicies) expect(policies).toContain(`${apiVersion} ${kind}`);
    expect(policies.filter((each) => each.endsWith(' NetworkPolicy'))).toEqual([
      'networking.k8s.io/v1 NetworkPolicy',
      'crd.projectcalico.org/v1 NetworkPolicy',
    ]);
  });

  it('is asked of pods in pages half as long as those of other lists', async () => {
    const paths: string[] = [];
    const client = await openCluster(served.kubeConfig().exportConfig(), noEntra);
    const listening = (own: ClusterClient): ClusterClient => ({
      ...own,
      forWork: (work) => listening(own.forWork(work)),
      get: (path, accept) => {
        paths.push(path);
        return own.get(path, accept);
      },
    });
    const auditClient = openAuditClient((call) => call(listening(client)), AbortSignal.timeout(30_000));
    await readServerAudit(auditClient);
    await client.close();
    const limits = paths.filter((path) => path.includes('limit=')).map((path) => path.split('?limit='));
    expect(limits.filter(([, limit]) => limit === '250').map(([path]) => path)).toEqual(['/api/v1/pods']);
    expect(limits.filter(([, limit]) => limit === '500')).toHaveLength(limits.length - 1);
  });

  it('is asked in pages, and little besides', async () => {
    const { reading, auditClient } = await read();
    expect(reading).toMatchObject({ serverMinor: 33, unread: [], document: null, azure: null });
    const { requests, pages } = auditClient.asked();
    expect(requests - pages).toBeLessThanOrEqual(3);
  });
});

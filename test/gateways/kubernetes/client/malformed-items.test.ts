import { isDeepStrictEqual } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { malformations } from '#domain/audit/kubernetes/malformations.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { UnreadableItem } from '#domain/observation.ts';
import { openAuditClient } from '#gateways/kubernetes/audit/audit-client.ts';
import { builtInLists, customLists } from '#gateways/kubernetes/audit/audit-lists.ts';
import type { ClusterClient, Work } from '#gateways/kubernetes/client/cluster-client.ts';
import { readServerGroups } from '#gateways/kubernetes/client/read-server.ts';
import { openDrainClient } from '#gateways/kubernetes/drain/drain-client.ts';
import { rollingReaders } from '#gateways/kubernetes/drain/rolling-upgrade-readers.ts';
import { healthReaders } from '#gateways/kubernetes/health/health-readers.ts';
import { preflightReaders } from '#gateways/kubernetes/preflight/preflight-readers.ts';
import { openRemovalClient } from '#gateways/kubernetes/removal/removal-client.ts';
import { toHelmRelease } from '#gateways/kubernetes/removal/to-helm-release.ts';
import { toLiveObject } from '#gateways/kubernetes/removal/to-live-object.ts';
import { everyMalformed } from '../../../builders/malformed.ts';
import { objectsOfEveryKind } from '../../../builders/objects-of-every-kind.ts';

const signal = new AbortController().signal;

/** A cluster whose every list has these items. */
function clusterOf(items: unknown): ClusterClient {
  const text = JSON.stringify({ items });
  const client = { get: async () => ({ status: 200, headers: {}, text }), forWork: () => client };
  return client as unknown as ClusterClient;
}

const readersOf = (client: ClusterClient, onUnreadable?: Work['onUnreadable']) => {
  const work = { signal, onRequest: () => undefined, ...(onUnreadable && { onUnreadable }) };
  const ask = <T>(call: (cluster: ClusterClient) => Promise<T>) => call(client);
  return {
    health: healthReaders(ask, work),
    preflight: preflightReaders(ask, work),
    rolling: rollingReaders(ask, work),
    drain: openDrainClient(client, signal),
    removal: openRemovalClient(ask, work),
    audit: openAuditClient(ask, signal),
  };
};
type Readers = ReturnType<typeof readersOf>;

const metadata = {
  name: 'web',
  namespace: 'shop',
  uid: 'u',
  generation: 2,
  creationTimestamp: '2026-11-01T00:00:00Z',
  labels: { 'kubernetes.azure.com/agentpool': 'np1', 'pod-template-hash': 'x' },
  annotations: { 'karpenter.sh/do-not-disrupt': 'true' },
  ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-x', uid: 'o', controller: true }],
  finalizers: ['a'],
  managedFields: [{ manager: 'kubectl', apiVersion: 'apps/v1', time: '2026-11-01T00:00:00Z' }],
};
const conditions = [
  { type: 'Ready', status: 'False', reason: 'a', message: 'b', lastTransitionTime: '2026-11-01T00:00:00Z' },
  { type: 'PodScheduled', status: 'False', reason: 'a' },
];
const term = { matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: ['1'] }] };
const pod = {
  metadata,
  spec: {
    nodeName: 'n1',
    priorityClassName: 'system-cluster-critical',
    terminationGracePeriodSeconds: 5,
    tolerations: [{ key: 'a', operator: 'Exists' }],
    volumes: [
      { name: 'a', hostPath: { path: '/a' } },
      { name: 'b', persistentVolumeClaim: { claimName: 'c' } },
    ],
    containers: [{ name: 'a', volumeMounts: [{ name: 'a', readOnly: true }] }],
  },
  status: {
    phase: 'Pending',
    conditions,
    containerStatuses: [
      {
        restartCount: 1,
        state: { waiting: { reason: 'a' } },
        lastState: { terminated: { finishedAt: '2026-11-01T00:00:00Z' } },
      },
    ],
  },
};
const workload = {
  metadata,
  spec: {
    replicas: 2,
    paused: false,
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } },
  },
  status: { conditions, replicas: 1, observedGeneration: 2, currentRevision: 'a', numberAvailable: 1 },
};
const budget = {
  metadata,
  spec: {
    selector: { matchLabels: { a: 'b' }, matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] },
    minAvailable: '50%',
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
  },
  status: { observedGeneration: 2, disruptionsAllowed: 1, conditions },
};

const cases: readonly (readonly [string, object, (readers: Readers) => Promise<unknown>])[] = [
  ['pods of the health', pod, ({ health }) => health.pods()],
  ['pods of the preflight', pod, ({ preflight }) => preflight.pods()],
  ['pods of a drain', pod, ({ drain }) => drain.pods('n1')],
  ['budgets of the preflight', budget, ({ preflight }) => preflight.budgets()],
  ['budgets of an upgrade', budget, ({ rolling }) => rolling.budgets()],
  ['budgets of a drain', budget, ({ drain }) => drain.budgets()],
  ['daemon sets of a drain', workload, ({ drain }) => drain.daemonSetUids()],
  ['workloads', workload, ({ health }) => health.workloads()],
  ['jobs', { metadata, status: { conditions } }, ({ health }) => health.jobs()],
  [
    'nodes',
    {
      metadata,
      spec: { unschedulable: true, taints: [{ key: 'a', effect: 'b', timeAdded: '2026-11-01T00:00:00Z' }] },
      status: { conditions, nodeInfo: { kubeletVersion: 'v1.35.1' } },
    },
    ({ rolling, health }) => Promise.all([rolling.nodes('np1'), health.nodes()]),
  ],
  [
    'events',
    {
      involvedObject: { name: 'n1' },
      reason: 'a',
      count: 1,
      lastTimestamp: '2026-11-01T00:00:00Z',
      series: { count: 2, lastObservedTime: '2026-11-01T00:00:00.000000Z' },
    },
    ({ rolling, health }) => Promise.all([rolling.drainedAt(), health.warnings(0)]),
  ],
  [
    'volumes',
    {
      metadata,
      spec: {
        claimRef: { namespace: 'shop', name: 'c' },
        nodeAffinity: { required: { nodeSelectorTerms: [term] } },
      },
    },
    ({ preflight }) => preflight.volumes(),
  ],
  [
    'webhooks',
    {
      metadata,
      webhooks: [
        {
          name: 'a',
          failurePolicy: 'Fail',
          clientConfig: { service: { namespace: 'shop', name: 'web' } },
          rules: [{ operations: ['CREATE'], apiGroups: [''], resources: ['pods'] }],
        },
      ],
      endpoints: [{ nodeName: 'n1', conditions: { ready: true } }],
    },
    ({ preflight }) => preflight.webhooks(),
  ],
  [
    'objects of a scan',
    { metadata },
    ({ removal }) =>
      removal.objects(
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          plural: 'deployments',
          isWhole: false,
          pageSize: 9,
          source: 'managed-fields',
          hasWriters: true,
          judges: [],
        },
        (live) => live,
      ),
  ],
  [
    'releases',
    { metadata, data: { release: 'YQ==' } },
    async ({ removal }) => {
      const { unread } = await removal.releases((release) => release);
      return unread;
    },
  ],
];

/** What can be read of an item stays of the types that it has; null: it is refused. */
async function refusalOf(read: Promise<unknown>): Promise<string | null> {
  try {
    await read;
    return null;
  } catch (error) {
    return error instanceof FailureError ? error.failure.message : `not told: ${String(error)}`;
  }
}

describe('a list in which any value of an item is replaced by any other', () => {
  it.each(cases)('is read, or refused with the place: %s', async (_, item, read) => {
    expect(await refusalOf(read(readersOf(clusterOf([item]))))).toBeNull();
    const wrong: string[] = [];
    for (const { change, value } of everyMalformed(item)) {
      const told = await refusalOf(read(readersOf(clusterOf([item, value]))));
      if (told !== null && !/^An object of \w+.* is not what the API says: /.test(told))
        wrong.push(`${change}: ${told}`);
    }
    expect(wrong).toEqual([]);
  });

  it('says which object, where and what', async () => {
    const { preflight } = readersOf(clusterOf([{ ...pod, spec: { nodeName: 5 } }]));
    expect(await refusalOf(preflight.pods())).toBe(
      'An object of pods (shop/web) is not what the API says: spec.nodeName: expected a string, got 5.',
    );
    const { drain } = readersOf(clusterOf('none'));
    expect(await refusalOf(drain.budgets())).toContain('has items that are no list');
  });
});

describe('a list of the preflight, a scan or an audit', () => {
  /** What is read of a good item beside another, and what is named. */
  async function readBeside(items: readonly unknown[], read: ReadBeside) {
    const named: UnreadableItem[] = [];
    const kept = await read(
      readersOf(clusterOf(items), (item) => named.push(item)),
      (item) => named.push(item),
    );
    return { kept: kept.filter((each) => each !== null), named };
  }
  type ReadBeside = (
    readers: Readers,
    onUnreadable: (item: UnreadableItem) => void,
  ) => Promise<readonly unknown[]>;
  const scanned = (isWhole: boolean): ReadBeside => {
    const [apiVersion, kind, plural, source] = [
      'apps/v1',
      'Deployment',
      'deployments',
      'live-object',
    ] as const;
    const list = { apiVersion, kind, plural, isWhole, pageSize: 9, source, hasWriters: true, judges: [] };
    return async ({ removal }, onUnreadable) => {
      const read = await removal.objects(list, ({ name }) => name);
      read?.unreadable.forEach(onUnreadable);
      return read?.judged ?? [];
    };
  };
  const read = cases.flatMap(([name, item, ask]): (readonly [string, object, ReadBeside])[] =>
    /preflight|volumes|health|jobs/.test(name)
      ? [[name, item, async (readers) => ((await ask(readers)) as readonly unknown[]) ?? []]]
      : [],
  );
  const audited = Object.values(objectsOfEveryKind).flatMap((item) => {
    const { apiVersion, kind } = item as { apiVersion: string; kind: string };
    const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
    const list = [...builtInLists, ...customLists].find((each) => each.group === group && each.kind === kind);
    const ask: ReadBeside = ({ audit }, onUnreadable) => audit.objects(list!, [version!], onUnreadable);
    return list === undefined ? [] : [[`${kind} of an audit`, item, ask] as const];
  });

  it.each([
    ...read,
    [
      'nodes of the preflight',
      { metadata, spec: {}, status: { conditions } },
      ({ preflight }) => preflight.nodes(),
    ],
    ['metadata of a scan', { metadata }, scanned(false)],
    ['objects of a scan', { metadata, spec: { template: pod } }, scanned(true)],
    ...audited,
  ] satisfies (readonly [string, object, ReadBeside])[])(
    'names the odd item and reads the others: %s',
    async (_, item, ask) => {
      const alone = await readBeside([item], ask);
      expect(alone.named).toEqual([]);
      const wrong: string[] = [];
      for (const { change, value } of everyMalformed(item)) {
        const { kept, named } = await readBeside([item, value], ask);
        const [odd] = named;
        const isGoodKept = alone.kept.every((each, at) => isDeepStrictEqual(each, kept[at]));
        const isNamed = named.length === 1 && /\S: expected .+, got /.test(`${odd?.resource}: ${odd?.why}`);
        const isRead = named.length === 0;
        if (!isGoodKept || !(isNamed || isRead) || (isNamed && kept.length > alone.kept.length))
          wrong.push(`${change}: ${JSON.stringify(named)}`);
        const own = { ...(typeof value === 'object' ? value : {}), ...kindOf(item) };
        if (isRead && kindOf(item) !== null && malformations(own).length > 0)
          wrong.push(`${change} is not named`);
      }
      expect(wrong).toEqual([]);
    },
  );

  it('does not know who answers a webhook where a slice of its service is odd', async () => {
    const [, item] = cases.find(([name]) => name === 'webhooks')!;
    const odd = { ...item, metadata: { name: 'odd' }, endpoints: 'none' };
    const { kept, named } = await readBeside([item, odd], ({ preflight }) => preflight.webhooks());
    expect(kept).toMatchObject([{ name: 'a', answering: null }, { name: 'a' }, { name: 'a' }, { name: 'a' }]);
    expect(named.map(({ resource, why }) => `${resource}: ${why}`)).toEqual([
      'EndpointSlice/odd: endpoints: expected a list, got "none"',
    ]);
  });

  it('names an item without a name by its place', async () => {
    const { named } = await readBeside([pod, pod, null], ({ preflight }) => preflight.pods());
    expect(named).toEqual([
      { plural: 'pods', resource: 'Pod (item 3 of pods)', why: 'expected an object, got null' },
    ]);
  });
});

/** null: it does not say. */
function kindOf(item: object): { readonly kind: unknown; readonly apiVersion: unknown } | null {
  return 'kind' in item && 'apiVersion' in item ? { kind: item.kind, apiVersion: item.apiVersion } : null;
}

it('a list of groups in which any value is replaced by any other is read or refused with the place', async () => {
  const groups = {
    groups: [{ name: 'apps', preferredVersion: { version: 'v1' }, versions: [{ version: 'v1' }] }],
  };
  for (const { change, value } of everyMalformed(groups)) {
    const text = JSON.stringify(value);
    const client = { get: async () => ({ status: 200, headers: {}, text }) } as unknown as ClusterClient;
    const told = await refusalOf(readServerGroups(client));
    if (told !== null)
      expect(told, change).toMatch(/^The API server's list of groups is not what the API says: .*expected /);
  }
});

it('an applied manifest in which any value is replaced by any other names a kind', () => {
  const applied = { kind: 'Deployment', apiVersion: 'apps/v1' };
  for (const { change, value } of everyMalformed(applied)) {
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(value) };
    const { lastApplied } = toLiveObject('Deployment', { metadata: { annotations } });
    expect(typeof (lastApplied?.kind ?? ''), change).toBe('string');
  }
});

it('a release in which any value is replaced by any other is read or damaged', async () => {
  const release = {
    name: 'web',
    namespace: 'shop',
    version: 3,
    manifest: 'a: b',
    hooks: [{ manifest: 'c: d' }],
  };
  const packed = (value: unknown) =>
    Buffer.from(gzipSync(JSON.stringify(value)).toString('base64')).toString('base64');
  for (const { change, value } of everyMalformed(release)) {
    const read = await toHelmRelease({ metadata, data: { release: packed(value) } }, { left: 1 });
    const isSound =
      'why' in read || [read.name, read.namespace, read.manifests].every((each) => typeof each === 'string');
    expect(isSound, change).toBe(true);
  }
});

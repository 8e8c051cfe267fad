import { describe, expect, it } from 'vitest';
import { type RawNode, toNodeReading } from '#gateways/kubernetes/health/to-node-reading.ts';
import { type RawPod, toPodReading } from '#gateways/kubernetes/health/to-pod-reading.ts';
import {
  type RawJob,
  type RawWorkload,
  toJobReading,
  toWorkloadReading,
} from '#gateways/kubernetes/health/to-workload-reading.ts';

const created = '2026-11-20T08:00:00Z';
const at = Date.parse(created);
const shop = { name: 'web-1', namespace: 'shop', creationTimestamp: created };
const ownedBy = (kind: string, name: string) => [{ kind, name, controller: true }];

describe('the owner of a pod', () => {
  it.each<[string, RawPod['metadata'], string]>([
    ['itself, where it has no owner', {}, 'Pod shop/web-1'],
    ['its stateful set', { ownerReferences: ownedBy('StatefulSet', 'db') }, 'StatefulSet shop/db'],
    [
      'the deployment behind its replica set',
      { labels: { 'pod-template-hash': '5d9f' }, ownerReferences: ownedBy('ReplicaSet', 'web-5d9f') },
      'Deployment shop/web',
    ],
    [
      'the replica set itself, where no deployment made it',
      { ownerReferences: ownedBy('ReplicaSet', 'web-old') },
      'ReplicaSet shop/web-old',
    ],
  ])('is %s', (_, metadata, owner) => {
    expect(toPodReading({ metadata: { ...shop, ...metadata } }).owner).toBe(owner);
  });
});

describe('a pod', () => {
  const reading = (status: RawPod['status'], metadata: RawPod['metadata'] = {}) =>
    toPodReading({ metadata: { ...shop, ...metadata }, ...(status && { status }) });

  it('waits for a node', () => {
    const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }];
    expect(reading({ phase: 'Pending', conditions })).toMatchObject({
      node: null,
      pendingSince: at,
      because: 'Unschedulable',
    });
  });

  it('waits for its image', () => {
    const containerStatuses = [{ state: { waiting: { reason: 'ImagePullBackOff' } } }];
    expect(reading({ phase: 'Pending', containerStatuses }).because).toBe('ImagePullBackOff');
  });

  it('waits for nothing while it runs or is being deleted', () => {
    expect(reading({ phase: 'Running' }).pendingSince).toBeNull();
    expect(reading({ phase: 'Pending' }, { deletionTimestamp: created }).pendingSince).toBeNull();
  });

  it('restarted as often as its containers, the last time when the last of them did', () => {
    const ended = (finishedAt: string) => ({ lastState: { terminated: { finishedAt } } });
    const containerStatuses = [
      { restartCount: 2, ...ended('2026-11-20T09:00:00Z') },
      { restartCount: 1, ...ended('2026-11-20T10:00:00Z') },
    ];
    expect(reading({ phase: 'Running', containerStatuses })).toMatchObject({
      restarts: 3,
      lastRestartAt: Date.parse('2026-11-20T10:00:00Z'),
    });
  });

  it('was ended by a drain, where its conditions say so', () => {
    const conditions = [{ type: 'DisruptionTarget', status: 'True' }];
    expect(reading({ phase: 'Failed', conditions }).isDisrupted).toBe(true);
  });
});

describe('the counters of a workload', () => {
  it('are 0 where its status has none', () => {
    expect(toWorkloadReading('Deployment')({ metadata: shop, spec: { replicas: 2 } })).toEqual({
      id: 'Deployment shop/web-1',
      uid: '',
      createdAt: at,
      rollout: {
        generation: 0,
        observedGeneration: 0,
        desired: 2,
        total: 0,
        updated: 0,
        toUpdate: 2,
        available: 0,
        isOverdue: false,
      },
    });
  });

  type Counters = Parameters<typeof toWorkloadReading>[0];
  it.each<[string, Counters, RawWorkload, object]>([
    [
      'a deployment whose rollout is done has nothing to update, whatever its pods do',
      'Deployment',
      { status: { conditions: [{ type: 'Progressing', reason: 'NewReplicaSetAvailable' }] } },
      { toUpdate: null },
    ],
    ['nor has one that is paused', 'Deployment', { spec: { paused: true } }, { toUpdate: null }],
    [
      'a deployment past its deadline is overdue',
      'Deployment',
      { status: { conditions: [{ type: 'Progressing', reason: 'ProgressDeadlineExceeded' }] } },
      { isOverdue: true },
    ],
    [
      'a stateful set updates the pods beyond its partition',
      'StatefulSet',
      {
        spec: { replicas: 5, updateStrategy: { rollingUpdate: { partition: 2 } } },
        status: { currentRevision: 'a', updateRevision: 'b', readyReplicas: 4 },
      },
      { toUpdate: 3, available: 4 },
    ],
    [
      'a stateful set at its revision has nothing to update',
      'StatefulSet',
      { status: { currentRevision: 'a', updateRevision: 'a' } },
      { toUpdate: null },
    ],
    [
      'a daemon set wants a pod on each of its nodes',
      'DaemonSet',
      { status: { desiredNumberScheduled: 4, numberAvailable: 3, updatedNumberScheduled: 4 } },
      { desired: 4, available: 3, updated: 4, toUpdate: 4 },
    ],
    [
      'a daemon set that is updated by hand has nothing to update',
      'DaemonSet',
      { spec: { updateStrategy: { type: 'OnDelete' } }, status: { desiredNumberScheduled: 4 } },
      { toUpdate: null },
    ],
  ])('%s', (_, kind, found, rollout) => {
    expect(toWorkloadReading(kind)(found).rollout).toMatchObject(rollout);
  });
});

describe('a node', () => {
  it.each<[string, RawNode['status'], readonly string[]]>([
    ['that is ready has no troubles', { conditions: [{ type: 'Ready', status: 'True' }] }, []],
    ['without a word is not ready', undefined, ['not ready']],
    [
      'whose kubelet is silent is not ready',
      { conditions: [{ type: 'Ready', status: 'Unknown' }] },
      ['not ready'],
    ],
    [
      'short of memory says so',
      {
        conditions: [
          { type: 'Ready', status: 'True' },
          { type: 'MemoryPressure', status: 'True' },
        ],
      },
      ['MemoryPressure'],
    ],
  ])('%s', (_, status, troubles) => {
    expect(toNodeReading({ metadata: { name: 'n' }, ...(status && { status }) }).troubles).toEqual(troubles);
  });

  it.each([
    ['windows', true],
    ['linux', false],
  ])('of %s is of Windows: %s', (os, isWindows) => {
    expect(toNodeReading({ metadata: { labels: { 'kubernetes.io/os': os } } }).isWindows).toBe(isWindows);
  });
});

describe('a job', () => {
  it.each<[string, RawJob['metadata'], string]>([
    ['is known by its cron job', { ownerReferences: ownedBy('CronJob', 'report') }, 'CronJob shop/report'],
    ['is named itself, where it has no owner', {}, 'Job shop/web-1'],
  ])('%s', (_, metadata, owner) => {
    const status = { conditions: [{ type: 'Failed', status: 'True' }] };
    expect(toJobReading({ metadata: { ...shop, ...metadata }, status })).toMatchObject({
      owner,
      hasFailed: true,
    });
  });
});

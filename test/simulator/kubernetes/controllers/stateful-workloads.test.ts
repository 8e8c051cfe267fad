import { describe, expect, it } from 'vitest';
import { annotations } from '#simulator/kubernetes/objects/simulator-annotations.ts';
import {
  aBudget,
  aJob,
  aSimulatedCluster,
  aStatefulSet,
  type SimulatedCluster,
} from '../../../simulated/simulated-cluster.ts';

describe('a stateful set', () => {
  it('makes its pods in order, each once the one before is ready', () => {
    const { cluster, advance, pods } = aSimulatedCluster();
    const slow = { [annotations.startSeconds]: '10' };
    cluster.apply([aStatefulSet({ replicas: 3, annotations: slow })]);
    expect(names(pods())).toEqual(['db-0']);
    advance(10);
    expect(names(pods())).toEqual(['db-0', 'db-1']);
    advance(20);
    expect(names(pods())).toEqual(['db-0', 'db-1', 'db-2']);
    expect(statusOf(cluster)).toMatchObject({ replicas: 3, readyReplicas: 3, updatedReplicas: 3 });
  });

  it('makes an evicted pod again under its name, once the old one is gone', () => {
    const { cluster, advance, pods } = aSimulatedCluster({ workloads: [aStatefulSet()] });
    const victim = pods().find(({ metadata }) => metadata.name === 'db-1')!;
    cluster.evict('shop', 'db-1');
    expect(pods().filter(({ metadata }) => metadata.name === 'db-1')).toHaveLength(1);
    advance(30);
    const successor = pods().find(({ metadata }) => metadata.name === 'db-1')!;
    expect(successor.metadata.uid).not.toBe(victim.metadata.uid);
    expect(successor.status?.phase).toBe('Running');
  });

  it('is made smaller from its last pod on', () => {
    const { cluster, advance, pods } = aSimulatedCluster({ workloads: [aStatefulSet({ replicas: 3 })] });
    cluster.apply([aStatefulSet({ replicas: 1 })]);
    advance(30);
    expect(names(pods())).toEqual(['db-0']);
  });

  it('replaces pods of an old template one at a time', () => {
    const { cluster, advance, pods } = aSimulatedCluster({ workloads: [aStatefulSet({ replicas: 2 })] });
    const old = pods().map(({ metadata }) => metadata.uid);
    cluster.apply([aStatefulSet({ replicas: 2, annotations: { release: 'next' } })]);
    expect(pods().filter(({ metadata }) => metadata.deletionTimestamp !== undefined)).toHaveLength(1);
    advance(60);
    expect(pods().filter(({ metadata }) => old.includes(metadata.uid))).toEqual([]);
    expect(statusOf(cluster)).toMatchObject({ updatedReplicas: 2, readyReplicas: 2 });
  });

  it('gives a budget its scale', () => {
    const budget = aBudget({ name: 'db', maxUnavailable: 1, selector: { matchLabels: { app: 'db' } } });
    const simulated = aSimulatedCluster({ workloads: [aStatefulSet({ replicas: 3 }), budget] });
    expect(simulated.budget('db')).toMatchObject({
      expectedPods: 3,
      desiredHealthy: 2,
      disruptionsAllowed: 1,
    });
  });

  it('waits for a pod on a node that is down: its name stays taken', () => {
    const { cluster, advance, pods } = aSimulatedCluster({
      nodes: 2,
      workloads: [aStatefulSet({ replicas: 1 })],
    });
    const [only] = pods();
    cluster.setNodeReady(only!.spec.nodeName!, false);
    advance(600);
    expect(pods().map(({ metadata }) => [metadata.uid, metadata.deletionTimestamp !== undefined])).toEqual([
      [only!.metadata.uid, true],
    ]);
  });
});

describe('a job', () => {
  it('is complete when enough of its pods have succeeded, so many at a time', () => {
    const { cluster, advance, pods } = aSimulatedCluster({ nodes: 2 });
    const seconds = { [annotations.startSeconds]: '1', [annotations.runSeconds]: '10' };
    cluster.apply([aJob({ completions: 3, parallelism: 2, annotations: seconds })]);
    expect(pods()).toHaveLength(2);
    advance(60);
    expect(pods().map(({ status }) => status?.phase)).toEqual(['Succeeded', 'Succeeded', 'Succeeded']);
    expect(jobOf(cluster).status).toMatchObject({ succeeded: 3, conditions: [{ type: 'Complete' }] });
  });

  it('keeps count of pods that went with their node', () => {
    const { cluster, advance } = aSimulatedCluster({ nodes: 1, workloads: [aJob()] });
    advance(120);
    cluster.removeNode('node-0');
    advance(120);
    expect(jobOf(cluster).status).toMatchObject({ succeeded: 1, conditions: [{ type: 'Complete' }] });
  });

  it('runs a pod anew that was evicted', () => {
    const { cluster, advance, pods } = aSimulatedCluster();
    cluster.apply([aJob({ annotations: { [annotations.runSeconds]: '100' } })]);
    advance(50);
    cluster.evict('shop', pods()[0]!.metadata.name);
    advance(200);
    expect(jobOf(cluster).status).toMatchObject({ succeeded: 1 });
  });

  it('fails after more failures than it allows', () => {
    const { cluster, advance } = aSimulatedCluster();
    cluster.apply([aJob({ backoffLimit: 1, annotations: { [annotations.fails]: 'true' } })]);
    advance(600);
    const failure = { type: 'Failed', reason: 'BackoffLimitExceeded' };
    expect(jobOf(cluster).status).toMatchObject({ failed: 2, conditions: [failure] });
  });
});

function names(pods: ReturnType<SimulatedCluster['pods']>) {
  return pods.map(({ metadata }) => metadata.name).sort();
}

function statusOf(cluster: SimulatedCluster['cluster']) {
  return cluster.state.store.get('statefulsets', 'shop', 'db')!.status;
}

function jobOf(cluster: SimulatedCluster['cluster']) {
  return cluster.state.store.get('jobs', 'shop', 'import')!;
}

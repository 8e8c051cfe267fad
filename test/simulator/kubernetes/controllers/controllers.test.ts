import { describe, expect, it } from 'vitest';
import { annotations } from '#simulator/kubernetes/objects/simulator-annotations.ts';
import {
  aDaemonSet,
  aDeployment,
  aNode,
  aSimulatedCluster,
  type SimulatedCluster,
} from '../../../simulated/simulated-cluster.ts';

describe('the controllers of a simulated cluster', () => {
  it('spread the pods of a deployment over the nodes', () => {
    const { pods } = aSimulatedCluster({ nodes: 3, workloads: [aDeployment({ replicas: 3 })] });
    expect(new Set(pods().map(({ spec }) => spec.nodeName)).size).toBe(3);
  });

  it('start pods after virtual seconds, not at once', () => {
    const { cluster, advance, pods } = aSimulatedCluster();
    cluster.apply([aDeployment({ annotations: { [annotations.startSeconds]: '90' } })]);
    expect(phases(pods())).toEqual(['Pending']);
    advance(89);
    expect(phases(pods())).toEqual(['Pending']);
    advance(1);
    expect(phases(pods())).toEqual(['Running']);
  });

  it('start a pod that names its node there, cordoned or not', () => {
    const { cluster, advance, pods } = aSimulatedCluster({ nodes: 2 });
    cluster.cordon('node-1');
    const metadata = { name: 'mirror', namespace: 'shop' };
    cluster.apply([{ kind: 'Pod', metadata, spec: { nodeName: 'node-1', containers: [{ name: 'main' }] } }]);
    advance(30);
    expect(pods()).toMatchObject([{ spec: { nodeName: 'node-1' }, status: { phase: 'Running' } }]);
  });

  it('put no new pod on a cordoned node, but leave what runs there', () => {
    const { cluster, pods, advance } = aSimulatedCluster({
      nodes: 2,
      workloads: [aDeployment({ replicas: 2 })],
    });
    cluster.cordon('node-0');
    cluster.apply([aDeployment({ replicas: 6 })]);
    advance(30);
    expect(pods().filter(({ spec }) => spec.nodeName === 'node-0')).toHaveLength(1);
  });

  it('keep pods pending and say so while no node takes them, and place them on the first that does', () => {
    const windows = aDeployment({ replicas: 1, nodeSelector: { 'kubernetes.io/os': 'windows' } });
    const { cluster, pods, advance } = aSimulatedCluster({ workloads: [windows] });
    expect(phases(pods())).toEqual(['Pending']);
    expect(reasons({ cluster })).toContain('FailedScheduling');
    cluster.addNode(aNode({ name: 'akswin000000', pool: 'win', osType: 'Windows', mode: 'User' }));
    advance(30);
    expect(pods()[0]!.spec.nodeName).toBe('akswin000000');
  });

  it('run one pod of a daemon set on every node, cordoned ones and new ones included', () => {
    const { cluster, pods, advance } = aSimulatedCluster({ nodes: 2 });
    cluster.cordon('node-1');
    cluster.apply([aDaemonSet()]);
    cluster.addNode(aNode({ name: 'surge-0' }));
    advance(30);
    expect(pods().map(({ spec }) => spec.nodeName)).toEqual(['node-0', 'node-1', 'surge-0']);
    expect(cluster.podsOn('node-1')).toMatchObject([{ daemonSet: true, mirror: false }]);
  });

  it('replace the pods of a node that is removed', () => {
    const { cluster, pods, advance } = aSimulatedCluster({
      nodes: 2,
      workloads: [aDeployment({ replicas: 4 })],
    });
    cluster.removeNode('node-0');
    advance(30);
    expect(pods().map(({ spec }) => spec.nodeName)).toEqual(['node-1', 'node-1', 'node-1', 'node-1']);
  });

  it('mark pods unready while their node is down, and ready again when it is back', () => {
    const { cluster, pods } = aSimulatedCluster({ nodes: 1, workloads: [aDeployment({ replicas: 1 })] });
    cluster.setNodeReady('node-0', false);
    expect(readiness(pods())).toEqual(['False']);
    cluster.setNodeReady('node-0', true);
    expect(readiness(pods())).toEqual(['True']);
  });

  it('move pods off a node that stays down, after five minutes', () => {
    const { cluster, pods, advance } = aSimulatedCluster({
      nodes: 2,
      workloads: [aDeployment({ replicas: 2 }), aDaemonSet()],
    });
    cluster.setNodeReady('node-0', false);
    advance(299);
    expect(terminating(pods())).toEqual([]);
    advance(30);
    expect(terminating(pods())).toEqual(['web on node-0']);
    expect(pods('web').filter(({ spec }) => spec.nodeName === 'node-1')).toHaveLength(2);
    cluster.setNodeReady('node-0', true);
    advance(30);
    expect(terminating(pods())).toEqual([]);
    expect(pods('web')).toHaveLength(2);
  });

  it('leave pods where they are when their node is back before that', () => {
    const { cluster, pods, advance } = aSimulatedCluster({ nodes: 2, workloads: [aDeployment()] });
    const before = pods().map(({ metadata }) => metadata.uid);
    cluster.setNodeReady('node-0', false);
    advance(200);
    cluster.setNodeReady('node-0', true);
    advance(200);
    expect(pods().map(({ metadata }) => metadata.uid)).toEqual(before);
  });

  it('taint nodes that are cordoned or down, and take only those taints away again', () => {
    const dedicated = { key: 'CriticalAddonsOnly', value: 'true', effect: 'NoSchedule' };
    const { cluster } = aSimulatedCluster({ nodes: 0 });
    cluster.addNode(aNode({ name: 'node-0', taints: [dedicated] }));
    cluster.cordon('node-0');
    cluster.setNodeReady('node-0', false);
    expect(taintKeys({ cluster })).toEqual([
      'CriticalAddonsOnly',
      'node.kubernetes.io/unschedulable',
      'node.kubernetes.io/not-ready',
      'node.kubernetes.io/not-ready',
    ]);
    cluster.uncordon('node-0');
    cluster.setNodeReady('node-0', true);
    expect(taintKeys({ cluster })).toEqual(['CriticalAddonsOnly']);
  });

  it('say of such a taint since when it is there, whatever comes after', () => {
    const { cluster, advance } = aSimulatedCluster({ nodes: 0 });
    cluster.addNode(aNode({ name: 'node-0' }));
    const cordonedAt = cluster.state.timestamp();
    cluster.cordon('node-0');
    advance(300);
    cluster.setNodeReady('node-0', false);
    expect(cluster.state.store.get('nodes', undefined, 'node-0')?.spec.taints).toMatchObject([
      { timeAdded: cordonedAt },
      { timeAdded: cluster.state.timestamp() },
      { timeAdded: cluster.state.timestamp() },
    ]);
  });

  it('roll a changed deployment over: the old pods leave as the new ones turn ready', () => {
    const { cluster, pods, advance } = aSimulatedCluster({ workloads: [aDeployment({ replicas: 2 })] });
    const old = pods().map(({ metadata }) => metadata.uid);
    cluster.apply([aDeployment({ replicas: 2, annotations: { release: 'next' } })]);
    expect(pods()).toHaveLength(4);
    advance(60);
    expect(pods()).toHaveLength(2);
    expect(pods().filter(({ metadata }) => old.includes(metadata.uid))).toEqual([]);
  });

  it('say in the status of a deployment how many of its pods serve', () => {
    const { cluster } = aSimulatedCluster({ nodes: 1, workloads: [aDeployment({ replicas: 2 })] });
    cluster.setNodeReady('node-0', false);
    expect(cluster.state.store.get('deployments', 'shop', 'web')!.status).toMatchObject({
      observedGeneration: 1,
      replicas: 2,
      updatedReplicas: 2,
      unavailableReplicas: 2,
      conditions: [{ type: 'Available', status: 'False' }, { type: 'Progressing' }],
    });
  });

  it('make the same cluster from the same seed', () => {
    const build = () => aSimulatedCluster({ workloads: [aDeployment(), aDaemonSet()] }).pods();
    expect(build()).toEqual(build());
  });

  it('refuse a manifest that is malformed, with the field at fault', () => {
    const { cluster } = aSimulatedCluster();
    expect(() => cluster.apply([aDeployment({ replicas: -1 })])).toThrow(/Deployment web: spec\.replicas/);
    expect(() => cluster.apply([{ kind: 'Gadget', metadata: { name: 'x' } }])).toThrow(/no kind Gadget/);
  });
});

type Pods = ReturnType<SimulatedCluster['pods']>;

function terminating(pods: Pods) {
  return pods
    .filter(({ metadata }) => metadata.deletionTimestamp !== undefined)
    .map(({ metadata, spec }) => `${metadata.labels?.app} on ${spec.nodeName}`);
}

function phases(pods: Pods) {
  return [...new Set(pods.map(({ status }) => status?.phase))];
}

function readiness(pods: Pods) {
  return pods.map(({ status }) => status?.conditions?.find(({ type }) => type === 'Ready')?.status);
}

function reasons({ cluster }: Pick<SimulatedCluster, 'cluster'>) {
  return cluster.state.store.all('events').map(({ reason }) => reason);
}

function taintKeys({ cluster }: Pick<SimulatedCluster, 'cluster'>) {
  return cluster.state.store.get('nodes', undefined, 'node-0')!.spec.taints?.map(({ key }) => key);
}

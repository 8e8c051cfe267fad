import { describe, expect, it } from 'vitest';
import { type ClusterDump, KubernetesCluster } from '#simulator/kubernetes/cluster/cluster.ts';
import { aBudget, aDeployment, aSimulatedCluster, StillWorld } from '../../../simulated/simulated-cluster.ts';

describe('a cluster that was dumped and restored', () => {
  it('is the same to every reader, budgets and revisions included', () => {
    const { cluster } = aSimulatedCluster({ workloads: [aDeployment(), aBudget({ minAvailable: 2 })] });
    const restored = KubernetesCluster.restore(overJson(cluster.dump()), new StillWorld());
    expect(overJson(restored.dump())).toEqual(overJson(cluster.dump()));
    expect(restored.nodes()).toEqual(cluster.nodes());
    restored.reconcile();
    expect(restored.state.store.revision).toBe(cluster.state.store.revision);
  });

  it('goes on with what was under way', () => {
    const { cluster, pods } = aSimulatedCluster({ workloads: [aDeployment({ replicas: 2 })] });
    cluster.evict('shop', pods()[0]!.metadata.name);
    const world = new StillWorld();
    const restored = KubernetesCluster.restore(overJson(cluster.dump()), world);
    const phases = () => restored.state.store.all('pods').map(({ status }) => status?.phase);
    expect(phases()).toEqual(['Running', 'Running', 'Pending']);
    world.advance(120);
    expect(phases()).toEqual(['Running', 'Running']);
  });

  it('answers evictions as it did', () => {
    const { cluster, pods } = aSimulatedCluster({
      workloads: [aDeployment(), aBudget({ maxUnavailable: 0 })],
    });
    const restored = KubernetesCluster.restore(overJson(cluster.dump()), new StillWorld());
    expect(restored.evict('shop', pods()[0]!.metadata.name).status).toBe(429);
  });
});

describe('a cluster in a hurry', () => {
  it('has its pods running without any time passing', () => {
    const { cluster } = aSimulatedCluster();
    cluster.apply([aDeployment()]);
    cluster.hurry();
    expect(cluster.state.store.all('pods').every(({ status }) => status?.phase === 'Running')).toBe(true);
  });
});

function overJson(dump: ClusterDump): ClusterDump {
  return JSON.parse(JSON.stringify(dump)) as ClusterDump;
}

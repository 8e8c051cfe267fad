import { describe, expect, it } from 'vitest';
import { isReady } from '#simulator/kubernetes/objects/pod-facts.ts';
import { annotations } from '#simulator/kubernetes/objects/simulator-annotations.ts';
import { aDeployment, aNode, aSimulatedCluster } from '../../../simulated/simulated-cluster.ts';

/** One pod of `web` with these annotations, on a cluster of one node with kubelet 1.33.5. */
function aClusterWith(notes: Readonly<Record<string, string>>) {
  const workloads = [aDeployment({ replicas: 1, annotations: notes })];
  const simulated = aSimulatedCluster({ nodes: 1, workloads });
  return { ...simulated, isWebReady: () => simulated.pods('web').every(isReady) };
}

describe('a workload that an upgrade breaks', () => {
  const broken = { [annotations.neverReady]: 'true', [annotations.onVersion]: '1.34' };

  it('is well on nodes of another version', () => {
    expect(aClusterWith(broken).isWebReady()).toBe(true);
  });

  it('does not turn ready on a node of that version', () => {
    const { cluster, advance, pods, isWebReady } = aClusterWith(broken);
    cluster.removeNode('node-0');
    cluster.addNode(aNode({ name: 'node-1', kubeletVersion: '1.34.1' }));
    advance(60);
    expect(pods('web').map(({ spec }) => spec.nodeName)).toEqual(['node-1']);
    expect(isWebReady()).toBe(false);
  });
});

describe('a pod that flaps', () => {
  const flapping = { [annotations.flapSeconds]: '100', [annotations.flapTimes]: '2' };

  it('is ready and not ready in turn, then ready for good', () => {
    const { advance, isWebReady } = aClusterWith(flapping);
    const seen = [isWebReady()];
    for (let step = 0; step < 6; step += 1) {
      advance(100);
      seen.push(isWebReady());
    }
    expect(seen).toEqual([true, false, true, false, true, true, true]);
  });

  it('is well on nodes of another version', () => {
    const { advance, isWebReady } = aClusterWith({ ...flapping, [annotations.onVersion]: '1.34' });
    advance(100);
    expect(isWebReady()).toBe(true);
  });
});

import { openCluster } from '#gateways/kubernetes/client/cluster-client.ts';
import type { DrainClock } from '#procedures/drain/drain-pass.ts';
import { noEntra } from '../../builders/no-entra.ts';
import type { ControlPlaneAccess } from '../../processes/control-plane.ts';
import type { DrainBench } from '../drain/drain-bench.ts';
import { useRealCluster } from './cluster-under-test.ts';

const realTime: DrainClock = {
  now: () => Date.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  fromReal: (ms) => ms,
};

export interface RealBench extends DrainBench {
  /** Takes its nodes out again, so that no one else's pods come to them. */
  readonly close: () => Promise<void>;
}

/** A real API server for questions about drains, in real time. */
export async function openRealBench(access: ControlPlaneAccess): Promise<RealBench> {
  const client = await openCluster(access.kubeconfig, noEntra);
  const cluster = useRealCluster(access);
  const nodes = new Set<string>();
  return {
    client,
    clock: realTime,
    async addNode(name, labels) {
      await cluster.addNode(name, labels);
      nodes.add(name);
    },
    async removeNode(name) {
      nodes.delete(name);
      await cluster.removeNode(name);
    },
    async close() {
      for (const node of nodes) await cluster.removeNode(node);
      await client.close();
    },
  };
}

import { openCluster } from '#gateways/kubernetes/client/cluster-client.ts';
import { KubernetesCluster } from '#simulator/kubernetes/cluster/cluster.ts';
import { noEntra } from '../builders/no-entra.ts';
import type { DrainBench } from '../conformance/drain/drain-bench.ts';
import { serveCluster } from './served-cluster.ts';
import { aNode, StillWorld } from './simulated-cluster.ts';

/** A simulated cluster without nodes, served over HTTPS; its time passes while a drain waits, and only then. */
export async function openSimulatedBench() {
  const world = new StillWorld();
  const cluster = new KubernetesCluster({ name: 'aks-test', version: '1.33.5' }, world);
  let onRequest: () => void = () => undefined;
  const served = await serveCluster(() => {
    onRequest();
    return cluster;
  });
  const client = await openCluster(served.kubeConfig().exportConfig(), noEntra);
  const bench: DrainBench = {
    client,
    clock: {
      now: () => world.now(),
      wait: async (ms) => world.advance(ms / 1_000),
      fromReal: (ms) => ms,
    },
    async addNode(name, labels) {
      cluster.addNode(aNode({ name }));
      cluster.labelNode(name, labels);
    },
    async removeNode(name) {
      cluster.removeNode(name);
    },
  };
  return {
    bench,
    cluster,
    world,
    served,
    /** Called when a request has come in and nothing has been done yet. */
    atRequest: (call: () => void) => {
      onRequest = call;
    },
    async close() {
      await client.close();
      await served.close();
    },
  };
}

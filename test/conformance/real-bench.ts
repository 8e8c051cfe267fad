import type { DrainClock } from '#gateways/drain-pass.ts';
import type { ClusterClient } from '#gateways/kubernetes/cluster-client.ts';
import type { ControlPlaneAccess } from '../support/control-plane.ts';
import { useRealCluster } from './cluster-under-test.ts';
import type { DrainBench } from './drain/drain-bench.ts';

const realTime: DrainClock = {
  now: () => Date.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  fromReal: (ms) => ms,
};

/** A real API server for questions about drains, in real time. */
export function openRealBench(access: ControlPlaneAccess, client: ClusterClient): DrainBench {
  const { addNode, removeNode } = useRealCluster(access);
  return { client, clock: realTime, addNode, removeNode };
}

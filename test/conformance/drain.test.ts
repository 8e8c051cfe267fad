import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import { type ClusterClient, openCluster } from '#gateways/kubernetes/cluster-client.ts';
import { type ClusterUnderTest, useRealCluster } from './cluster-under-test.ts';
import { type DrainBench, openPlace } from './drain/drain-bench.ts';
import { kubectlCases } from './drain/kubectl-cases.ts';
import { ownCases } from './drain/own-cases.ts';

const access = inject('controlPlane');
let cluster: ClusterUnderTest;
let client: ClusterClient;
const nodes: string[] = [];

beforeAll(async () => {
  if (access === null) return;
  cluster = useRealCluster(access);
  client = await openCluster(cluster.kubeconfig, () => {
    throw new Error('the kubeconfig has a token');
  });
});
afterAll(async () => {
  if (access === null) return;
  for (const node of nodes) await cluster.removeNode(node);
  await client.close();
  await cluster.close();
});

function bench(): DrainBench {
  return {
    client,
    clock: {
      now: Date.now,
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      fromReal: (ms) => ms,
    },
    async addNode(name, labels) {
      await cluster.addNode(name);
      nodes.push(name);
      const body = Object.entries(labels).map(([key, value]) => ({
        op: 'add',
        path: `/metadata/labels/${key}`,
        value,
      }));
      await client.core.patchNode({ name, body });
    },
    async removeNode(name) {
      await cluster.removeNode(name);
      nodes.splice(nodes.indexOf(name), 1);
    },
  };
}

/** The same questions as in test/gateways/drain-node.test.ts, where the simulator answers. */
describe.skipIf(access === null)('the questions of a drain, put to a real API server', () => {
  it.each([...kubectlCases, ...ownCases].map((each) => [each.id, each.title, each] as const))(
    '%s %s',
    async (id, _, question) => {
      await question.run(await openPlace(bench(), id));
    },
  );
});

import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import { type ClusterClient, openCluster } from '#gateways/kubernetes/cluster-client.ts';
import { type DrainBench, openPlace } from './drain/drain-bench.ts';
import { kubectlCases } from './drain/kubectl-cases.ts';
import { ownCases } from './drain/own-cases.ts';
import { openRealBench } from './real-bench.ts';

const access = inject('controlPlane');
const nodes = new Set<string>();
let client: ClusterClient;
let bench: DrainBench;

beforeAll(async () => {
  if (access === null) return;
  client = await openCluster(access.kubeconfig, () => Promise.reject(new Error('no token')));
  const real = openRealBench(access, client);
  bench = {
    ...real,
    async addNode(name, labels) {
      await real.addNode(name, labels);
      nodes.add(name);
    },
    async removeNode(name) {
      nodes.delete(name);
      await real.removeNode(name);
    },
  };
});
afterAll(async () => {
  for (const node of nodes) await bench.removeNode(node);
  await client?.close();
});

/** The same as in test/gateways/drain-node.test.ts, where the simulator answers. */
describe.skipIf(access === null)('the questions of a drain, put to a real API server', () => {
  it.each([...kubectlCases, ...ownCases].map((each) => [each.id, each.title, each] as const))(
    '%s %s',
    async (id, _, question) => {
      await question.run(await openPlace(bench, id));
    },
  );
});

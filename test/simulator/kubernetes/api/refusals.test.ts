import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openWire, type Wire } from '../../../conformance/clusters/wire.ts';
import { type Served, serveCluster } from '../../../simulated/served-cluster.ts';
import {
  aDeployment,
  aSimulatedCluster,
  type SimulatedCluster,
} from '../../../simulated/simulated-cluster.ts';

let simulated: SimulatedCluster;
let served: Served;
let wire: Wire;

beforeAll(async () => {
  served = await serveCluster(() => simulated.cluster);
  wire = openWire(served.kubeConfig().exportConfig());
});
beforeEach(() => {
  simulated = aSimulatedCluster({ workloads: [aDeployment()] });
});
afterAll(async () => {
  wire.close();
  await served.close();
});

const node = '/api/v1/nodes/node-0';
const pods = '/api/v1/namespaces/shop/pods';
const merge = 'application/merge-patch+json';
const json = 'application/json-patch+json';

/** All of them were seen of a real API server (npm run test:kubernetes). */
describe('a request that makes no sense is refused as the real server does it', () => {
  it.each([
    ['a path that is nobody’s', 'GET', '/apis/none/v1/things', {}, 404, undefined],
    ['a kind that is not served', 'GET', '/api/v1/things', {}, 404, 'NotFound'],
    ['another method', 'GET', `${pods}/x/eviction`, {}, 405, 'MethodNotAllowed'],
    ['a limit that is no number', 'GET', `${pods}?limit=many`, {}, 400, 'BadRequest'],
    ['a beginning without its match', 'GET', `${pods}?watch=1&sendInitialEvents=true`, {}, 422, 'Invalid'],
    ['an unknown operation', 'PATCH', node, { type: json, body: [{ op: 'jump' }] }, 422, 'Invalid'],
    ['no list of operations', 'PATCH', node, { type: json, body: {} }, 400, 'BadRequest'],
    ['another uid', 'PATCH', node, { type: merge, body: { metadata: { uid: 'x' } } }, 422, 'Invalid'],
    [
      'a label that is none',
      'PATCH',
      node,
      { type: merge, body: { metadata: { labels: { 'a b': 'c' } } } },
      422,
      'Invalid',
    ],
    ['another dry run', 'PATCH', `${node}?dryRun=Some`, { type: merge, body: {} }, 422, 'Invalid'],
    [
      'an apply without a field manager',
      'PATCH',
      node,
      { type: 'application/apply-patch+yaml', body: {} },
      422,
      'Invalid',
    ],
    [
      'a body of another namespace',
      'POST',
      pods,
      { body: { metadata: { name: 'x', namespace: 'other' }, spec: { containers: [{ name: 'main' }] } } },
      400,
      'BadRequest',
    ],
    [
      'an eviction that is none',
      'POST',
      `${pods}/x/eviction`,
      { body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } } },
      400,
      'BadRequest',
    ],
  ] as const)('%s', async (_, method, path, { type, body }: Sent, status, reason) => {
    const answer = await wire.ask(path, { method, body, ...(type && { contentType: type }) });
    expect(answer.status).toBe(status);
    expect((answer.body as { readonly reason?: string }).reason).toBe(reason);
  });

  it('takes a negative limit for none', async () => {
    const { body } = await wire.ask(`${pods}?limit=-1`);
    expect((body as { readonly items: readonly object[] }).items).toHaveLength(3);
  });
});

interface Sent {
  readonly type?: string;
  readonly body?: unknown;
}

import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Served, serveCluster } from '../../../simulated/served-cluster.ts';
import {
  aDeployment,
  aSimulatedCluster,
  type SimulatedCluster,
} from '../../../simulated/simulated-cluster.ts';

let simulated: SimulatedCluster;
let served: Served;

beforeAll(async () => {
  served = await serveCluster(() => simulated.cluster);
});
beforeEach(() => {
  simulated = aSimulatedCluster({ workloads: [aDeployment()] });
});
afterAll(() => served.close());

describe('the Kubernetes API of a simulated cluster, asked as other clients ask it', () => {
  it('shows a lease of every node, renewed while it is ready', async () => {
    simulated.cluster.setNodeReady('node-1', false);
    const wentMs = simulated.cluster.state.now();
    simulated.advance(3600);
    const { json: list } = await raw('/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases', {});
    const { items } = list as { readonly items: readonly Lease[] };
    const ages = items.map(({ spec }) => Date.parse(spec.renewTime) - wentMs);
    expect(items.map(({ spec }) => spec.holderIdentity)).toEqual(['node-0', 'node-1', 'node-2']);
    expect(ages.map((age) => age > 3_500_000)).toEqual([true, false, true]);
  });

  it.each([
    [
      'a protobuf body',
      { method: 'POST', headers: { 'content-type': 'application/vnd.kubernetes.protobuf' } },
      415,
    ],
    [
      'a client that reads protobuf only',
      { headers: { accept: 'application/vnd.kubernetes.protobuf' } },
      406,
    ],
    ['a revision that is yet to come', { query: '?resourceVersion=999999999' }, 504],
    ['an exact moment that has passed', { query: '?resourceVersion=1&resourceVersionMatch=Exact' }, 410],
  ])('refuses %s', async (_, { query = '', ...init }: RawRequest, status) => {
    expect((await raw(`/api/v1/namespaces${query}`, init)).status).toBe(status);
  });

  it('prints objects as a table where one is asked for, ages by simulated time', async () => {
    simulated.cluster.cordon('node-1');
    simulated.advance(7200);
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
    const answer = await raw('/api/v1/nodes', { headers: { accept } });
    const table = answer.json as {
      readonly columnDefinitions: readonly { readonly name: string }[];
      readonly rows: readonly { readonly cells: readonly string[] }[];
    };
    expect(table).toMatchObject({ kind: 'Table', apiVersion: 'meta.k8s.io/v1' });
    expect(table.columnDefinitions.slice(0, 5).map(({ name }) => name)).toEqual([
      'Name',
      'Status',
      'Roles',
      'Age',
      'Version',
    ]);
    expect(table.rows[1]?.cells.slice(0, 5)).toEqual([
      'node-1',
      'Ready,SchedulingDisabled',
      '<none>',
      '121m',
      'v1.33.5',
    ]);
  });

  it('shows nothing but metadata where that is asked for', async () => {
    const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
    const answer = await raw('/api/v1/nodes', { headers: { accept } });
    expect(answer.json).toMatchObject({ kind: 'PartialObjectMetadataList' });
    const [first] = (answer.json as { readonly items: readonly object[] }).items;
    expect(Object.keys(first!).sort()).toEqual(['apiVersion', 'kind', 'metadata']);
  });

  it('describes its kinds in OpenAPI v3, far enough that clients leave the check of fields to it', async () => {
    const index = await raw('/openapi/v3', {});
    const { paths } = index.json as { readonly paths: Readonly<Record<string, object>> };
    expect(paths['apis/apps/v1']).toEqual({ serverRelativeURL: '/openapi/v3/apis/apps/v1?hash=0' });
    const document = await raw('/openapi/v3/apis/apps/v1', {});
    expect(document.json).toMatchObject({
      components: { schemas: { 'io.k8s.api.apps.v1.StatefulSet': { type: 'object' } } },
    });
  });
});

interface Lease {
  readonly spec: { readonly holderIdentity: string; readonly renewTime: string };
}

interface RawRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
}

/** A request that the client library does not make on its own. */
async function raw(path: string, { method = 'GET', headers = {} }: RawRequest) {
  const config = served.kubeConfig();
  const { server, caData } = config.getCurrentCluster()!;
  const authorization = `Bearer ${config.getCurrentUser()!.token}`;
  const ca = Buffer.from(caData!, 'base64');
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request(`${server}${path}`, { method, ca, headers: { ...headers, authorization } }, resolve)
    .on('error', reject)
    .end();
  const response = await promise;
  return { status: response.statusCode, json: await json(response) };
}

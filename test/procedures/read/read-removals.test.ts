import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCluster } from '#gateways/kubernetes/client/cluster-client.ts';
import { openRemovalClient } from '#gateways/kubernetes/removal/removal-client.ts';
import { type ClusterRemovals, readRemovals } from '#procedures/read/read-removals.ts';
import { noEntra } from '../../builders/no-entra.ts';
import { type ServedPages, servePages } from '../../processes/serve-pages.ts';

let server: ServedPages;
const group = (name: string, version: string) => ({
  name,
  versions: [{ version }],
  preferredVersion: { version },
});
const list = (...items: readonly object[]) => ({ body: { items } });
const named = (name: string, more: object = {}) => ({ metadata: { name, namespace: 'shop' }, ...more });

beforeAll(async () => {
  server = await servePages();
  const forbidden = { status: 403, body: { kind: 'Status', message: 'no rights', reason: 'Forbidden' } };
  const headers = { 'content-type': 'application/json' };
  server.set('/version', { body: { gitVersion: 'v1.24.9' }, headers });
  server.set('/metrics', { body: 'process_start_time_seconds 1.7e+09\n' });
  server.set('/api/v1/secrets', list());
  server.set('/apis', {
    body: {
      groups: [
        group('policy', 'v1'),
        group('rbac.authorization.k8s.io', 'v1'),
        group('kustomize.toolkit.fluxcd.io', 'v1'),
        group('argoproj.io', 'v1alpha1'),
        group('apiextensions.k8s.io', 'v1'),
        group('apps', 'v1'),
      ],
    },
  });
  const entries = [{ id: 'shop_web_policy_PodDisruptionBudget', v: 'v1beta1' }];
  server.set(
    '/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations',
    list(named('apps', { status: { inventory: { entries } } })),
  );
  const managedFields = [
    { manager: 'kustomize-controller', apiVersion: 'policy/v1beta1', time: '2026-11-26T08:00:00Z' },
  ];
  server.set(
    '/apis/policy/v1/poddisruptionbudgets',
    list({ metadata: { name: 'web', namespace: 'shop', managedFields } }),
  );
  server.set('/apis/argoproj.io/v1alpha1/applications', forbidden);
  server.set('/apis/rbac.authorization.k8s.io/v1/roles', forbidden);
  const spec = { template: { spec: { volumes: [{ name: 'data', flocker: {} }] } } };
  server.set('/apis/apps/v1/deployments', list(named('site', { spec })));
});
afterAll(() => server.close());

async function read(mode: 'gate' | 'full'): Promise<ClusterRemovals & { readonly requests: number }> {
  const kubeconfig = JSON.stringify({
    'current-context': 'a',
    contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
    clusters: [
      {
        name: 'a',
        cluster: {
          server: server.origin,
          'certificate-authority-data': Buffer.from(server.authority).toString('base64'),
        },
      },
    ],
    users: [{ name: 'a', user: { token: 'secret' } }],
  });
  const client = await openCluster(kubeconfig, noEntra);
  try {
    const removalClient = openRemovalClient((call) => call(client), {
      signal: AbortSignal.timeout(30_000),
      onRequest: () => undefined,
    });
    const now = Date.parse('2026-11-27T12:00:00Z');
    const found = await readRemovals(removalClient, { target: 25, mode, now, isTolerated: () => true });
    return { ...found, requests: removalClient.requests() - removalClient.pages() };
  } finally {
    await client.close();
  }
}
const told = ({ findings }: ClusterRemovals) =>
  findings.map(({ severity, source, location }) => `${severity} ${source} ${location}`).toSorted();

describe('the reading of a cluster', () => {
  it('asks at the gate for what its groups show, and says which right is missing', async () => {
    const found = await read('gate');
    expect(told(found)).toEqual([
      'BLOCK inventory Kustomization/shop/apps',
      'BLOCK live-object Deployment/shop/site',
      'BLOCK managed-fields PodDisruptionBudget/shop/web',
      'UNKNOWN inventory list applications.argoproj.io',
    ]);
    expect(found.requests).toBeLessThanOrEqual(20);
  });

  it('reads in full what is beyond the gate, and says which right is missing there', async () => {
    expect(told(await read('full'))).toContain('UNKNOWN live-object list roles.rbac.authorization.k8s.io');
  });

  it('names an object that is not what the API says, and judges the others', async () => {
    const spec = { template: { spec: { volumes: [{ name: 'data', flocker: {} }] } } };
    const path = '/apis/apps/v1/deployments';
    server.set(path, list(named('odd', { spec: 'none' }), named('site', { spec })));
    const { findings } = await read('gate');
    server.set(path, list(named('site', { spec })));
    const found = findings.map(({ severity, location, evidence }) => [severity, location, evidence]);
    expect(found).toContainEqual(['BLOCK', 'Deployment/shop/site', expect.any(String)]);
    expect(found).toContainEqual(['UNKNOWN', 'Deployment/shop/odd', 'spec: expected an object, got "none"']);
  });

  it('goes on past releases that unpack to far more than they may, and names them', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024)).toString('base64');
    const release = Buffer.from(bomb).toString('base64');
    const bombs = Array.from({ length: 20 }, (_, at) => named(`web.v${at}`, { data: { release } }));
    server.set('/api/v1/secrets', list(...bombs));
    const { findings } = await read('gate');
    const ofHelm = findings.filter(({ source }) => source === 'helm-release');
    expect(ofHelm.map(({ severity, evidence }) => `${severity} ${evidence}`)).toEqual([
      ...Array<string>(16).fill('UNKNOWN the release unpacks to more than 8 MB'),
      'UNKNOWN 4 releases were not read: the others unpack to more than 128 MB in all',
    ]);
    server.set('/api/v1/secrets', list());
  });

  it.each([
    [403, 'WARN'],
    [500, 'UNKNOWN'],
  ])('takes Helm releases that are answered %i for %s', async (status, severity) => {
    server.set('/api/v1/secrets', { status, body: { kind: 'Status', message: 'no', reason: 'Forbidden' } });
    const { findings } = await read('gate');
    const ofHelm = findings.filter(({ source }) => source === 'helm-release');
    expect(ofHelm).toMatchObject([{ severity, location: 'list secrets' }]);
    server.set('/api/v1/secrets', list());
  });

  it('asks for no deprecated version', () => {
    expect(server.asked.filter(({ url }) => /v1beta1|v2beta/.test(url.pathname))).toEqual([]);
  });
});

import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createServerCertificate } from '#simulator/access/certificate.ts';

/**
 * A generated cluster of 1.36 behind TLS, in a process of its own: `node bench/serve-cluster.ts OBJECTS`. It prints its kubeconfig,
 * in one line, and serves until it is killed. An object has 5 KB, of which 3.6 are metadata.
 */
const objects = Number(process.argv[2] ?? 50_000);

/** Of a hundred objects. */
const shares: Readonly<Record<string, number>> = {
  '/apis/apps/v1/replicasets': 30,
  '/apis/apps/v1/deployments': 15,
  '/apis/discovery.k8s.io/v1/endpointslices': 12,
  '/api/v1/services': 10,
  '/apis/events.k8s.io/v1/events': 10,
  '/apis/rbac.authorization.k8s.io/v1/rolebindings': 5,
  '/apis/networking.k8s.io/v1/ingresses': 4,
  '/apis/policy/v1/poddisruptionbudgets': 4,
  '/apis/autoscaling/v2/horizontalpodautoscalers': 3,
  '/apis/batch/v1/cronjobs': 3,
  '/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations': 2,
  '/apis/networking.k8s.io/v1/ipaddresses': 2,
};
const releases = 200;
const groups = [
  'apps/v1',
  'batch/v1',
  'networking.k8s.io/v1',
  'storage.k8s.io/v1',
  'admissionregistration.k8s.io/v1',
  'apiextensions.k8s.io/v1',
  'apiregistration.k8s.io/v1',
  'rbac.authorization.k8s.io/v1',
  'kustomize.toolkit.fluxcd.io/v1',
].map((groupVersion) => {
  const [name, version] = groupVersion.split('/');
  return { name, versions: [{ version }] };
});
const fields = JSON.stringify({
  'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
  'f:spec': {},
}).repeat(8);
const padding = 'x'.repeat(1_400);

function metadataOf(path: string, index: number): object {
  const apiVersion = path.replace(/^\/apis?\//, '').replace(/\/[^/]+$/, '');
  return {
    name: `object-${index}`,
    namespace: `team-${index % 200}`,
    uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    labels: { app: `object-${index}`, team: `team-${index % 200}` },
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({
        apiVersion,
        kind: 'Any',
        padding,
      }),
    },
    managedFields: ['kubectl-client-side-apply', 'kube-controller-manager'].map((manager) => ({
      manager,
      operation: 'Update',
      apiVersion,
      time: '2026-11-01T08:00:00Z',
      fieldsType: 'FieldsV1',
      fieldsV1: { fields },
    })),
  };
}

const pages = new Map<string, Buffer>();

function pageOf(path: string, from: number, limit: number, isWhole: boolean): Buffer {
  const key = [path, from, limit, isWhole].join('|');
  const known = pages.get(key);
  if (known !== undefined) return known;
  const total = Math.round((objects * (shares[path] ?? 0)) / 100);
  const to = Math.min(total, from + limit);
  const items = Array.from({ length: to - from }, (_, index) => ({
    metadata: metadataOf(path, from + index),
    ...(isWhole && { spec: { template: { spec: { containers: [{ name: 'main', image: padding }] } } } }),
  }));
  const metadata = to < total ? { continue: String(to) } : {};
  const page = Buffer.from(JSON.stringify({ kind: 'List', apiVersion: 'v1', metadata, items }));
  pages.set(key, page);
  return page;
}

const manifest =
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  text: ${padding}\n---\n`.repeat(
    20,
  );

function releasesFrom(from: number, limit: number): string {
  const items = Array.from({ length: Math.min(limit, releases - from) }, (_, index) => {
    const name = `release-${from + index}`;
    const stored = gzipSync(JSON.stringify({ name, namespace: 'shop', version: 1, manifest })).toString(
      'base64',
    );
    return {
      metadata: { name, namespace: 'shop' },
      data: { release: Buffer.from(stored).toString('base64') },
    };
  });
  const metadata = from + limit < releases ? { continue: String(from + limit) } : {};
  return JSON.stringify({ metadata, items });
}

const { authority, certificate, key } = await createServerCertificate();
const server = createServer({ cert: certificate, key }, (request, response) => {
  const url = new URL(request.url ?? '/', 'https://127.0.0.1');
  const [from, limit] = [
    Number(url.searchParams.get('continue') ?? 0),
    Number(url.searchParams.get('limit') ?? 500),
  ];
  response.setHeader('Content-Type', 'application/json');
  if (url.pathname === '/version') response.end(JSON.stringify({ gitVersion: 'v1.36.2' }));
  else if (url.pathname === '/metrics') response.end('process_start_time_seconds 1.764e+09\n');
  else if (url.pathname === '/apis') response.end(JSON.stringify({ groups }));
  else if (url.pathname === '/api/v1/secrets') response.end(releasesFrom(from, limit));
  else if (shares[url.pathname] === undefined) response.writeHead(404).end('{"kind":"Status","code":404}');
  else {
    const isWhole = !(request.headers.accept ?? '').includes('PartialObjectMetadata');
    response.end(pageOf(url.pathname, from, limit, isWhole));
  }
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const cluster = {
  server: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
  'certificate-authority-data': Buffer.from(authority).toString('base64'),
};
process.stdout.write(
  `${JSON.stringify({
    'current-context': 'a',
    contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
    clusters: [{ name: 'a', cluster }],
    users: [{ name: 'a', user: { token: 'a' } }],
  })}\n`,
);

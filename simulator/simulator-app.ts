import { Hono } from 'hono';
import { Directory } from './access/directory.ts';
import { isTokenFor } from './access/identity.ts';
import { keyVault } from './access/key-vault.ts';
import { kubernetesAudience } from './access/kubeconfig.ts';
import { Secrets } from './access/secrets.ts';
import { originOf, tokenService } from './access/token-service.ts';
import { armApi } from './arm/arm-api.ts';
import type { Keys } from './arm/read/credentials.ts';
import type { GateEnv } from './arm/request/arm-call.ts';
import type { ManagedCluster } from './cluster/managed-cluster.ts';
import { controlSurface } from './http/control-surface.ts';
import { metadataEndpoints } from './http/metadata-endpoints.ts';
import { hangUp, requestGate } from './http/request-gate.ts';
import { requestTarget } from './http/request-target.ts';
import { type AnsweredRequest, kubernetesApp } from './kubernetes/api/kubernetes-app.ts';
import { Ledger } from './world/ledger.ts';
import type { World } from './world/world.ts';

/** Everything on the one port: control surface, Kubernetes APIs, ARM, tokens, secrets. `ready`: what `/_simulator/ready` answers. */
export function simulatorApp(
  world: World,
  keys: Keys,
  ledger: Ledger = new Ledger(),
  ready: () => object = () => ({}),
): Hono<GateEnv> {
  const app = new Hono<GateEnv>({ getPath: routingPath });
  const directory = new Directory();
  const secrets = new Secrets();
  app.route('/_simulator', controlSurface(world, ledger, ready, { directory, secrets }));
  app.use(
    '*',
    requestGate(world, ledger, (c) => requestTarget(c.req.method, new URL(c.req.url))),
  );
  app.use('/k8s/:subscription/:group/:cluster/*', async (c, next) => {
    const cluster = clusterAt(world, new URL(c.req.url).pathname);
    if (cluster?.isStopped) hangUp(c);
    else await next();
  });
  app.route('/', kubernetesOf(world, ledger, keys));
  app.route('/subscriptions', armApi(world, keys));
  app.get('/metadata/endpoints', (c) => c.json(metadataEndpoints(originOf(c), c.req.query('api-version'))));
  app.route('/secrets', keyVault(secrets));
  app.route('/', tokenService(directory));
  return app;
}

/** Doubled slashes count as one, and the first segment in any case: `//metadata/endpoints`, `/SUBSCRIPTIONS/...`. */
function routingPath(request: Request): string {
  const { pathname } = new URL(request.url);
  return pathname.replace(/^\/+[^/]*/, (root) => `/${root.replaceAll('/', '').toLowerCase()}`);
}

function kubernetesOf(world: World, ledger: Ledger, keys: Keys): Hono {
  return kubernetesApp(
    (prefix) => clusterAt(world, prefix)?.kubernetes,
    (bearer, prefix) => {
      const cluster = clusterAt(world, prefix);
      if (cluster === undefined || bearer === undefined) return false;
      return (
        bearer === keys.staticToken(cluster) || isTokenFor(kubernetesAudience, `Bearer ${bearer}`, Date.now())
      );
    },
    (answered) => writeDown(world, ledger, answered),
  );
}

/** The ledger gets every request; the journal what it takes to make those again that changed something. */
function writeDown(world: World, ledger: Ledger, answered: AnsweredRequest): void {
  const { prefix, method, path, status, mutation, effect, request } = answered;
  const entry = {
    plane: 'kubernetes' as const,
    cluster: clusterAt(world, prefix)?.name ?? null,
    method,
    path,
    status,
    clientRequestId: null,
    ifMatch: null,
    mutation,
    effect,
  };
  const moment = { atMs: world.queue.now(), realMs: world.realNow() };
  ledger.record({ ...entry, operation: null }, moment.atMs, moment.realMs);
  if (!mutation || status >= 300) world.journal.append({ kind: 'ledger', ...moment, entry });
  else {
    const { query, contentType, text } = request;
    const url = query.size === 0 ? path : `${path}?${query.toString()}`;
    const headers = { 'content-type': contentType };
    world.journal.append({ kind: 'request', ...moment, method, url, headers, text, status });
  }
}

function clusterAt(world: World, path: string): ManagedCluster | undefined {
  const [, , subscription, group, name] = path.split('/');
  return world.clusterAt(subscription, group, name);
}

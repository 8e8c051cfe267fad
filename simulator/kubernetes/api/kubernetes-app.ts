import { type Context, Hono } from 'hono';
import type { KubernetesCluster } from '../cluster/cluster.ts';
import type { Watch } from '../read/watch.ts';
import { parseResourcePath } from '../wire/request-path.ts';
import { problem, type Status } from '../wire/status-answer.ts';
import { asObject, type KubeRequest, wantsDryRun } from '../write/requests.ts';
import { reviewAt } from './access-reviews.ts';
import { ApiServer, HEALTH_PATHS, type KubeAnswer } from './api-server.ts';

/** The cluster behind `/k8s/SUBSCRIPTION/GROUP/CLUSTER` (as the URL wrote it), undefined where there is none. */
export type ClusterLookup = (prefix: string) => KubernetesCluster | undefined;

/** Whether a bearer token (undefined: none sent) may use the cluster behind the prefix. */
export type Authorize = (bearer: string | undefined, prefix: string) => boolean;

/** What a ledger wants to know of one answered request. */
export interface AnsweredRequest {
  readonly prefix: string;
  readonly method: string;
  /** The whole path, prefix included, without the query. */
  readonly path: string;
  readonly status: number;
  /** Whether it changed or tried to change something; a dry run does not. */
  readonly mutation: boolean;
  /** What an accepted mutation did, else null. */
  readonly effect: string | null;
  /** As it came in: anyone who keeps it can make it again. */
  readonly request: KubeRequest;
}

/**
 * The Kubernetes API of every cluster, each under its own path prefix. Mount it at the root, where it answers
 * for health only: that is where `kubectl get --raw /readyz` asks, whatever the prefix.
 */
export function kubernetesApp(
  lookup: ClusterLookup,
  authorize: Authorize,
  onAnswer: (answered: AnsweredRequest) => void = () => undefined,
): Hono {
  const servers = new WeakMap<KubernetesCluster, ApiServer>();
  const serverOf = (cluster: KubernetesCluster) => {
    const server = servers.get(cluster) ?? new ApiServer(cluster);
    servers.set(cluster, server);
    return server;
  };
  const handle = async (context: Context): Promise<Response> => {
    const url = new URL(context.req.url);
    const prefix = url.pathname.split('/').slice(0, 5).join('/');
    const path = url.pathname.slice(prefix.length).replaceAll(/\/{2,}/g, '/') || '/';
    const request = await readRequest(context, url, path);
    const cluster = lookup(prefix);
    const answer =
      cluster === undefined
        ? refusal(problem('NotFound', 'there is no such cluster').answer)
        : authorize(bearerOf(context), prefix)
          ? serverOf(cluster).answer(request)
          : refusal(problem('Unauthorized', 'Unauthorized').answer);
    onAnswer(describe(request, prefix, url.pathname, answer.status));
    return respond(answer);
  };
  return new Hono()
    .on('GET', HEALTH_PATHS, (context) => context.text('ok'))
    .all('/k8s/:subscription/:group/:cluster', handle)
    .all('/k8s/:subscription/:group/:cluster/*', handle);
}

async function readRequest({ req }: Context, url: URL, path: string): Promise<KubeRequest> {
  const contentType = (req.header('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
  const text = req.method === 'GET' ? '' : await req.text();
  const accept = req.header('accept') ?? '';
  return { method: req.method, path, host: url.host, query: url.searchParams, contentType, accept, text };
}

function bearerOf({ req }: Context): string | undefined {
  return /^Bearer (.+)$/i.exec(req.header('authorization') ?? '')?.[1];
}

function refusal(status: Status): KubeAnswer {
  return { status: status.code, body: status };
}

function respond({ status, body, watch }: KubeAnswer): Response {
  if (watch !== undefined) return streamed(watch);
  const isText = typeof body === 'string';
  const headers = new Headers({
    'Content-Type': isText ? 'text/plain; charset=utf-8' : 'application/json',
    'Cache-Control': 'no-cache, private',
  });
  const { retryAfterSeconds } = asObject(asObject(body).details);
  if (typeof retryAfterSeconds === 'number') headers.set('Retry-After', String(retryAfterSeconds));
  return new Response(isText ? body : JSON.stringify(body), { status, headers });
}

function streamed(watch: Watch): Response {
  let stop: () => void = () => undefined;
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      stop = watch({
        send: (event) => controller.enqueue(encoder.encode(`${JSON.stringify(event)}\n`)),
        end: () => controller.close(),
      });
    },
    cancel: () => stop(),
  });
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache, private' };
  return new Response(stream, { headers });
}

const DEEDS: Readonly<Record<string, string>> = {
  POST: 'created',
  PUT: 'replaced',
  PATCH: 'patched',
  DELETE: 'deleted',
};

function describe(request: KubeRequest, prefix: string, path: string, status: number): AnsweredRequest {
  const { method } = request;
  const isReading = method === 'GET' || method === 'HEAD' || reviewAt(request.path) !== undefined;
  const mutation = !isReading && !wantsDryRun(request);
  const effect = mutation && status < 300 ? effectOf(request) : null;
  return { prefix, method, path, status, mutation, effect, request };
}

function effectOf({ method, path }: KubeRequest): string | null {
  const target = parseResourcePath(path);
  if (target === undefined) return null;
  const deed = target.subresource === 'eviction' ? 'evicted' : (DEEDS[method] ?? method);
  const name = [target.namespace, target.name].filter((part) => part !== undefined).join('/');
  return [target.resource.singular, name, deed].filter((part) => part !== '').join(' ');
}

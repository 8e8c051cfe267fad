import type { RequestOptions } from 'node:https';
import { createSecureContext } from 'node:tls';
import {
  type Configuration,
  CoreV1Api,
  createConfiguration,
  HttpMethod,
  type KubeConfig,
  RequestContext,
  type SecurityAuthentication,
  ServerConfiguration,
  VersionApi,
} from '@kubernetes/client-node';
import { Agent } from 'undici';
import type { UnreadableItem } from '#domain/observation.ts';
import type { ClusterCertificate } from '#domain/preflight/findings/preflight-readings.ts';
import { boundedHttp } from './bounded-http.ts';
import type { EntraRules } from './entra-rules.ts';
import { authorityOf, type KubeconfigChoice, readKubeconfig } from './kubeconfig.ts';
import { readCertificates } from './read-certificates.ts';
import { cacheToken, type Token } from './token-cache.ts';

const deadlineMs = 30_000;

export interface ClusterClient {
  readonly core: CoreV1Api;
  readonly version: VersionApi;
  /** Any other group of the API: `api(PolicyV1Api)`. */
  api<A>(group: new (settings: Configuration) => A): A;
  /** A POST whose answer is handed over as it came, whatever it is: refusals are not thrown. */
  post(path: string, body: object): Promise<PlainAnswer>;
  /** A PATCH likewise, in the form that the content type names. */
  patch(path: string, body: object, contentType: string): Promise<PlainAnswer>;
  /** A GET likewise: big lists are read without building the library's objects. JSON, unless another form is asked for. */
  get(path: string, accept?: string): Promise<PlainAnswer>;
  /** Until when its certificates are good. */
  certificates(): Promise<readonly ClusterCertificate[]>;
  /** The same connections for one piece of work: its requests end with the signal, and are counted. */
  forWork(work: Work): ClusterClient;
  /** Ends the connections once nothing is under way on them. */
  close(): Promise<void>;
}

export interface Work {
  readonly signal: AbortSignal;
  readonly onRequest: () => void;
  /** Called with each item of a list that is skipped, for it is not what the API says. Absent: such a list is refused. */
  readonly onUnreadable?: (item: UnreadableItem) => void;
}

/** What came back, unread. Names of headers are lower case. */
export interface PlainAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Entra tokens for clusters whose kubeconfig asks for one. */
export interface EntraTokens {
  readonly rules: EntraRules;
  /** A token for a scope. */
  readonly token: (scope: string) => Promise<Token>;
}

/**
 * The real client for one cluster. Left alone it would open a new connection pool for every request; here one
 * request's worth is prepared by the library (CA, client certificate, proxy, server name) and shared by all.
 */
export async function openCluster(
  kubeconfig: string,
  entra: EntraTokens,
  choice: KubeconfigChoice = {},
): Promise<ClusterClient> {
  const { config, server, tokenScope } = readKubeconfig(kubeconfig, entra.rules, choice);
  const prepared = new RequestContext(server, HttpMethod.GET);
  await config.applySecurityAuthentication(prepared);
  await shareTrust(config, prepared);
  const bearer = tokenScope === null ? null : cacheToken(() => entra.token(tokenScope));
  return clientFor({ server, prepared, bearer, ...authorityOf(config) });
}

/**
 * In the library's own pool every connection parses the authority again, nine of a cluster in its preflight checks: a seventh
 * of the processor time of a plan of 300 clusters.
 */
async function shareTrust(config: KubeConfig, prepared: RequestContext): Promise<void> {
  const own = prepared.getDispatcher();
  if (own === undefined || config.getCurrentCluster()?.proxyUrl) return;
  const tls: RequestOptions = {};
  await config.applyToHTTPSOptions(tls);
  const { ca, cert, key, servername, rejectUnauthorized } = tls;
  const connect = {
    secureContext: createSecureContext({ ca, cert, key }),
    ...(servername !== undefined && { servername }),
    ...(rejectUnauthorized !== undefined && { rejectUnauthorized }),
    keepAlive: true,
    keepAliveInitialDelay: 30_000,
  };
  prepared.setDispatcher(new Agent({ connect }));
  await own.close();
}

interface Connection {
  readonly server: string;
  readonly prepared: RequestContext;
  readonly bearer: (() => Promise<string>) | null;
  readonly authority: string | null;
  readonly serverName?: string;
}

function clientFor(connection: Connection, work?: Work): ClusterClient {
  const { server, prepared, bearer } = connection;
  const authentication: SecurityAuthentication = {
    getName: () => 'drydock',
    async applySecurityAuthentication(context) {
      for (const [name, value] of Object.entries(prepared.getHeaders())) context.setHeaderParam(name, value);
      if (bearer !== null) context.setHeaderParam('Authorization', `Bearer ${await bearer()}`);
      const dispatcher = prepared.getDispatcher();
      if (dispatcher !== undefined) context.setDispatcher(dispatcher);
      const deadline = AbortSignal.timeout(deadlineMs);
      work?.signal.throwIfAborted();
      context.setSignal(work === undefined ? deadline : AbortSignal.any([work.signal, deadline]));
      work?.onRequest();
    },
  };
  const settings = createConfiguration({
    baseServer: new ServerConfiguration(server, {}),
    authMethods: { default: authentication },
    httpApi: boundedHttp,
  });
  const send = async (request: RequestContext, accept = 'application/json'): Promise<PlainAnswer> => {
    request.setHeaderParam('Accept', accept);
    await authentication.applySecurityAuthentication(request);
    const answer = await settings.httpApi.send(request).toPromise();
    return { status: answer.httpStatusCode, headers: answer.headers, text: await answer.body.text() };
  };
  return {
    core: new CoreV1Api(settings),
    version: new VersionApi(settings),
    api: (group) => new group(settings),
    post(path, body) {
      const request = new RequestContext(server + path, HttpMethod.POST);
      request.setHeaderParam('Content-Type', 'application/json');
      request.setBody(JSON.stringify(body));
      return send(request);
    },
    patch(path, body, contentType) {
      const request = new RequestContext(server + path, HttpMethod.PATCH);
      request.setHeaderParam('Content-Type', contentType);
      request.setBody(JSON.stringify(body));
      return send(request);
    },
    get: (path, accept) => send(new RequestContext(server + path, HttpMethod.GET), accept),
    certificates() {
      work?.onRequest();
      return readCertificates(connection, work?.signal ?? AbortSignal.timeout(deadlineMs));
    },
    forWork: (next) => clientFor(connection, next),
    close: async () => prepared.getDispatcher()?.close(),
  };
}

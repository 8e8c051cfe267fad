import {
  CoreV1Api,
  createConfiguration,
  HttpMethod,
  RequestContext,
  type SecurityAuthentication,
  ServerConfiguration,
  VersionApi,
} from '@kubernetes/client-node';
import { readKubeconfig } from './kubeconfig.ts';
import { cacheToken, type Token } from './token-cache.ts';

const deadlineMs = 30_000;

export interface ClusterClient {
  readonly core: CoreV1Api;
  readonly version: VersionApi;
  /** Ends the connections once nothing is under way on them. */
  close(): Promise<void>;
}

/**
 * The real client for one cluster. Left alone it would open a new connection pool for every request; here one
 * request's worth is prepared by the library (CA, client certificate, proxy, server name) and shared by all.
 */
export async function openCluster(
  kubeconfig: string,
  token: (scope: string) => Promise<Token>,
): Promise<ClusterClient> {
  const { config, server, tokenScope } = readKubeconfig(kubeconfig);
  const prepared = new RequestContext(server, HttpMethod.GET);
  await config.applySecurityAuthentication(prepared);
  const bearer = tokenScope === null ? null : cacheToken(() => token(tokenScope));
  const authentication: SecurityAuthentication = {
    getName: () => 'drydock',
    async applySecurityAuthentication(context) {
      for (const [name, value] of Object.entries(prepared.getHeaders())) context.setHeaderParam(name, value);
      if (bearer !== null) context.setHeaderParam('Authorization', `Bearer ${await bearer()}`);
      const dispatcher = prepared.getDispatcher();
      if (dispatcher !== undefined) context.setDispatcher(dispatcher);
      context.setSignal(AbortSignal.timeout(deadlineMs));
    },
  };
  const settings = createConfiguration({
    baseServer: new ServerConfiguration(server, {}),
    authMethods: { default: authentication },
  });
  return {
    core: new CoreV1Api(settings),
    version: new VersionApi(settings),
    close: async () => prepared.getDispatcher()?.close(),
  };
}

import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { KubeConfig } from '@kubernetes/client-node';
import { createServerCertificate } from '#simulator/access/certificate.ts';
import { type AnsweredRequest, kubernetesApp } from '#simulator/kubernetes/api/kubernetes-app.ts';
import type { KubernetesCluster } from '#simulator/kubernetes/cluster/cluster.ts';

const prefix = '/k8s/sub/group/aks-test';
const token = 'let-me-in';

export interface Served {
  /** The unmodified client's configuration for the served cluster. */
  readonly kubeConfig: (bearer?: string) => KubeConfig;
  readonly answered: readonly AnsweredRequest[];
  readonly close: () => Promise<void>;
}

/** Serves whatever cluster `current` answers over HTTPS on a free loopback port. */
export async function serveCluster(current: () => KubernetesCluster): Promise<Served> {
  const { authority, certificate, key } = await createServerCertificate();
  const answered: AnsweredRequest[] = [];
  const app = kubernetesApp(
    (asked) => (asked === prefix ? current() : undefined),
    (bearer) => bearer === token,
    (request) => answered.push(request),
  );
  const listener = getRequestListener(app.fetch);
  const server = createServer({ cert: certificate, key }, (request, response) => {
    void listener(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    answered,
    kubeConfig: (bearer = token) => {
      const config = new KubeConfig();
      config.loadFromClusterAndUser(
        {
          name: 'aks-test',
          server: `https://127.0.0.1:${port}${prefix}`,
          caData: Buffer.from(authority).toString('base64'),
          skipTLSVerify: false,
        },
        { name: 'operator', token: bearer },
      );
      return config;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

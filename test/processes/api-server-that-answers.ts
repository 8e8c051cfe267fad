import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';
import { createServerCertificate } from '#simulator/access/certificate.ts';

export interface AnsweringApiServer {
  /** As ARM would hand it out. */
  readonly kubeconfig: string;
  close(): Promise<void>;
}

/** An API server over HTTPS on a free loopback port, whose answers are the listener's. */
export async function openApiServer(listener: RequestListener): Promise<AnsweringApiServer> {
  const { authority, certificate, key } = await createServerCertificate();
  const server = createServer({ cert: certificate, key }, listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    {
      name: 'answering',
      server: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
      caData: Buffer.from(authority).toString('base64'),
      skipTLSVerify: false,
    },
    { name: 'operator', token: 'let-me-in' },
  );
  return {
    kubeconfig: config.exportConfig(),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { createServerCertificate } from '#simulator/access/certificate.ts';

interface Page {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ServedPages {
  readonly origin: string;
  /** Its certificate authority, PEM. */
  readonly authority: string;
  /** What a path answers from now on. An object is answered as JSON; "silence": nothing is, ever. */
  set(path: string, page: Page | 'silence'): void;
  readonly asked: readonly { readonly url: URL; readonly authorization: string | undefined }[];
  close(): Promise<void>;
}

/** A real HTTPS server on a free loopback port, whose pages are what a test says. */
export async function servePages(): Promise<ServedPages> {
  const { authority, certificate, key } = await createServerCertificate();
  const pages = new Map<string, Page | 'silence'>();
  const asked: { url: URL; authorization: string | undefined }[] = [];
  const server = createServer({ cert: certificate, key }, (request, response) => {
    const url = new URL(request.url ?? '/', 'https://127.0.0.1');
    asked.push({ url, authorization: request.headers.authorization });
    const page = pages.get(url.pathname) ?? { status: 404 };
    if (page === 'silence') return;
    const { status = 200, body = '', headers = {} } = page;
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `https://127.0.0.1:${port}`,
    authority,
    set: (path, page) => void pages.set(path, page),
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** As if this process had been started with it in NODE_EXTRA_CA_CERTS. */
export function trust(authority: string): void {
  setDefaultCACertificates([...getCACertificates('default'), authority]);
}

/** What Prometheus answers to a query that finds these numbers, one a series. */
export function aVector(...values: readonly string[]): object {
  const result = values.map((value, index) => ({
    metric: { series: String(index) },
    value: [1_763_600_000, value],
  }));
  return { status: 'success', data: { resultType: 'vector', result } };
}

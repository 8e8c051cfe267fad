import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { type AnsweringApiServer, openApiServer } from './api-server-that-answers.ts';

export interface HostileApiServer extends AnsweringApiServer {
  /** How often each path was asked for. */
  readonly asked: ReadonlyMap<string, number>;
}

/**
 * An API server that says its version and that it has no nodes, and means harm in everything else: lists and bodies without an
 * end, releases that unpack to gigabytes, errors that are slow to redact, redirects, and objects that are none.
 */
export async function openHostileApiServer(): Promise<HostileApiServer> {
  const asked = new Map<string, number>();
  const server = await openApiServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'https://127.0.0.1');
    const times = (asked.get(pathname) ?? 0) + 1;
    asked.set(pathname, times);
    answer(pathname, times, response);
  });
  return { ...server, asked };
}

const chunk = Buffer.alloc(1_048_576, '[');
const bomb = Buffer.from(gzipSync(Buffer.alloc(64 * 1_048_576)).toString('base64')).toString('base64');
const releases = Array.from({ length: 20 }, (_, at) => ({
  type: 'helm.sh/release.v1',
  metadata: {
    name: `sh.helm.release.v1.web.v${at}`,
    namespace: 'shop',
    labels: { owner: 'helm', status: 'deployed' },
  },
  data: { release: bomb },
}));

function answer(path: string, times: number, response: ServerResponse) {
  const json = (body: object, status = 200) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  if (path === '/version') return json({ major: '1', minor: '33', gitVersion: 'v1.33.5' });
  if (path === '/api/v1/nodes') return json({ items: [], metadata: {} });
  if (path === '/apis') return json({ kind: 'APIGroupList', groups: [] });
  if (path === '/api/v1/secrets') return json({ items: releases, metadata: {} });
  if (path === '/api/v1/pods') return pour(response);
  if (path.startsWith('/apis/apps/')) return json({ items: [], metadata: { continue: String(times) } });
  if (path.startsWith('/apis/admissionregistration')) return redirect(response);
  if (path.startsWith('/apis/policy/')) return json({ items: [], metadata: { continue: 'again' } });
  if (path.startsWith('/apis/batch/'))
    return json({ items: [{ metadata: { name: 5 }, spec: 'none' }, null, [], 'x'], metadata: {} });
  return json({ kind: 'Status', message: 'eyJ-'.repeat(50_000), reason: '\u001b[2J' }, 500);
}

function redirect(response: ServerResponse): void {
  response.writeHead(302, { location: 'https://127.0.0.1:1/token' }).end();
}

/** As fast as it is read, until the reader has enough. */
function pour(response: ServerResponse): void {
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.writeHead(200, { 'content-type': 'application/json' }).on('drain', more);
  more();
}

import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PayloadUnreadableError, payloadCodec } from '#gateways/temporal/payload-codec.ts';
import type { CodecSettings } from './codec-settings.ts';
import { formatPayloads, parsePayloads } from './payload-json.ts';

const limits = { headersTimeout: 2_000, requestTimeout: 10_000, connectionsCheckingInterval: 1_000 };
const mostConnections = 64;
/** Twice the largest message of Temporal (4 MB), for base64 and JSON. */
const largestBytes = 8 * 1024 * 1024;
const mostPayloads = 1_000;
/** Longer than a request may take. */
const drainMs = 12_000;

/** What the Temporal UI sends; docs.temporal.io/production-deployment/data-encryption names the first two. */
const uiHeaders = 'Content-Type, X-Namespace, Authorization, Authorization-Extras';

type Answer = readonly [status: number, body: string, headers?: Readonly<Record<string, string>>];

/** Whether a bearer token is one that may read payloads. */
type Admits = (token: string) => Promise<boolean>;

export interface CodecServer {
  readonly port: number;
  /** Takes no more connections, and ends when the last request is answered. */
  readonly drain: () => Promise<void>;
}

export interface Listen {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

/**
 * Decodes payloads for the Temporal UI and CLI, by the protocol of Temporal's codec servers (docs.temporal.io/codec-server): POST
 * /decode. It never encodes: nothing but Drydock starts its workflows. A browser gets answers for pages of the UI's origin alone, and
 * every request needs the token, which is checked before its body is read. /healthz: the process answers.
 * Throws the error of Node where it cannot listen.
 */
export async function openCodecServer(settings: CodecSettings, { host, port }: Listen): Promise<CodecServer> {
  const codec = payloadCodec(settings.keys);
  const admits = admitsToken(settings.token);
  const decode = async (request: IncomingMessage): Promise<Answer> => {
    const refused = await refuse(request.headers, settings, admits);
    if (refused !== null) return refused;
    const text = await readBody(request);
    if (text === null) return [413, `a request has at most ${largestBytes} bytes`];
    try {
      const payloads = parsePayloads(text);
      if (payloads.length > mostPayloads)
        return [413, `a request has at most ${mostPayloads} payloads, this one ${payloads.length}`];
      const decoded = formatPayloads(await codec.decode([...payloads]));
      return [200, decoded, { 'content-type': 'application/json' }];
    } catch (error) {
      if (error instanceof SyntaxError) return [400, error.message];
      if (error instanceof PayloadUnreadableError) return [422, error.message];
      throw error;
    }
  };
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const path = (request.url ?? '').split('?', 1)[0];
    if (path === '/healthz') return [200, 'ok'];
    if (path === '/encode') return [404, 'this server only decodes: POST /decode'];
    if (path !== '/decode') return [404, 'not found: POST /decode and /healthz are'];
    if (request.method === 'OPTIONS') return preflight(request.headers, settings);
    if (request.method !== 'POST') return [405, 'expected POST', { allow: 'POST, OPTIONS' }];
    return decode(request);
  };
  const server = createServer(limits, (request, response) => {
    const send = ([status, body, headers]: Answer) => {
      const isUi = settings.uiOrigin !== null && request.headers.origin === settings.uiOrigin;
      response.writeHead(status, {
        'content-type': 'text/plain',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        connection: 'close',
        vary: 'Origin',
        ...(isUi ? { 'access-control-allow-origin': request.headers.origin } : {}),
        ...headers,
      });
      response.end(`${body}\n`);
    };
    // The error's text may hold what was decoded.
    answer(request).then(send, () => send([500, 'an error of this server']));
  });
  server.maxConnections = mostConnections;
  await listen(server, host, port);
  return { port: (server.address() as AddressInfo).port, drain: () => drain(server) };
}

async function refuse(
  { origin, authorization, 'content-type': type }: IncomingHttpHeaders,
  { uiOrigin }: CodecSettings,
  admits: Admits,
): Promise<Answer | null> {
  if (origin !== undefined && origin !== uiOrigin) return wrongOrigin(uiOrigin);
  const [, token] = /^Bearer (\S+)$/i.exec(authorization ?? '') ?? [];
  if (token === undefined || !(await admits(token)))
    return [
      401,
      `the token is ${token === undefined ? 'missing' : 'not the one of this server'}: Authorization: Bearer TOKEN`,
      { 'www-authenticate': 'Bearer' },
    ];
  return /^application\/json\s*(?:;|$)/i.test(type ?? '') ? null : [415, 'expected application/json'];
}

function preflight({ origin }: IncomingHttpHeaders, { uiOrigin }: CodecSettings): Answer {
  if (origin === undefined || origin !== uiOrigin) return wrongOrigin(uiOrigin);
  return [
    204,
    '',
    {
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': uiHeaders,
      'access-control-max-age': '600',
    },
  ];
}

function wrongOrigin(uiOrigin: string | null): Answer {
  const set = 'DRYDOCK_UI_URL of this server is the address of the Temporal UI';
  return [
    403,
    uiOrigin === null ? `pages have no access: ${set}` : `pages of this origin have no access: ${set}`,
  ];
}

/** Compares digests: neither the time nor the length says how much of a token is right. */
function admitsToken(expected: string): Admits {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return async (token) => timingSafeEqual(digest(token), digest(expected));
}

/** null: it is larger than allowed. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  if (Number(request.headers['content-length'] ?? 0) > largestBytes) return null;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > largestBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

async function drain(server: Server): Promise<void> {
  const insist = setTimeout(() => server.closeAllConnections(), drainMs);
  await new Promise((resolve) => server.close(resolve));
  clearTimeout(insist);
}

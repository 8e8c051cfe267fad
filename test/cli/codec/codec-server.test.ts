import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { defaultPayloadConverter } from '@temporalio/common';
import { describe, expect, it as plainIt } from 'vitest';
import { openCodecServer } from '#cli/codec/codec-server.ts';
import { formatPayloads, parsePayloads } from '#cli/codec/payload-json.ts';
import { payloadCodec } from '#gateways/temporal/payload-codec.ts';
import { payloadKey } from '#gateways/temporal/payload-keys.ts';
import { silentConnections } from '../../processes/silent-connections.ts';

const token = 'a-token-of-thirty-two-characters-';
const uiOrigin = 'https://temporal.example.com';
const old = payloadKey('2026-01', randomBytes(32));
const newest = payloadKey('2026-07', randomBytes(32));
const json = { 'content-type': 'application/json', 'x-namespace': 'default' };
const asCli = { ...json, authorization: `Bearer ${token}` };
const asUi = { ...asCli, origin: uiOrigin };

const it = plainIt.extend('server', async ({ task: _task }, { onCleanup }) => {
  const listen = { host: '127.0.0.1', port: 0 };
  const { port, drain } = await openCodecServer({ keys: [old, newest], token, uiOrigin }, listen);
  onCleanup(drain);
  const url = `http://127.0.0.1:${port}`;
  return {
    port,
    drain,
    ask: async (path: string, init: RequestInit) => {
      const response = await fetch(`${url}${path}`, init);
      return { status: response.status, headers: response.headers, text: (await response.text()).trim() };
    },
  };
});

const payload = (value: unknown) => defaultPayloadConverter.toPayload(value)!;
const encryptedBy = async (key: typeof old, ...values: readonly unknown[]) =>
  formatPayloads(await payloadCodec([key]).encode(values.map(payload)));
const decoded = (text: string) =>
  parsePayloads(text).map((each) => defaultPayloadConverter.fromPayload(each));

describe('a codec server', () => {
  it('decodes what either key has encrypted, and what is in the clear', async ({ server }) => {
    const both = [
      ...(await payloadCodec([old]).encode([payload({ cluster: 'aks-one' })])),
      ...(await payloadCodec([newest]).encode([payload('ü')])),
      payload(3),
      payload(undefined),
    ];
    const { status, text, headers } = await server.ask('/decode', {
      method: 'POST',
      headers: asUi,
      body: formatPayloads(both),
    });
    expect([status, decoded(text)]).toEqual([200, [{ cluster: 'aks-one' }, 'ü', 3, undefined]]);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/json',
      'access-control-allow-origin': uiOrigin,
      'cache-control': 'no-store',
      vary: 'Origin',
    });
  });

  it('answers the preflight of the origin of the UI, and of no other', async ({ server }) => {
    const preflight = (origin: string) =>
      server.ask('/decode', {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    const { status, headers } = await preflight(uiOrigin);
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(uiOrigin);
    expect(headers.get('access-control-allow-headers')).toMatch(/X-Namespace, Authorization/);
    for (const origin of [
      'https://evil.example',
      `${uiOrigin}.evil.example`,
      `${uiOrigin}:444`,
      'null',
      '',
    ]) {
      const other = await preflight(origin);
      expect([origin, other.status, other.headers.get('access-control-allow-origin')]).toEqual([
        origin,
        403,
        null,
      ]);
    }
  });

  it.for<[string, string, RequestInit, number, string | RegExp]>([
    [
      'a page of another origin',
      '/decode',
      { headers: { ...asCli, origin: 'https://evil.example' } },
      403,
      'no access',
    ],
    ['no token', '/decode', { headers: json }, 401, 'the token is missing'],
    [
      'another token',
      '/decode',
      { headers: { ...json, authorization: `Bearer x${token}` } },
      401,
      'not the one',
    ],
    [
      'a part of the token',
      '/decode',
      { headers: { ...json, authorization: `Bearer ${token.slice(1)}` } },
      401,
      'not the one',
    ],
    [
      'another scheme',
      '/decode',
      { headers: { ...json, authorization: `Basic ${token}` } },
      401,
      'the token is missing',
    ],
    [
      'another type',
      '/decode',
      { headers: { ...asCli, 'content-type': 'text/plain' } },
      415,
      'application/json',
    ],
    ['no JSON', '/decode', { body: '{' }, 400, 'expected JSON'],
    ['no object', '/decode', { body: '[]' }, 400, 'expected a JSON object'],
    ['no payloads', '/decode', { body: '{"payloads":{}}' }, 400, 'expected a list of payloads'],
    [
      'a payload without sense',
      '/decode',
      { body: '{"payloads":[null]}' },
      400,
      'expected an object as payload',
    ],
    [
      'a payload in the clear',
      '/decode',
      { body: '{"payloads":[{"data":"{}"}]}' },
      400,
      'expected bytes in base64',
    ],
    [
      'too many payloads',
      '/decode',
      { body: `{"payloads":[${Array(1_001).fill('{}').join(',')}]}` },
      413,
      'at most 1000 payloads, this one 1001',
    ],
    [
      'a body that is too large',
      '/decode',
      { body: ' '.repeat(8 * 1024 * 1024 + 1) },
      413,
      'at most 8388608 bytes',
    ],
    ['GET', '/decode', { method: 'GET' }, 405, 'expected POST'],
    ['encode', '/encode', {}, 404, 'this server only decodes'],
    ['another path', '/__proto__', {}, 404, 'POST /decode and /healthz are'],
  ])('refuses %s', async ([, path, init, status, message], { server }) => {
    const body = init.method === 'GET' ? {} : { body: '{"payloads":[]}' };
    const answer = await server.ask(path, { method: 'POST', headers: asCli, ...body, ...init });
    expect([answer.status, answer.text]).toEqual([status, expect.stringMatching(message)]);
    expect(answer.text).not.toContain(token);
  });

  it('names the key that is missing, and reads no payload that was changed', async ({ server }) => {
    const other = await encryptedBy(payloadKey('2025-01', randomBytes(32)), 'a');
    const changed = parsePayloads(await encryptedBy(newest, 'a'));
    changed[0]!.data![20]! ^= 1;
    for (const [body, message] of [
      [
        other,
        'payload key "2025-01" is not among those of DRYDOCK_PAYLOAD_KEYS (it has 2026-01, 2026-07): add it',
      ],
      [formatPayloads(changed), 'is damaged: it is not what payload key "2026-07" encrypted'],
    ] as const) {
      const { status, text } = await server.ask('/decode', { method: 'POST', headers: asUi, body });
      expect([status, text]).toEqual([422, expect.stringContaining(message)]);
    }
  });

  it('holds 64 connections at most', async ({ server }) => {
    const answers = await silentConnections(server.port, 80);
    expect(answers.filter((each) => each.startsWith('HTTP/1.1 408'))).toHaveLength(64);
  });

  it('cuts off a body without an end', async ({ server }) => {
    const socket = connect(server.port, '127.0.0.1');
    const ended = new Promise<void>((resolve) =>
      socket.on('close', () => resolve()).on('error', () => resolve()),
    );
    let said = '';
    socket.on('data', (chunk) => {
      said += chunk.toString();
    });
    socket.write(
      `POST /decode HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    const chunk = `100000\r\n${' '.repeat(0x100000)}\r\n`;
    for (let sent = 0; sent < 64 && !socket.destroyed; sent += 1)
      await new Promise((resolve) => socket.write(chunk, resolve));
    socket.end();
    await ended;
    expect(said).toMatch(/^HTTP\/1.1 413/);
  });

  it('says that it is there, and finishes what it is asked when it ends', async ({ server }) => {
    expect(await server.ask('/healthz', {})).toMatchObject({ status: 200, text: 'ok' });
    const socket = connect(server.port, '127.0.0.1');
    let said = '';
    const ended = new Promise((resolve) => socket.on('close', resolve));
    socket.on('data', (chunk) => {
      said += chunk.toString();
    });
    const head = `POST /decode HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{"payl`;
    await new Promise((resolve) => socket.write(head, resolve));
    // The server has it once it answers a later one.
    await server.ask('/healthz', {});
    const drained = server.drain();
    await expect(server.ask('/healthz', {})).rejects.toThrow('fetch failed');
    socket.write('oads":[]}');
    await Promise.all([drained, ended]);
    expect(said).toMatch(/^HTTP\/1.1 200[\s\S]*\{"payloads":\[\]\}\n/);
  });
});

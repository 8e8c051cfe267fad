import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicCloud } from '#domain/azure-cloud.ts';
import { addressRule } from '#gateways/web/reachable-addresses.ts';
import { metricTokensOf, openWeb, type WebGateway } from '#gateways/web/web-gateway.ts';
import { aQuery } from '../../builders/a-metric.ts';
import { aVector, type ServedPages, servePages, trust } from '../../processes/serve-pages.ts';
import { failureOf } from '../../rules/failure-of.ts';

const unset = 'DRYDOCK_METRIC_TOKEN';
const ops = { env: 'DRYDOCK_METRIC_OPS_TOKEN' };
const openWith = (networks: string, origins: readonly string[] = []) =>
  openWeb({
    azureMonitor: { scope: publicCloud.monitorScope, token: () => Promise.resolve('entra') },
    metricTokens: { DRYDOCK_METRIC_OPS_TOKEN: { token: 'ops', origins } },
    isAllowed: addressRule(networks),
  });
let web: WebGateway;
const never = new AbortController().signal;
const path = '/prefix/api/v1/query';

let pages: ServedPages;
beforeAll(async () => {
  pages = await servePages();
  trust(pages.authority);
  web = openWith('127.0.0.0/8', [pages.origin]);
});
afterAll(() => pages.close());

function query(over: Parameters<typeof aQuery>[0] = {}, signal = never) {
  return web.query(aQuery({ address: `${pages.origin}/prefix/`, ...over }), signal);
}

describe('a query', () => {
  it('is asked for below the address, with the labels and numbers of its series in the answer', async () => {
    pages.set(path, { body: aVector('0.004', 'NaN') });
    expect(await query({ query: 'sum(rate(e{a="b&c"}[5m]))' })).toEqual([
      { labels: { series: '0' }, value: '0.004' },
      { labels: { series: '1' }, value: 'NaN' },
    ]);
    expect(pages.asked.at(-1)!.url.searchParams.get('query')).toBe('sum(rate(e{a="b&c"}[5m]))');
  });

  it('may answer with a scalar, and with nothing', async () => {
    pages.set(path, { body: { status: 'success', data: { resultType: 'scalar', result: [1, '2'] } } });
    expect(await query()).toEqual([{ labels: {}, value: '2' }]);
    pages.set(path, { body: aVector() });
    expect(await query()).toEqual([]);
  });

  it.each([
    ['nobody', 'none', undefined],
    ["a token of the worker's environment", { env: 'DRYDOCK_METRIC_OPS_TOKEN' }, 'Bearer ops'],
  ] as const)('comes from %s', async (_, auth, authorization) => {
    pages.set(path, { body: aVector('1') });
    await query({ auth });
    expect(pages.asked.at(-1)!.authorization).toBe(authorization);
  });

  it.each([
    [400, { status: 'error', error: 'parse error' }, 'metric-refused', 'answered 400: parse error.'],
    [401, 'who are you?', 'metric-refused', 'answered 401: not an answer of Prometheus.'],
    [302, '', 'metric-refused', 'answered 302: not an answer of Prometheus.'],
    [404, '<html>', 'metric-refused', 'answered 404: not an answer of Prometheus.'],
    [429, 'later', 'metric-unreachable', 'answered 429: not an answer of Prometheus.'],
    [503, { status: 'error', error: 'query timed out' }, 'metric-unreachable', '503: query timed out.'],
    [200, { status: 'error', error: 'odd' }, 'metric-refused', 'answered 200: odd.'],
    [
      200,
      { status: 'success', data: { resultType: 'matrix', result: [] } },
      'metric-refused',
      'answered 200: a matrix; expected a scalar or a vector.',
    ],
    [
      200,
      { status: 'success', data: { resultType: 'vector', result: [{ metric: {}, histogram: [1, {}] }] } },
      'metric-refused',
      'answered 200: samples that are not numbers, such as histograms.',
    ],
  ])('that is answered %i %j is %s', async (status, body, kind, words) => {
    pages.set(path, { status, body });
    expect(await failureOf(query())).toMatchObject({ kind, message: expect.stringContaining(words) });
  });

  it('keeps the time that the other side asks to wait', async () => {
    pages.set(path, { status: 503, headers: { 'retry-after': '7' } });
    expect(await failureOf(query())).toMatchObject({ kind: 'metric-unreachable', retryAfterMs: 7000 });
  });

  it('is not sent without the token that the file names', async () => {
    const before = pages.asked.length;
    expect(await failureOf(query({ auth: { env: unset } }))).toMatchObject({
      kind: 'metric-refused',
      message: `${unset} is not set for the worker.`,
    });
    expect(pages.asked).toHaveLength(before);
  });

  it.each<[string, string, NonNullable<Parameters<typeof aQuery>[0]>['auth'], string]>([
    ['our own identity', 'https://127.0.0.1:1', 'azure', 'is no Azure Monitor workspace'],
    [
      'our own identity',
      'https://x.prometheus.monitor.azure.com.evil.example',
      'azure',
      'is no Azure Monitor',
    ],
    ['our own identity', 'http://x.prometheus.monitor.azure.com', 'azure', 'is not https'],
    [
      'a token',
      'https://evil.example',
      ops,
      'may not be sent to https://evil.example; DRYDOCK_METRIC_OPS_ORIGINS',
    ],
    ['a token', 'https://127.0.0.1:1', ops, 'may not be sent to https://127.0.0.1:1'],
    ['a token', 'http://127.0.0.1', ops, 'is not https'],
  ])('does not carry %s to %s', async (_, address, auth, words) => {
    expect(await failureOf(query({ address, auth }))).toMatchObject({
      kind: 'metric-refused',
      message: expect.stringContaining(words),
    });
  });

  it('ends with the work that it is for', async () => {
    pages.set(path, 'silence');
    const work = new AbortController();
    const asked = query({}, work.signal);
    work.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
  });
});

describe('a page', () => {
  it.each([200, 302, 404, 500])('that answers %i is an answer; nothing is followed', async (status) => {
    const before = pages.asked.length;
    pages.set('/healthz', { status, body: '{"ok":true}', headers: { location: '/elsewhere' } });
    expect(await web.probe(`${pages.origin}/healthz`, never)).toEqual({ status, text: '{"ok":true}' });
    expect(pages.asked).toHaveLength(before + 1);
  });

  it('that has no end is refused', async () => {
    pages.set('/big', { body: 'x'.repeat(2_000_000) });
    expect(await failureOf(web.probe(`${pages.origin}/big`, never))).toMatchObject({
      kind: 'metric-refused',
    });
  });

  it('whose certificate is not trusted says so', async () => {
    const stranger = await servePages();
    expect(await failureOf(web.probe(stranger.origin, never))).toMatchObject({
      kind: 'certificate-not-trusted',
    });
    await stranger.close();
  });

  it('that is gone does not answer', async () => {
    const gone = await servePages();
    await gone.close();
    expect(await failureOf(web.probe(`${gone.origin}/?code=secret`, never))).toMatchObject({
      kind: 'metric-unreachable',
      message: `${gone.origin} does not answer.`,
    });
  });
});

describe('an address that is not of the public internet', () => {
  const guarded = openWith('');
  it.each([
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:a9fe:a9fe]',
    '[64:ff9b::a00:1]',
    '[2002:7f00:1::]',
    '[fd00::1]',
    '[fe80::1]',
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '168.63.129.16',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.1.1',
    '224.0.0.1',
    '255.255.255.255',
    'localhost',
    'LOCALHOST',
  ])('%s is refused', async (host) => {
    const { port } = new URL(pages.origin);
    const before = pages.asked.length;
    expect(await failureOf(guarded.probe(`https://${host}:${port}/`, never))).toMatchObject({
      kind: 'metric-refused',
      message: expect.stringContaining('is not an address of the public internet'),
    });
    expect(pages.asked).toHaveLength(before);
  });

  it('is reached by address and by name where the operator allows its network', async () => {
    const { port } = new URL(pages.origin);
    const allowed = openWith('10.0.0.0/8, 127.0.0.1, ::1');
    pages.set('/', { body: 'ok' });
    for (const host of ['127.0.0.1', 'localhost'])
      expect(await allowed.probe(`https://${host}:${port}/`, never)).toMatchObject({ status: 200 });
  });

  it.each(['1.1.1.1', '20.50.2.3', '9.255.255.255', '11.0.0.0', '172.32.0.1', '2603:1030::1', '2a01::1'])(
    'is not %s',
    (address) => {
      expect(addressRule('')(address)).toBe(true);
    },
  );

  it.each(['10.0.0.0/33', 'example.com', '10.0.0.0/', '10.0.0.0/8/8', '::/129', '10.0.0.0/x'])(
    'is not allowed by %s, which is no network',
    (text) => {
      expect(() => addressRule(`127.0.0.1,${text}`)).toThrow(`DRYDOCK_METRIC_NETWORKS has ${text}`);
    },
  );
});

describe('of the environment of a worker', () => {
  it('campaigns reach the tokens that are there for them, and nothing else', () => {
    const env = {
      DRYDOCK_METRIC_TOKEN: ' a\n',
      DRYDOCK_METRIC_OPS_2_TOKEN: 'b',
      DRYDOCK_METRIC_OPS_2_ORIGINS: 'https://p.example/, https://q.example:9090',
      DRYDOCK_METRIC_EMPTY_TOKEN: '',
      DRYDOCK_METRICS_PORT: '9464',
      DRYDOCK_METRIC_PASSWORD: 'c',
      AZURE_CLIENT_SECRET: 'd',
      MY_DRYDOCK_METRIC_TOKEN: 'e',
    };
    expect(metricTokensOf(env)).toEqual({
      DRYDOCK_METRIC_TOKEN: { token: 'a', origins: [] },
      DRYDOCK_METRIC_OPS_2_TOKEN: { token: 'b', origins: ['https://p.example', 'https://q.example:9090'] },
    });
  });

  it.each(['http://p.example', 'p.example', 'https://p.example/prefix', 'https://p.example/?a=b'])(
    '%s is no origin for a token',
    (text) => {
      expect(() => metricTokensOf({ DRYDOCK_METRIC_TOKEN: 'a', DRYDOCK_METRIC_ORIGINS: text })).toThrow(
        `DRYDOCK_METRIC_ORIGINS has ${text}`,
      );
    },
  );
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metricTokensOf, openWeb } from '#gateways/web/web-gateway.ts';
import { aQuery } from '../../builders/a-metric.ts';
import { aVector, type ServedPages, servePages, trust } from '../../processes/serve-pages.ts';
import { failureOf } from '../../rules/failure-of.ts';

const unset = 'DRYDOCK_METRIC_TOKEN';
const web = openWeb({
  azureMonitorToken: () => Promise.resolve('entra'),
  metricTokens: { DRYDOCK_METRIC_OPS_TOKEN: 'ops' },
});
const never = new AbortController().signal;
const path = '/prefix/api/v1/query';

let pages: ServedPages;
beforeAll(async () => {
  pages = await servePages();
  trust(pages.authority);
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
    ['our own identity for Azure Monitor', 'azure', 'Bearer entra'],
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

describe('of the environment of a worker', () => {
  it('campaigns reach the tokens that are there for them, and nothing else', () => {
    const env = {
      DRYDOCK_METRIC_TOKEN: ' a\n',
      DRYDOCK_METRIC_OPS_2_TOKEN: 'b',
      DRYDOCK_METRIC_EMPTY_TOKEN: '',
      DRYDOCK_METRICS_PORT: '9464',
      DRYDOCK_METRIC_PASSWORD: 'c',
      AZURE_CLIENT_SECRET: 'd',
      MY_DRYDOCK_METRIC_TOKEN: 'e',
    };
    expect(metricTokensOf(env)).toEqual({ DRYDOCK_METRIC_TOKEN: 'a', DRYDOCK_METRIC_OPS_2_TOKEN: 'b' });
  });
});

import { describe, expect, it } from 'vitest';
import { parseCampaign } from '#spec/parse.ts';
import { aCampaignFile, problemsOf } from '../../builders/a-campaign-file.ts';
import { aMetric, aProbe, aQuery } from '../../builders/a-metric.ts';

const withMetrics = (...metrics: readonly string[]) =>
  aCampaignFile({ spec: [`health: { metrics: [${metrics.join(', ')}] }`] });
/** A query with these fields beside address and query, and these fields of the metric besides. */
const query = (fields = '', besides = 'success: "< 0.01"') =>
  `{ name: error-rate, ${besides}, prometheus: { address: "https://prometheus.example", query: errors${fields} } }`;
const page = (fields = '', besides = '') =>
  `{ name: error-rate${besides}, web: { url: "https://shop.example/healthz"${fields} } }`;
const metric = 'spec.health.metrics[0]';

function metricsOf(text: string) {
  const parsed = parseCampaign(text, 'campaign.yaml');
  return parsed.ok ? parsed.campaign.health.checks.metrics : parsed.problems;
}

describe('A metric of the file', () => {
  it.each([
    ['is a query', query(), aMetric()],
    [
      'is judged as the file says',
      query('', 'success: "< 0.01", interval: 30s, count: 10, failureLimit: 2, consecutiveErrorLimit: 0'),
      aMetric({ intervalMs: 30_000, count: 10, failureLimit: 2, consecutiveErrorLimit: 0 }),
    ],
    [
      'may carry a token of the worker',
      query(', tokenFrom: { env: DRYDOCK_METRIC_OPS_TOKEN }'),
      aMetric({ source: aQuery({ auth: { env: 'DRYDOCK_METRIC_OPS_TOKEN' } }) }),
    ],
    ['may be without data', query(', noData: Success'), aMetric({ source: aQuery({ noData: 'Success' }) })],
    [
      'may be in Azure Monitor',
      '{ name: error-rate, success: "< 0.01", prometheus: { azureMonitor: true, query: errors, address: "https://amw-x.westeurope.prometheus.monitor.azure.com" } }',
      aMetric({
        source: aQuery({
          auth: 'azure',
          address: 'https://amw-x.westeurope.prometheus.monitor.azure.com',
        }),
      }),
    ],
    ['is a page', page(), aMetric({ source: aProbe() })],
    [
      'is what a page has somewhere',
      page(', jsonPath: "$.a[0]", expect: false'),
      aMetric({ source: aProbe({ wants: { path: ['a', 0], value: false } }) }),
    ],
  ])('%s', (_, text, read) => {
    expect(metricsOf(withMetrics(text))).toEqual([read]);
  });

  it('that is never measured gets a warning', () => {
    const parsed = parseCampaign(
      aCampaignFile({ spec: [`health: { at: [], metrics: [${page()}] }`] }),
      'campaign.yaml',
    );
    expect(parsed.ok && parsed.warnings.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'spec.health.metrics: changes nothing: health.at is empty, so nothing is measured',
    ]);
  });
});

describe('A metric is refused', () => {
  const web = 'web: { url: "https://shop.example" }';
  it.each([
    ['{ name: a }', `${metric}: measures nothing; give it prometheus or web`],
    [query('', `success: "< 1", ${web}`), `${metric}.web: stands beside prometheus; a metric has one source`],
    [query('', 'count: 1'), `${metric}.success: missing; a query needs a comparison such as "< 0.01"`],
    [
      query('', 'success: "0.01"'),
      `${metric}.success: expected a comparison with a number, such as "< 0.01" (<, <=, >, >=, == or !=), got "0.01"`,
    ],
    [
      page('', ', success: "< 1"'),
      `${metric}.success: is for queries; a page is good by its status, jsonPath and expect`,
    ],
    [
      page(', jsonPath: "$..ok", expect: true'),
      `${metric}.web.jsonPath: expected a path such as $.a.b[0].c; nothing else of JSONPath is read, got "$..ok"`,
    ],
    [page(', expect: true'), `${metric}.web.expect: needs jsonPath, the path of the value`],
    [page(', jsonPath: "$.ok"'), `${metric}.web.jsonPath: needs expect, the value expected there`],
    [
      page(', jsonPath: "$.ok", expect: [1]'),
      `${metric}.web.expect: expected a text, a number, true or false, got a list`,
    ],
    [
      '{ name: a, web: { url: "http://127.0.0.1/" } }',
      `${metric}.web.url: expected an https URL, got "http://127.0.0.1/"`,
    ],
    [
      '{ name: a, web: { url: "https://u:pass-word@x.example/" } }',
      `${metric}.web.url: has a user or a password, which everyone who can see the campaign would see`,
    ],
    ...['api_key', 'apiKey', 'code', 'sig', 'access_token', 'Password'].map((name) => [
      `{ name: a, web: { url: "https://x.example/?a=b&${name}=x" } }`,
      `${metric}.web.url: has ${name} in its query, which everyone who can see the campaign would see`,
    ]),
    [
      '{ name: a, success: "< 1", prometheus: { address: "https://x.example/?a=b", query: up } }',
      `${metric}.prometheus.address: has to end with its path: no query and no fragment`,
    ],
    [
      '{ name: a, web: { url: "https://{{pool}}.example/" } }',
      `${metric}.web.url: {{pool}} cannot be filled; known are {{cluster}}, {{resourceGroup}}, {{subscription}}`,
    ],
    [
      `{ name: a, web: { url: "https://x.example/${'x'.repeat(1000)}" } }`,
      `${metric}.web.url: is longer than 1000 letters`,
    ],
    [
      query(', tokenFrom: { env: AZURE_CLIENT_SECRET }'),
      `${metric}.prometheus.tokenFrom.env: expected the name of a variable such as DRYDOCK_METRIC_TOKEN or DRYDOCK_METRIC_OPS_TOKEN, got "AZURE_CLIENT_SECRET"`,
    ],
    [
      query(', azureMonitor: true'),
      `${metric}.prometheus.address: is no Azure Monitor workspace (*.prometheus.monitor.azure.com); the worker's identity goes nowhere else`,
    ],
    [
      query(', azureMonitor: true, tokenFrom: { env: DRYDOCK_METRIC_TOKEN }'),
      `${metric}.prometheus.tokenFrom: stands beside azureMonitor, which has a token of its own`,
    ],
    [
      query('', 'success: "< 1", failureLimit: 1'),
      `${metric}.failureLimit: must be less than count (1), or nothing ever fails`,
    ],
    [
      query('', 'success: "< 1", interval: 1m, count: 122'),
      `${metric}.count: takes 2h1m at this interval; at most 2h`,
    ],
    [
      query('', 'success: "< 1", interval: 1s'),
      `${metric}.interval: expected a duration from 10s to 366d, got "1s"`,
    ],
  ])('%s', (text, problem) => {
    expect(problemsOf(withMetrics(text))).toEqual([problem]);
  });

  it('that has the name of another', () => {
    expect(problemsOf(withMetrics(page(), page()))).toEqual([
      'spec.health.metrics[1].name: "error-rate" is already the name of metrics[0]',
    ]);
  });

  it('that is one too many', () => {
    const many = Array.from({ length: 11 }, (_, index) => page().replace('error-rate', `m-${index}`));
    expect(problemsOf(withMetrics(...many))).toEqual(['spec.health.metrics: at most 10 metrics']);
  });
});

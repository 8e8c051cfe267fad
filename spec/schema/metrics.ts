import { z } from 'zod';
import { parseCondition } from '#domain/metric/condition.ts';
import { parseJsonPath } from '#domain/metric/json-path.ts';
import { isMetricToken } from '#domain/metric/metric.ts';
import { fillWithSamples, placeholders, unknownPlaceholders } from '#domain/metric/placeholders.ts';
import { formatDuration } from '#domain/text/duration.ts';
import type { Finding } from '../problem/problem.ts';
import { onlyWhenSound, withRule } from './rule.ts';
import { choice, duration, flag, name, text, wholeNumber } from './scalars.ts';
import { uniqueNames } from './unique-names.ts';

/** Anyone who soaks for minutes and measures for days would only ever run into a timeout. */
const longestMeasuringMs = 2 * 3_600_000;
/** It travels in the input of every cluster, and hundreds of these stand in one history. */
const longestText = 1000;
const azureMonitorHost = /\.prometheus\.monitor\.azure\.(?:com|us|cn)$/;
const fillable = placeholders.map((each) => `{{${each}}}`).join(', ');

const conditionError = 'expected a comparison with a number, such as "< 0.01" (<, <=, >, >=, == or !=)';
const condition = z.string({ error: conditionError }).transform((written, context) => {
  const read = parseCondition(written);
  if (read !== null) return read;
  context.addIssue({ code: 'custom', message: conditionError });
  return z.NEVER;
});

const jsonPathError = 'expected a path such as $.a.b[0].c; nothing else of JSONPath is read';
const jsonPath = z.string({ error: jsonPathError }).transform((written, context) => {
  const read = parseJsonPath(written);
  if (read !== null) return read;
  context.addIssue({ code: 'custom', message: jsonPathError });
  return z.NEVER;
});

/** Text with placeholders, all of which can be filled. */
function template(error: string) {
  return text(error)
    .max(longestText, { error: `is longer than ${longestText} letters` })
    .superRefine((written, context) => {
      for (const unknown of unknownPlaceholders(written))
        context.addIssue(`{{${unknown}}} cannot be filled; known are ${fillable}`);
    }, onlyWhenSound);
}

/** An https URL, once its placeholders are filled. */
function httpsUrl({ mayHaveQuery }: { readonly mayHaveQuery: boolean }) {
  const error = 'expected an https URL';
  return template(error).superRefine((written, context) => {
    const url = URL.parse(fillWithSamples(written));
    if (url?.protocol !== 'https:') return context.addIssue(error);
    if (url.username !== '' || url.password !== '')
      return context.addIssue(
        'carries a user or a password, which everybody who sees the campaign would see',
      );
    if (url.hash !== '' || (!mayHaveQuery && url.search !== ''))
      return context.addIssue('has to end with its path: no query and no fragment');
  }, onlyWhenSound);
}

const variableError =
  'expected the name of a variable such as DRYDOCK_METRIC_TOKEN or DRYDOCK_METRIC_OPS_TOKEN';

/** Where a Prometheus is, and as whom it is asked. */
const server = {
  address: httpsUrl({ mayHaveQuery: false }).describe(
    `Where /api/v1/query is found below; https. May have ${fillable}.`,
  ),
  azureMonitor: flag()
    .prefault(false)
    .describe(
      "Whether it is an Azure Monitor workspace: it is asked with the worker's own identity, which needs the role Monitoring Data Reader.",
    ),
  tokenFrom: z
    .strictObject({
      env: z
        .string({ error: variableError })
        .refine(isMetricToken, { error: variableError })
        .describe(
          "A variable of the worker's environment: `DRYDOCK_METRIC_TOKEN` or `DRYDOCK_METRIC_…_TOKEN`; no other can be named.",
        ),
    })
    .optional()
    .describe('Where its bearer token is; absent: it needs none.'),
};

const prometheus = withRule(
  z.strictObject({
    address: server.address,
    query: template('expected a query').describe(
      `An instant query whose answer is a scalar or a vector; of a vector every sample has to be as wanted. May have ${fillable}.`,
    ),
    noData: choice(['Inconclusive', 'Success', 'Failure'])
      .prefault('Inconclusive')
      .describe('What a query that finds nothing is. Inconclusive: nothing was measured.'),
    azureMonitor: server.azureMonitor,
    tokenFrom: server.tokenFrom,
  }),
  ['address', 'azureMonitor', 'tokenFrom'],
  findIdentityProblems,
);

/** A Prometheus that has the metric of many kureds. */
export const kuredMetric = withRule(
  z.strictObject({
    address: server.address,
    query: template('expected a query')
      .prefault('kured_reboot_required{cluster="{{cluster}}"}')
      .describe(
        `An instant query for the kured of one cluster: a vector with the label \`node\`, 1 where the node waits for a reboot. May have ${fillable}.`,
      ),
    azureMonitor: server.azureMonitor,
    tokenFrom: server.tokenFrom,
  }),
  ['address', 'azureMonitor', 'tokenFrom'],
  findIdentityProblems,
);

interface Identity {
  readonly address: string;
  readonly azureMonitor: boolean;
  readonly tokenFrom?: unknown;
}

function findIdentityProblems({ address, azureMonitor, tokenFrom }: Identity): readonly Finding[] {
  if (!azureMonitor) return [];
  if (tokenFrom !== undefined)
    return [{ path: ['tokenFrom'], message: 'stands beside azureMonitor, which has a token of its own' }];
  const isAzures = azureMonitorHost.test(URL.parse(fillWithSamples(address))?.hostname ?? '');
  const message =
    "is no Azure Monitor workspace (*.prometheus.monitor.azure.com); the worker's identity goes nowhere else";
  return isAzures ? [] : [{ path: ['address'], message }];
}

const web = withRule(
  z.strictObject({
    url: httpsUrl({ mayHaveQuery: true }).describe(
      `What is asked for (GET); https. It has to answer 2xx, redirects are not followed. May have ${fillable}.`,
    ),
    jsonPath: jsonPath
      .optional()
      .describe('Where in the JSON of the answer the wanted value stands: `$.a.b[0].c`.'),
    expect: z
      .union([z.string(), z.number(), z.boolean()], { error: 'expected a text, a number, true or false' })
      .optional()
      .describe('What has to stand there, exactly.'),
  }),
  ['jsonPath', 'expect'],
  ({ jsonPath: path, expect }) => {
    if ((path === undefined) === (expect === undefined)) return [];
    return path === undefined
      ? [{ path: ['expect'], message: 'needs jsonPath, which says where it stands' }]
      : [{ path: ['jsonPath'], message: 'needs expect, which says what has to stand there' }];
  },
);

const measured = z.strictObject({
  name: name().describe('By which people are told of it.'),
  prometheus: prometheus.optional().describe('Measured by a query. Either this or `web`.'),
  web: web.optional().describe('Measured by asking a page. Either this or `prometheus`.'),
  success: condition
    .optional()
    .describe('What is good, of a query: `< 0.01`. NaN never is. Needed with `prometheus`.'),
  interval: duration({ atLeastMs: 10_000 }).prefault('60s').describe('Between two measurements.'),
  count: wholeNumber(1, 1000)
    .prefault(1)
    .describe('So many measurements are judged together: until there are so many nothing goes on.'),
  failureLimit: wholeNumber(0, 999)
    .prefault(0)
    .describe('So many of the last `count` measurements may fail.'),
  consecutiveErrorLimit: wholeNumber(0, 100)
    .prefault(4)
    .describe(
      'So often in a row may there be nothing to measure: no answer, no data. More of it is evidence lost.',
    ),
});

const metric = withRule(
  withRule(
    withRule(measured, ['count', 'failureLimit'], ({ count, failureLimit }) =>
      failureLimit < count
        ? []
        : [{ path: ['failureLimit'], message: `must be less than count (${count}), or nothing ever fails` }],
    ),
    ['count', 'interval'],
    ({ count, interval }) => {
      const ms = (count - 1) * interval;
      const message = `takes ${formatDuration(ms)} at this interval; at most ${formatDuration(longestMeasuringMs)}`;
      return ms <= longestMeasuringMs ? [] : [{ path: ['count'], message }];
    },
  ),
  ['prometheus', 'web', 'success'],
  ({ prometheus: query, web: page, success }) => onlyOneSource(query, page, success),
);

function onlyOneSource(query: unknown, page: unknown, success: unknown): readonly Finding[] {
  if (query === undefined && page === undefined)
    return [{ path: [], message: 'measures nothing; give it prometheus or web' }];
  if (query !== undefined && page !== undefined)
    return [{ path: ['web'], message: 'stands beside prometheus; a metric has one source' }];
  if (query !== undefined && success === undefined)
    return [{ path: ['success'], message: 'missing; a query needs a comparison such as "< 0.01"' }];
  if (page !== undefined && success !== undefined)
    return [
      { path: ['success'], message: 'is for queries; a page is good by its status, jsonPath and expect' },
    ];
  return [];
}

/** What people measure their clusters by. */
export const metrics = uniqueNames(z.array(metric), 'metrics').max(10, { error: 'at most 10 metrics' });

export type MetricOfFile = z.output<typeof metric>;

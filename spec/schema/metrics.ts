import { z } from 'zod';
import { parseCondition } from '#domain/metric/condition.ts';
import { parseJsonPath } from '#domain/metric/json-path.ts';
import { isAzureMonitorHost, isMetricToken } from '#domain/metric/metric.ts';
import { fillWithSamples, placeholders, unknownPlaceholders } from '#domain/metric/placeholders.ts';
import { formatDuration } from '#domain/text/duration.ts';
import { isSecretParameter } from '#domain/text/redact.ts';
import type { Finding } from '../problem/problem.ts';
import { onlyWhenSound, withRule } from './rule.ts';
import { choice, duration, flag, name, text, wholeNumber } from './scalars.ts';
import { uniqueNames } from './unique-names.ts';

/** Anyone who soaks for minutes and measures for days would only ever run into a timeout. */
const longestMeasuringMs = 2 * 3_600_000;
/** It travels in the input of every cluster, and hundreds of these stand in one history. */
const longestText = 1000;
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
      return context.addIssue('has a user or a password, which everyone who can see the campaign would see');
    if (url.hash !== '' || (!mayHaveQuery && url.search !== ''))
      return context.addIssue('has to end with its path: no query and no fragment');
    const secret = [...url.searchParams.keys()].find(isSecretParameter);
    if (secret !== undefined)
      return context.addIssue(
        `has ${secret} in its query, which everyone who can see the campaign would see`,
      );
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
      "Whether it is an Azure Monitor workspace: it is queried with the worker's own identity, which needs the role Monitoring Data Reader.",
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
      `An instant query that returns a scalar or a vector; every sample of a vector must meet the condition. May have ${fillable}.`,
    ),
    noData: choice(['Inconclusive', 'Success', 'Failure'])
      .prefault('Inconclusive')
      .describe('How a query without data counts. Inconclusive: as not measured.'),
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
  const isAzures = isAzureMonitorHost(URL.parse(fillWithSamples(address))?.hostname ?? '');
  const message =
    "is no Azure Monitor workspace (*.prometheus.monitor.azure.com); the worker's identity goes nowhere else";
  return isAzures ? [] : [{ path: ['address'], message }];
}

const web = withRule(
  z.strictObject({
    url: httpsUrl({ mayHaveQuery: true }).describe(
      `The page to request (GET, https). It must answer 2xx; redirects are not followed. May have ${fillable}.`,
    ),
    jsonPath: jsonPath.optional().describe('Path of the value in the JSON of the answer: `$.a.b[0].c`.'),
    expect: z
      .union([z.string(), z.number(), z.boolean()], { error: 'expected a text, a number, true or false' })
      .optional()
      .describe('The exact value expected there.'),
  }),
  ['jsonPath', 'expect'],
  ({ jsonPath: path, expect }) => {
    if ((path === undefined) === (expect === undefined)) return [];
    return path === undefined
      ? [{ path: ['expect'], message: 'needs jsonPath, the path of the value' }]
      : [{ path: ['jsonPath'], message: 'needs expect, the value expected there' }];
  },
);

const measured = z.strictObject({
  name: name().describe('Its name in status and decisions.'),
  prometheus: prometheus.optional().describe('Measured by a query. Either this or `web`.'),
  web: web.optional().describe('Measured by requesting a page. Either this or `prometheus`.'),
  success: condition
    .optional()
    .describe(
      'The condition for a good measurement: `< 0.01`. NaN never meets it. Required with `prometheus`.',
    ),
  interval: duration({ atLeastMs: 10_000 }).prefault('60s').describe('Between two measurements.'),
  count: wholeNumber(1, 1000)
    .prefault(1)
    .describe('How many measurements are judged together; the campaign waits until it has them.'),
  failureLimit: wholeNumber(0, 999)
    .prefault(0)
    .describe('How many of the last `count` measurements may fail.'),
  consecutiveErrorLimit: wholeNumber(0, 100)
    .prefault(4)
    .describe(
      'How many measurements in a row may be missing (no answer, no data). More counts as evidence lost.',
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

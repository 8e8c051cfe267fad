import { isMonitorHost } from '#domain/azure-cloud.ts';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { Sample } from '#domain/metric/judge-samples.ts';
import type { WebAnswer } from '#domain/metric/judge-web-answer.ts';
import { isMetricToken, type PrometheusQuery } from '#domain/metric/metric.ts';
import { fetchText, openConnections } from './fetch-text.ts';
import { queryPrometheus } from './query-prometheus.ts';
import type { AddressRule } from './reachable-addresses.ts';

/**
 * The gateway to metric endpoints and webhooks of the user. Whatever fails leaves as a FailureError; a call that was cancelled
 * through its signal throws the abort as it is.
 */
export interface WebGateway {
  /** An instant query; placeholders are filled in already. */
  query(
    asked: Pick<PrometheusQuery, 'address' | 'query' | 'auth'>,
    signal: AbortSignal,
  ): Promise<readonly Sample[]>;
  /** A GET. Every status is an answer, redirects too. */
  probe(url: string, signal: AbortSignal): Promise<WebAnswer>;
}

export interface WebSettings {
  /** An Entra token for Azure Monitor's Prometheus, and the scope that it has: it is sent nowhere but to hosts of that cloud. */
  readonly azureMonitor: { readonly scope: string; readonly token: () => Promise<string> };
  /** Bearer tokens by their variable. */
  readonly metricTokens: Readonly<Record<string, MetricToken>>;
  /** Which addresses metrics and pages may have. */
  readonly isAllowed: AddressRule;
}

interface MetricToken {
  readonly token: string;
  /** Where it may be sent: "https://prometheus.example:9090". */
  readonly origins: readonly string[];
}

/**
 * The tokens among a worker's variables that a campaign may name (DRYDOCK_METRIC_TOKEN, DRYDOCK_METRIC_…_TOKEN), each with the
 * origins of the variable beside it (DRYDOCK_METRIC_ORIGINS, DRYDOCK_METRIC_…_ORIGINS; comma-separated). Throws a RangeError
 * for an origin that is no https origin.
 */
export function metricTokensOf(
  env: Readonly<Record<string, string | undefined>>,
): WebSettings['metricTokens'] {
  const tokens = Object.entries(env).flatMap(([name, value]) => {
    const token = value?.trim();
    return isMetricToken(name) && token ? [[name, { token, origins: originsOf(name, env) }] as const] : [];
  });
  return Object.fromEntries(tokens);
}

function originsOf(name: string, env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const variable = originsVariable(name);
  return (env[variable] ?? '').split(',').flatMap((each) => {
    const text = each.trim();
    if (text === '') return [];
    const url = URL.parse(text);
    if (url?.protocol === 'https:' && /^\/?$/.test(url.pathname + url.search + url.hash)) return [url.origin];
    throw new RangeError(
      `${variable} has ${text}, which is no https origin such as https://prometheus.example`,
    );
  });
}

function originsVariable(tokenVariable: string): string {
  return tokenVariable.replace(/TOKEN$/, 'ORIGINS');
}

export function openWeb(settings: WebSettings): WebGateway {
  const connections = openConnections(settings.isAllowed);
  return {
    query: async ({ address, query, auth }, signal) => {
      const bearer = await bearerOf(settings, auth, new URL(address));
      return queryPrometheus(address, query, bearer, signal, connections);
    },
    probe: async (url, signal) => {
      const { status, text } = await fetchText(new URL(url), {}, signal, connections);
      return { status, text };
    },
  };
}

/** Null: none is needed. Throws a FailureError (`metric-refused`) where the token may not be sent to this address. */
async function bearerOf(
  { azureMonitor, metricTokens }: WebSettings,
  auth: PrometheusQuery['auth'],
  { protocol, hostname, origin }: URL,
): Promise<string | null> {
  if (auth === 'none') return null;
  if (protocol !== 'https:') throw refused(`${origin} is not https.`);
  if (auth === 'azure') {
    if (isMonitorHost(hostname, azureMonitor.scope)) return azureMonitor.token();
    throw refused(
      `${origin} is no Azure Monitor workspace of this cloud (*.${new URL(azureMonitor.scope).hostname}); the worker's identity goes nowhere else.`,
    );
  }
  const found = Object.hasOwn(metricTokens, auth.env) ? metricTokens[auth.env] : undefined;
  if (found === undefined) throw refused(`${auth.env} is not set for the worker.`);
  if (found.origins.includes(origin)) return found.token;
  throw refused(
    `${auth.env} may not be sent to ${origin}; ${originsVariable(auth.env)} of the worker names its origins.`,
  );
}

function refused(why: string): FailureError {
  return new FailureError(failure('metric-refused', why));
}

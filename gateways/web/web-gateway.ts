import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { Sample } from '#domain/metric/judge-samples.ts';
import type { WebAnswer } from '#domain/metric/judge-web-answer.ts';
import { isMetricToken, type PrometheusQuery } from '#domain/metric/metric.ts';
import { fetchText } from './fetch-text.ts';
import { queryPrometheus } from './query-prometheus.ts';

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
  /** An Entra token for Azure Monitor's Prometheus. */
  readonly azureMonitorToken: () => Promise<string>;
  /** Bearer tokens by their variable. */
  readonly metricTokens: Readonly<Record<string, string>>;
}

/** The one scope of Azure Monitor workspaces (learn.microsoft.com, "Query Prometheus metrics using the API"). */
export const azureMonitorScope = 'https://prometheus.monitor.azure.com/.default';

/** The tokens among a worker's variables that a campaign may name: DRYDOCK_METRIC_TOKEN, DRYDOCK_METRIC_…_TOKEN. */
export function metricTokensOf(
  env: Readonly<Record<string, string | undefined>>,
): WebSettings['metricTokens'] {
  const tokens = Object.entries(env).flatMap(([name, value]) =>
    isMetricToken(name) && value?.trim() ? [[name, value.trim()] as const] : [],
  );
  return Object.fromEntries(tokens);
}

export function openWeb(settings: WebSettings): WebGateway {
  return {
    query: async ({ address, query, auth }, signal) =>
      queryPrometheus(address, query, await bearerOf(settings, auth), signal),
    probe: async (url, signal) => {
      const { status, text } = await fetchText(new URL(url), {}, signal);
      return { status, text };
    },
  };
}

async function bearerOf(
  { azureMonitorToken, metricTokens }: WebSettings,
  auth: PrometheusQuery['auth'],
): Promise<string | null> {
  if (auth === 'none') return null;
  if (auth === 'azure') return azureMonitorToken();
  const token = Object.hasOwn(metricTokens, auth.env) ? metricTokens[auth.env] : undefined;
  if (token !== undefined) return token;
  throw new FailureError(failure('metric-refused', `${auth.env} is not set for the worker.`));
}

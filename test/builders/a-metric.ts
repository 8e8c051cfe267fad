import type { Metric, PrometheusQuery, WebProbe } from '#domain/metric/metric.ts';

/** A query that is judged once, as the file's defaults have it; say what differs. */
export function aMetric(over: Partial<Metric> = {}): Metric {
  return {
    name: 'error-rate',
    source: aQuery(),
    intervalMs: 60_000,
    count: 1,
    failureLimit: 0,
    consecutiveErrorLimit: 4,
    ...over,
  };
}

export function aQuery(over: Partial<PrometheusQuery> = {}): PrometheusQuery {
  return {
    kind: 'prometheus',
    address: 'https://prometheus.example',
    query: 'errors',
    success: { operator: '<', limit: 0.01 },
    noData: 'Inconclusive',
    auth: 'none',
    ...over,
  };
}

/** A page that has to answer 2xx; say what differs. */
export function aProbe(over: Partial<WebProbe> = {}): WebProbe {
  return { kind: 'web', url: 'https://shop.example/healthz', wants: null, ...over };
}

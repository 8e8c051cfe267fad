import type { DeprecatedCall } from './deprecated-callers.ts';

/**
 * The body of /metrics, in Prometheus' text format: what is deprecated and asked for, and since when it is counted
 * (epoch ms).
 */
export function metricsText(calls: readonly DeprecatedCall[], sinceMs: number): string {
  return [
    '# HELP apiserver_requested_deprecated_apis [STABLE] Gauge of deprecated APIs that have been requested, broken out by API group, version, resource, subresource, and removed_release.',
    '# TYPE apiserver_requested_deprecated_apis gauge',
    ...calls.map(gauge),
    '# TYPE apiserver_request_total counter',
    ...calls.flatMap(totals),
    '# TYPE process_start_time_seconds gauge',
    `process_start_time_seconds ${Math.floor(sinceMs / 1000)}`,
    '',
  ].join('\n');
}

function gauge({ group, version, resource, subresource, removedRelease }: DeprecatedCall): string {
  return `apiserver_requested_deprecated_apis{group="${group}",removed_release="${removedRelease}",resource="${resource}",subresource="${subresource}",version="${version}"} 1`;
}

function totals({ group, version, resource, subresource, requests }: DeprecatedCall): readonly string[] {
  return Object.entries(requests).map(
    ([verb, count]) =>
      `apiserver_request_total{code="200",component="apiserver",dry_run="",group="${group}",resource="${resource}",scope="cluster",subresource="${subresource}",verb="${verb}",version="${version}"} ${count}`,
  );
}

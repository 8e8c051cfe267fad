import { z } from 'zod';

/** Somebody who asks for an API version that Kubernetes calls deprecated: only what the API server counts of it is simulated. */
export const deprecatedCallSchema = z.strictObject({
  group: z.string().default(''),
  version: z.string(),
  resource: z.string(),
  subresource: z.string().default(''),
  removedRelease: z.string().default(''),
  requests: z.record(z.string(), z.int().min(0)).default({}).describe('by verb: LIST, PATCH, ...'),
});

export type DeprecatedCall = z.output<typeof deprecatedCallSchema>;

/**
 * The body of /metrics, in Prometheus' text format: what is deprecated and asked for, and since when it is counted
 * (RFC 3339).
 */
export function metricsText(calls: readonly DeprecatedCall[], since: string): string {
  return [
    '# HELP apiserver_requested_deprecated_apis [STABLE] Gauge of deprecated APIs that have been requested, broken out by API group, version, resource, subresource, and removed_release.',
    '# TYPE apiserver_requested_deprecated_apis gauge',
    ...calls.map(gauge),
    '# TYPE apiserver_request_total counter',
    ...calls.flatMap(totals),
    '# TYPE process_start_time_seconds gauge',
    `process_start_time_seconds ${Math.floor(Date.parse(since) / 1000)}`,
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

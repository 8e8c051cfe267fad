import type { Metric } from '#domain/metric/metric.ts';
import type { MetricOfFile } from '../schema/metrics.ts';

/** A metric of a sound file as the domain sees it. */
export function toMetric(written: MetricOfFile): Metric {
  const { name, interval, count, failureLimit, consecutiveErrorLimit } = written;
  return {
    name,
    source: toSource(written),
    intervalMs: interval,
    count,
    failureLimit,
    consecutiveErrorLimit,
  };
}

function toSource({ prometheus, web, success }: MetricOfFile): Metric['source'] {
  if (prometheus !== undefined && success !== undefined) {
    const { address, query, noData, azureMonitor, tokenFrom } = prometheus;
    return {
      kind: 'prometheus',
      address,
      query,
      success,
      noData,
      auth: azureMonitor ? 'azure' : (tokenFrom ?? 'none'),
    };
  }
  if (web === undefined) throw new RangeError('a sound metric has a source');
  const { url, jsonPath, expect } = web;
  const wants = jsonPath === undefined || expect === undefined ? null : { path: jsonPath, value: expect };
  return { kind: 'web', url, wants };
}

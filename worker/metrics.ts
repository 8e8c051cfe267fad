import type { Runtime } from '@temporalio/worker';
import type { AuditSummary } from '#domain/audit/fleet/audit-summary.ts';
import { openAuditGauges } from './audit-gauges.ts';

/**
 * Our own metrics, beside Temporal's on the same page. Counters get `_total` on the way out. Labels are few and
 * bounded: never a version, for a series cannot be taken back, and a cluster only in the gauges of audits.
 */
export interface Metrics {
  /** Every request to Azure Resource Manager by method and status; code "none": no answer came. */
  azureRequest(method: string, code: string): void;
  /** An operation that was watched to its end, in seconds of campaign time. */
  upgrade(what: 'control-plane' | 'node-pool', result: string, seconds: number): void;
  /** An operation that ended because a node could not be drained. */
  drainBlocked(): void;
  /** What the nodes or the API server said after an upgrade. */
  healthCheck(result: 'good' | 'bad'): void;
  /** A failure of the table in domain/failure.ts, each attempt of an activity counted. */
  failure(kind: string): void;
  /** What the last scheduled audit found; may be said again. */
  audited(audit: AuditSummary): void;
}

const minute = 60;

/** The SDK's own buckets end at 10: upgrades take minutes to hours. */
export const histogramBuckets: Readonly<Record<string, number[]>> = {
  drydock_pool_upgrade_duration: [2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 480].map(
    (minutes) => minutes * minute,
  ),
  drydock_control_plane_upgrade_duration: [2, 5, 10, 15, 20, 30, 45, 60, 120].map(
    (minutes) => minutes * minute,
  ),
};

export function openMetrics({ metricMeter: meter }: Pick<Runtime, 'metricMeter'>): Metrics {
  const requests = meter.createCounter('drydock_azure_requests', undefined, 'requests to Azure');
  const durations = {
    'node-pool': meter.createHistogram(
      'drydock_pool_upgrade_duration',
      'float',
      'seconds',
      'upgrades of a node pool, campaign time',
    ),
    'control-plane': meter.createHistogram(
      'drydock_control_plane_upgrade_duration',
      'float',
      'seconds',
      'upgrades of a control plane, campaign time',
    ),
  };
  const blocked = meter.createCounter('drydock_drain_blocked', undefined, 'drains that could not end');
  const checks = meter.createCounter('drydock_health_checks', undefined, 'verdicts after an upgrade');
  const failures = meter.createCounter('drydock_failures', undefined, 'failures by kind');
  return {
    azureRequest: (method, code) => requests.add(1, { method, code }),
    upgrade: (what, result, seconds) => durations[what].record(seconds, { result }),
    drainBlocked: () => blocked.add(1),
    healthCheck: (result) => checks.add(1, { result }),
    failure: (kind) => failures.add(1, { kind }),
    audited: openAuditGauges(meter),
  };
}

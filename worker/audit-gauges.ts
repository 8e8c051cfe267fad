import type { Runtime } from '@temporalio/worker';
import { severities } from '#domain/audit/control/control.ts';
import { controls } from '#domain/audit/controls/controls.ts';
import type { AuditSummary } from '#domain/audit/fleet/audit-summary.ts';

/**
 * Sums by control and by cluster, never both: at most a series for each control, and six for each of the 500 clusters that a summary has. A
 * series cannot be taken back: what is in the last audit no more is 0.
 */
export function openAuditGauges(meter: Runtime['metricMeter']): (audit: AuditSummary) => void {
  const findings = meter.createGauge('drydock_audit_findings', 'int', undefined, 'last audit, by control');
  const ofCluster = meter.createGauge(
    'drydock_audit_cluster_findings',
    'int',
    undefined,
    'last audit, by cluster',
  );
  const isRead = meter.createGauge(
    'drydock_audit_cluster_read',
    'int',
    undefined,
    '1: the last audit read it',
  );
  // The runtime appends no unit to gauges.
  const time = meter.createGauge(
    'drydock_audit_time_seconds',
    'float',
    undefined,
    'when the last audit began',
  );
  const known = new Set<string>();
  return (audit) => {
    time.set(Date.parse(audit.at) / 1000);
    for (const { id, severity } of controls) findings.set(audit.controls[id] ?? 0, { control: id, severity });
    const byName = new Map(audit.clusters.map((each) => [each.name, each]));
    for (const name of byName.keys()) known.add(name);
    for (const cluster of known) {
      const found = byName.get(cluster);
      isRead.set(found?.isRead === true ? 1 : 0, { cluster });
      for (const severity of severities) ofCluster.set(found?.findings[severity] ?? 0, { cluster, severity });
    }
  };
}

import type { AuditSummary } from '#domain/audit/fleet/audit-summary.ts';
import { type FleetRecord, noteCluster, noteStage } from '#domain/status/fleet-record.ts';
import { recordQuery, recordSignals } from '#protocol/entities.ts';
import { keepRecord, type RecordInput } from './keep-record.ts';

/** What outlives campaigns. They report their results to it, and nothing waits for it but those who ask. */
export function fleetRecord(input: RecordInput<FleetRecord>): Promise<void> {
  return keepRecord(input, {
    details: 'What outlives campaigns: images that stages ran, how long steps take',
    query: recordQuery,
    description: 'Images that stages have run, how long steps take, the last outcome of each cluster',
    signals: {
      [recordSignals.stage]: noteStage,
      [recordSignals.cluster]: noteCluster,
      [recordSignals.audit]: (record, audit: AuditSummary) => ({ ...record, audit }),
    },
  });
}

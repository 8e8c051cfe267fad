import { type AuditRecord, noteAudit } from '#domain/audit/fleet/audit-record.ts';
import { auditRecordQuery, auditRecordSignal } from '#protocol/entities.ts';
import { keepRecord, type RecordInput } from './keep-record.ts';

/** What scheduled audits found in a part of the clusters. */
export function auditRecord(input: RecordInput<AuditRecord>): Promise<void> {
  return keepRecord(input, {
    details: 'What scheduled audits found, and since when',
    query: auditRecordQuery,
    description: 'The last audit of each cluster, and the age of its findings',
    signals: { [auditRecordSignal]: noteAudit },
  });
}

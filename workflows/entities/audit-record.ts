import {
  condition,
  defineQuery,
  defineSignal,
  makeContinueAsNewFunc,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { AuditNote } from '#domain/audit/fleet/audit-note.ts';
import { type AuditRecord, noteAudit } from '#domain/audit/fleet/audit-record.ts';
import { auditRecordQuery, auditRecordSignal } from '#protocol/entities.ts';

interface AuditRecordInput {
  readonly record: AuditRecord;
}

const note = defineSignal<[AuditNote]>(auditRecordSignal);
const read = defineQuery<AuditRecord>(auditRecordQuery);

/** What scheduled audits found in a part of the clusters: an entity that lives as long as the namespace. */
export async function auditRecord(input: AuditRecordInput): Promise<void> {
  let record = input.record;
  setCurrentDetails('What scheduled audits found, and since when');
  setHandler(read, () => record, {
    description: 'The last audit of each cluster, and the age of its findings',
  });
  setHandler(note, (found) => {
    record = noteAudit(record, found);
  });
  await condition(() => workflowInfo().continueAsNewSuggested);
  await makeContinueAsNewFunc<typeof auditRecord>()({ record });
}

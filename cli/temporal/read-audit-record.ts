import { WorkflowNotFoundError } from '@temporalio/client';
import type { AuditRecord } from '#domain/audit/fleet/audit-record.ts';
import { auditRecordParts } from '#domain/audit/fleet/audit-record-part.ts';
import { auditRecordQuery, auditRecordWorkflowId } from '#protocol/entities.ts';
import type { TemporalSession } from './temporal-client.ts';

/** What scheduled audits found; a part that was never written is empty. A worker answers. */
export async function readAuditRecord(session: TemporalSession, taskQueue: string): Promise<AuditRecord> {
  const parts = Array.from({ length: auditRecordParts }, async (_, part): Promise<AuditRecord> => {
    const handle = session.client.workflow.getHandle(auditRecordWorkflowId(taskQueue, part));
    try {
      return await session.within(() => handle.query<AuditRecord>(auditRecordQuery));
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return [];
      throw error;
    }
  });
  return (await Promise.all(parts)).flat();
}

import { activityInfo, cancellationSignal, getClient } from '@temporalio/activity';
import { auditCluster } from '#domain/audit/audit.ts';
import { clusterOfLive } from '#domain/audit/cluster/cluster-of-live.ts';
import type { ControlWaiver } from '#domain/audit/control/control-waiver.ts';
import { type AuditNote, auditNote } from '#domain/audit/fleet/audit-note.ts';
import { auditRecordPart } from '#domain/audit/fleet/audit-record-part.ts';
import { type AuditedFigures, figuresOf } from '#domain/audit/fleet/audit-summary.ts';
import { auditedCluster, unreadCluster } from '#domain/audit/fleet/fleet-audit.ts';
import type { Campaign } from '#domain/campaign/campaign.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import {
  readOrWhyNot,
  readSelected,
  type SelectedCluster,
  type SelectedClusters,
} from '#procedures/read/read-fleet-audit.ts';
import { auditRecordSignal, auditRecordWorkflowId } from '#protocol/entities.ts';
import { workflowTypes } from '#protocol/workflow-types.ts';
import { beating } from '../envelope/beating.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface SelectAuditedInput extends PacedInput {
  readonly campaign: Campaign;
}

/** Which clusters a scheduled run audits. */
export function selectAudited(gateways: Gateways) {
  return ({ campaign }: SelectAuditedInput): Promise<SelectedClusters> => readSelected(gateways, campaign);
}

export interface AuditForRecordInput extends PacedInput {
  readonly cluster: SelectedCluster;
  readonly waivers: readonly ControlWaiver[];
  /** Of the whole run; campaign time (ms). */
  readonly now: number;
  /** For how long what passes is tried again; real time (ms). */
  readonly patienceMs: number;
}

/** Audits a cluster and notes the result in the record, also that it could not be read. Idempotent. */
export function auditForRecord(gateways: Gateways) {
  return async ({ cluster, waivers, now, patienceMs }: AuditForRecordInput): Promise<AuditedFigures> => {
    const at = new Date(now).toISOString();
    const isPatient = Date.now() - activityInfo().scheduledTimestampMs < patienceMs;
    const reading = await beating(() => readOrWhyNot(gateways, cluster, cancellationSignal(), isPatient));
    if (typeof reading === 'string') {
      const unread = unreadCluster(cluster, reading);
      await note(auditNote(unread, null, at));
      return figuresOf(unread);
    }
    const options = { arm: null, engine: null, targetMinor: null, pssMinor: null, pssLevel: null, now };
    const audit = auditCluster(clusterOfLive(reading, options), waivers);
    const audited = auditedCluster(cluster, audit);
    await note(auditNote(audited, audit, at));
    return figuresOf(audited);
  };
}

/** The first note creates its part of the record. */
async function note(found: AuditNote): Promise<void> {
  const { taskQueue } = activityInfo();
  await getClient().workflow.signalWithStart(workflowTypes.auditRecord, {
    workflowId: auditRecordWorkflowId(taskQueue, auditRecordPart(found.resourceId)),
    taskQueue,
    args: [{ record: [] }],
    signal: auditRecordSignal,
    signalArgs: [found],
    staticSummary: 'What scheduled audits found, and since when',
  });
}

import { activityInfo, getClient } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { AuditSummary } from '#domain/audit/fleet/audit-summary.ts';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { StageRun } from '#domain/image/image-record.ts';
import { type ClusterRunNote, emptyRecord, type FleetRecord } from '#domain/status/fleet-record.ts';
import { fleetRecordWorkflowId, recordQuery, recordSignals } from '#protocol/entities.ts';
import { workflowTypes } from '#protocol/workflow-types.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface NoteStageInput extends PacedInput {
  readonly run: StageRun;
}

export interface NoteClusterInput extends PacedInput {
  readonly note: ClusterRunNote;
}

/** Records what a stage ran. Idempotent. */
export function noteStage({ run }: NoteStageInput): Promise<void> {
  return send(recordSignals.stage, run);
}

/** Records the outcome of a cluster. Recorded twice, its steps count twice among the measured ones, which is harmless. */
export function noteCluster({ note }: NoteClusterInput): Promise<void> {
  return send(recordSignals.cluster, note);
}

export interface NoteAuditRunInput extends PacedInput {
  readonly summary: AuditSummary;
}

/** Records the sums of a scheduled audit. Idempotent. */
export function noteAuditRun({ summary }: NoteAuditRunInput): Promise<void> {
  return send(recordSignals.audit, summary);
}

/** The first note creates the record. */
async function send(signal: string, note: StageRun | ClusterRunNote | AuditSummary): Promise<void> {
  const { taskQueue } = activityInfo();
  await getClient().workflow.signalWithStart(workflowTypes.fleetRecord, {
    workflowId: fleetRecordWorkflowId(taskQueue),
    taskQueue,
    args: [{ record: emptyRecord }],
    signal,
    signalArgs: [note],
    staticSummary: 'What outlives campaigns: images that stages ran, how long steps take',
  });
}

/** Empty where nothing was recorded. Throws a FailureError (no-answer) where it cannot be read. */
export async function readFleetRecord(): Promise<FleetRecord> {
  const handle = getClient().workflow.getHandle(fleetRecordWorkflowId(activityInfo().taskQueue));
  try {
    return await handle.query<FleetRecord>(recordQuery);
  } catch (thrown) {
    if (thrown instanceof WorkflowNotFoundError) return emptyRecord;
    const words = thrown instanceof Error ? thrown.message : String(thrown);
    throw new FailureError(failure('no-answer', `The fleet's record could not be read: ${words}`), thrown);
  }
}
